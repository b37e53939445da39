import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/** Requests that are sent by several threads, and what they cost. */
final class Round {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicReference<String> firstError = new AtomicReference<>();
    private final long[] latencies;
    private double seconds;
    private double cpuMicros;

    Round(int requests) {
        latencies = new long[requests];
    }

    /** With the collector's and the compiler's threads. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    }

    private void work(IntSupplier send) {
        while (begun.getAndIncrement() < latencies.length) {
            long start = System.nanoTime();
            try {
                items.addAndGet(send.getAsInt());
            } catch (RuntimeException why) {
                errors.incrementAndGet();
                firstError.compareAndSet(null, why.toString());
                continue;
            }
            latencies[done.getAndIncrement()] = System.nanoTime() - start;
        }
    }

    Round run(IntSupplier send, int concurrency) throws InterruptedException {
        Thread[] threads = new Thread[concurrency];
        long cpu = cpuNanos();
        long start = System.nanoTime();
        for (int i = 0; i < concurrency; i++) {
            threads[i] = new Thread(() -> work(send));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        seconds = (System.nanoTime() - start) / 1e9;
        cpuMicros = (cpuNanos() - cpu) / 1e3;
        return this;
    }

    private double percentile(long[] sorted, double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted.length == 0 ? 0 : sorted[Math.max(1, rank) - 1] / 1e3;
    }

    static void forgetPeakMemory() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long peakMemoryKb() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            String line = lines.filter(l -> l.startsWith("VmHWM:")).findFirst().orElse("0");
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }

    /** Prints the JSON and gives the exit code. */
    int report(Workload work, int concurrency) throws IOException {
        long[] sorted = Arrays.copyOf(latencies, done.get());
        Arrays.sort(sorted);
        int all = latencies.length;
        System.out.printf(Locale.ROOT, "{\"client\":\"java\",\"operation\":\"%s\",\"size\":%d,\"concurrency\":%d,"
            + "\"requests\":%d,\"requestsPerSecond\":%.2f,\"cpuMicrosPerRequest\":%.2f,\"p50Micros\":%.2f,"
            + "\"p99Micros\":%.2f,\"p999Micros\":%.2f,\"maxResidentKb\":%d,\"allocationsPerRequest\":null,"
            + "\"itemsPerReply\":%.2f,\"errors\":%d}%n",
            work.operation(), work.size(), concurrency, all, sorted.length / seconds, cpuMicros / all,
            percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 0.999), peakMemoryKb(),
            (double) items.get() / all, errors.get());
        if (errors.get() == 0) {
            return 0;
        }
        System.err.printf("peer: %d of %d requests failed; the first: %s%n", errors.get(), all, firstError.get());
        return 1;
    }
}
