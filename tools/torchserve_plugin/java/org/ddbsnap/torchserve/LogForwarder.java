package org.ddbsnap.torchserve;

import java.nio.charset.StandardCharsets;

/**
 * Brings the C++ part's lines to TorchServe's log. They are fetched rather than sent, so that no thread of the C++ part ever
 * enters the JVM, where it could wait for a log, or for a JVM that has ended.
 */
final class LogForwarder {
    private static final long FOR_EVER = -1;

    private LogForwarder() {}

    static Thread start(long handle) {
        Thread thread = new Thread(() -> forward(handle, FOR_EVER), "ddbsnap-log");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Logs what is there. */
    static void drain(long handle) {
        forward(handle, 0);
    }

    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static void forward(long handle, long timeoutMs) {
        byte[] line;
        while ((line = NativeSnapshots.nextLine(handle, timeoutMs)) != null) {
            PluginLog.write(line[0], new String(line, 1, line.length - 1, StandardCharsets.UTF_8));
        }
    }
}
