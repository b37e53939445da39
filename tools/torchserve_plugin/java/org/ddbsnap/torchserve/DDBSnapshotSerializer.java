package org.ddbsnap.torchserve;

import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import org.pytorch.serve.servingsdk.snapshot.Snapshot;
import org.pytorch.serve.servingsdk.snapshot.SnapshotSerializer;
import org.slf4j.Logger;

/**
 * Keeps TorchServe's snapshots in a DynamoDB table.
 *
 * <p>TorchServe finds it through {@code META-INF/services}; however many it makes, all work on the one {@link SnapshotKeeper} of
 * the process. Saving never waits for DynamoDB, unless the JVM is about to end. Restoring waits, for as long as
 * {@code ddbsnap.restore_timeout_ms} says. Nothing that happens here ends the process.
 */
public final class DDBSnapshotSerializer implements SnapshotSerializer {
    private static final Logger LOGGER = PluginLog.LOGGER;
    private static final String START_WITHOUT = "Torchserve will start with default or given configuration.";

    private static final SaveRules RULES = new SaveRules();

    /**
     * Accepts a snapshot, to be stored in the background, unless {@link SaveRules} has something against it.
     *
     * @throws IOException it was not accepted; TorchServe logs that, but not why, so the reason is in the log before
     */
    @Override
    public void saveSnapshot(Snapshot snapshot, Properties configuration) throws IOException {
        String key = snapshot.getName() + "_" + snapshot.getCreated() + "_" + snapshot.getModelCount();
        // In a hook of TorchServe's, which may well run before this plugin's own.
        if (SaveRules.isOfShutdown(snapshot.getName())) PluginLog.jvmEnds();
        // Several threads of TorchServe save; what is checked is still true when it is accepted.
        synchronized (RULES) {
            String hindrance = RULES.hindrance(snapshot.getName(), snapshot.getCreated());
            if (hindrance != null) {
                PluginLog.write(PluginLog.WARNING, "Snapshot " + key + " is not saved: " + hindrance);
                return;
            }
            try {
                byte[] body = SnapshotText.write(snapshot, configuration);
                SnapshotKeeper.instance().save(key, snapshot.getCreated(), body, configuration);
                RULES.accepted(snapshot.getCreated());
            } catch (IOException | LinkageError | RuntimeException e) {
                String reason = "Snapshot " + key + " is not saved: " + PluginLog.reason(e);
                PluginLog.write(PluginLog.ERROR, reason);
                throw new IOException(reason, e);
            }
        }
    }

    /**
     * @param modelSnapshot JSON, the value of the key {@code model_snapshot}
     * @throws IOException it is no snapshot
     */
    @Override
    public Snapshot getSnapshot(String modelSnapshot) throws IOException {
        return SnapshotText.readModels(modelSnapshot);
    }

    /** The configuration in the newest snapshot; null when there is none, or it cannot be had in time. */
    @Override
    public Properties getLastSnapshot() {
        LOGGER.info("Fetching last snapshot from DDB...");
        try {
            Optional<StoredSnapshot> newest = SnapshotKeeper.instance().last();
            if (newest.isEmpty()) {
                LOGGER.info("No snapshot in DDB yet. {}", START_WITHOUT);
                return null;
            }
            Properties configuration = SnapshotText.read(newest.get().body());
            LOGGER.info("Last snapshot in DDB is {}.", newest.get().name());
            return configuration;
        } catch (IOException | LinkageError | RuntimeException e) {
            LOGGER.error("Failed to get last snapshot from DDB. {}", START_WITHOUT);
            LOGGER.error("The reason: {}", PluginLog.reason(e));
            synchronized (RULES) {
                RULES.lastIsMissed();
            }
            return null;
        }
    }
}
