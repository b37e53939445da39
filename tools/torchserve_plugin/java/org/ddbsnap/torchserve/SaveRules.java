package org.ddbsnap.torchserve;

/**
 * Which snapshots are not to become the newest, because the next start would restore less than there was.
 *
 * <ul>
 *   <li>When a start fails, say because an archive is not in the model store, TorchServe still saves a snapshot for its
 *       shutdown, without any models.
 *   <li>A server that came up without what is in the store, as that could not be read, has nothing to say until it is told
 *       a change.
 *   <li>Of two threads that save at the same time the one with the older state may come last.
 * </ul>
 *
 * <p>A value without a clock or a lock of its own.
 */
final class SaveRules {
    /** Threads overtake each other by less; more than this is a clock that was set back. */
    private static final long OVERTAKEN_BY_AT_MOST_MS = 10_000;

    private boolean hasStarted;
    private boolean lastIsMissed;
    private long newestMs = Long.MIN_VALUE;

    static boolean isOfShutdown(String name) {
        return name.endsWith("-shutdown.cfg");
    }

    /** Null where it is to be saved. */
    String hindrance(String name, long createdMs) {
        if (!hasStarted && isOfShutdown(name)) return "the server has not started.";
        if (name.endsWith("-snapshot.cfg")) lastIsMissed = false;
        if (lastIsMissed) {
            hasStarted = true;
            return "the last one could not be fetched, and nothing has changed since.";
        }
        boolean isOvertaken = createdMs < newestMs && newestMs - createdMs < OVERTAKEN_BY_AT_MOST_MS;
        return isOvertaken ? "a newer one came before." : null;
    }

    void accepted(long createdMs) {
        hasStarted = true;
        newestMs = createdMs;
    }

    /** What the store has could not be read at the start. */
    void lastIsMissed() {
        lastIsMissed = true;
    }
}
