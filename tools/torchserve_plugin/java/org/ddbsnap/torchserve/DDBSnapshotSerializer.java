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
 * <p>TorchServe finds it through {@code META-INF/services} and makes two of it; both work on the one {@link SnapshotKeeper}
 * of the process. Saving never waits for DynamoDB, unless the JVM is about to end. Restoring waits, for as long as
 * {@code ddbsnap.restore_timeout_ms} says. Nothing that happens here ends the process.
 */
public final class DDBSnapshotSerializer implements SnapshotSerializer {
    private static final Logger LOGGER = PluginLog.LOGGER;
    private static final String START_WITHOUT = "Torchserve will start with default or given configuration.";

    /**
     * Accepts a snapshot, to be stored in the background.
     *
     * @throws IOException it was not accepted; TorchServe logs it, and goes on
     */
    @Override
    public void saveSnapshot(Snapshot snapshot, Properties configuration) throws IOException {
        byte[] body = SnapshotText.write(snapshot, configuration);
        String key = snapshot.getName() + "_" + snapshot.getCreated() + "_" + snapshot.getModelCount();
        try {
            SnapshotKeeper.instance().save(key, snapshot.getCreated(), body, configuration);
        } catch (LinkageError | RuntimeException e) {
            throw new IOException("snapshot " + key + " is not saved: " + e.getMessage(), e);
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
            return null;
        }
    }
}
