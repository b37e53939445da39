package org.ddbsnap.torchserve;

import java.io.IOException;

/**
 * The C++ part: a store, its writer, and the thread on which both work.
 *
 * <p>A handle may be used from any thread until {@link #close}. Texts are UTF-8. Messages of exceptions say what failed, on
 * what, why, and what to do next; no secret is in them.
 */
final class NativeSnapshots {
    private NativeSnapshots() {}

    /** The version of the library that was loaded. */
    static native String version();

    /** Reads AWS's settings and the spool directory; connects to nothing. */
    static native long open(byte[][] settings) throws IOException;

    /** As in "dynamodb:Snapshots2 in eu-west-1". */
    static native String describe(long handle);

    /** Accepts a snapshot, and returns at once. */
    static native void save(long handle, byte[] name, long createdMs, byte[] body) throws IOException;

    /** Name and body of the newest snapshot; null when there is none. */
    static native byte[][] last(long handle, long timeoutMs) throws IOException;

    /** Sends what waits, and returns how many are still not stored. */
    static native int flush(long handle, long timeoutMs);

    /**
     * The next line of the log: its level, one byte, and the text behind it. Null when there is none within the time, or
     * will be none any more. Never blocks what the lines come from.
     */
    static native byte[] nextLine(long handle, long timeoutMs);

    /** From now on nextLine() does not wait. */
    static native void endLog(long handle);

    /** Frees everything; what is not stored ends as spooled or failed. The handle is gone then. */
    static native void close(long handle);
}
