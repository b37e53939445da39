package org.ddbsnap.torchserve;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this plugin's lines go: to TorchServe's own log, which is configured for what begins with org.pytorch.serve. */
final class PluginLog {
    static final Logger LOGGER = LoggerFactory.getLogger("org.pytorch.serve.snapshot.DDBSnapshotSerializer");

    /** The levels of {@link NativeSnapshots#nextLine}. */
    static final int TRACE = 0;
    static final int DEBUG = 1;
    static final int INFO = 2;
    static final int WARNING = 3;
    static final int ERROR = 4;

    private static volatile boolean isEnding;

    private PluginLog() {}

    /** When the JVM ends the log ends, too: from now on warnings and errors are written to standard error as well. */
    static void jvmEnds() {
        isEnding = true;
    }

    static int leastLevel() {
        return LOGGER.isTraceEnabled() ? TRACE : INFO;
    }

    static void write(int level, String line) {
        switch (level) {
            case TRACE, DEBUG -> LOGGER.trace("{}", line);
            case INFO -> LOGGER.info("{}", line);
            case WARNING -> LOGGER.warn("{}", line);
            default -> LOGGER.error("{}", line);
        }
        if (isEnding && level >= WARNING) System.err.println("ddbsnap: " + line);
    }

    static String reason(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message;
    }
}
