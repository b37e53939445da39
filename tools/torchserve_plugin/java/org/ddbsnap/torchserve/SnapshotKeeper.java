package org.ddbsnap.torchserve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The process's one writer of snapshots. Opened when it is first needed; where that failed, the next use tries again.
 *
 * <p>Safe for use by any thread at any time.
 */
public final class SnapshotKeeper {
    private static final SnapshotKeeper INSTANCE = new SnapshotKeeper();

    /** Held for writing to open and to close, for reading by those that use the handle. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private long handle;
    private long restoreTimeoutMs;
    private long shutdownTimeoutMs;
    private Thread logThread;
    private boolean hookIsSet;
    private volatile boolean isEnding;

    private SnapshotKeeper() {}

    static SnapshotKeeper instance() {
        return INSTANCE;
    }

    /**
     * Stores what is waiting and lets go of everything: threads, connections, files. Waits for
     * {@code ddbsnap.shutdown_timeout_ms} at most. The next use opens anew.
     */
    public static void shutDown() {
        INSTANCE.close();
    }

    void save(String name, long createdMs, byte[] body, Properties configuration) throws IOException {
        open(configuration);
        try {
            NativeSnapshots.save(handle, name.getBytes(StandardCharsets.UTF_8), createdMs, body);
            // The JVM waits for those of its hooks that still run, and for nobody else.
            if (isEnding) flush();
        } finally {
            lock.readLock().unlock();
        }
    }

    Optional<StoredSnapshot> last() throws IOException {
        open(new Properties());
        try {
            byte[][] newest = NativeSnapshots.last(handle, restoreTimeoutMs);
            if (newest == null) return Optional.empty();
            return Optional.of(new StoredSnapshot(new String(newest[0], StandardCharsets.UTF_8), newest[1]));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Returns with the lock for reading, or throws without it. */
    private void open(Properties configuration) throws IOException {
        lock.readLock().lock();
        if (handle != 0) return;
        lock.readLock().unlock();
        lock.writeLock().lock();
        try {
            if (handle == 0) openNow(new Settings(configuration));
            lock.readLock().lock();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void openNow(Settings settings) throws IOException {
        NativeLibrary.load();
        restoreTimeoutMs = settings.restoreTimeoutMs();
        shutdownTimeoutMs = settings.shutdownTimeoutMs();
        handle = NativeSnapshots.open(settings.forNative());
        logThread = LogForwarder.start(handle);
        PluginLog.LOGGER.info(
                "ddbsnap {} keeps snapshots in {}.", NativeSnapshots.version(), NativeSnapshots.describe(handle));
        if (!hookIsSet) setHook();
    }

    private void setHook() {
        hookIsSet = true;
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "ddbsnap-shutdown"));
        } catch (IllegalStateException e) {
            jvmEnds(); // already
        }
    }

    /** Hooks run side by side: TorchServe's own may still save its last snapshot, and then waits for it itself. */
    private void end() {
        jvmEnds();
        lock.readLock().lock();
        try {
            if (handle != 0) flush();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void jvmEnds() {
        isEnding = true;
        PluginLog.jvmEnds();
    }

    private void flush() {
        int waiting = NativeSnapshots.flush(handle, shutdownTimeoutMs);
        LogForwarder.drain(handle);
        if (waiting == 0) return;
        PluginLog.write(
                PluginLog.ERROR, waiting + " snapshot(s) were not stored within " + shutdownTimeoutMs + " ms.");
    }

    private void close() {
        lock.writeLock().lock();
        try {
            if (handle == 0) return;
            flush();
            NativeSnapshots.endLog(handle);
            LogForwarder.awaitEnd(logThread);
            NativeSnapshots.close(handle);
            handle = 0;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
