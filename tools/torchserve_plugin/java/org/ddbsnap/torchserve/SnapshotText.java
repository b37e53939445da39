package org.ddbsnap.torchserve;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.pytorch.serve.servingsdk.snapshot.Snapshot;

/** What a snapshot is in the store: TorchServe's configuration, with the models as JSON under one more key. */
final class SnapshotText {
    private static final String MODELS = "model_snapshot";
    private static final String COMMENT = "snapshot"; // as TorchServe's own plugin has it
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    private SnapshotText() {}

    /** The caller's configuration stays as it is. */
    static byte[] write(Snapshot snapshot, Properties configuration) throws IOException {
        Properties all = new Properties();
        synchronized (configuration) {
            all.putAll(configuration);
        }
        all.setProperty(MODELS, GSON.toJson(snapshot, Snapshot.class));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            all.store(text, COMMENT);
        }
        return bytes.toByteArray();
    }

    static Properties read(byte[] body) throws IOException {
        Properties configuration = new Properties();
        try {
            configuration.load(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException("the snapshot is no text of properties: " + e.getMessage(), e);
        }
        return configuration;
    }

    static Snapshot readModels(String json) throws IOException {
        try {
            return GSON.fromJson(json, Snapshot.class);
        } catch (JsonParseException e) {
            throw new IOException("the value of " + MODELS + " is no snapshot: " + e.getMessage(), e);
        }
    }
}
