import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.pytorch.serve.servingsdk.snapshot.Snapshot;

/**
 * A snapshot and the server's configuration that it is saved with. As a file: the JSON of the snapshot, with the
 * configuration as one more member, "settings".
 */
record SnapshotCase(Snapshot snapshot, Properties settings) {
    static final String MODELS = "model_snapshot";
    private static final String SETTINGS = "settings";
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    static SnapshotCase read(String file) throws IOException {
        var all = GSON.fromJson(Files.readString(Path.of(file)), JsonObject.class);
        var settings = new Properties();
        for (Map.Entry<String, JsonElement> one : all.remove(SETTINGS).getAsJsonObject().entrySet()) {
            settings.setProperty(one.getKey(), one.getValue().getAsString());
        }
        return new SnapshotCase(GSON.fromJson(all, Snapshot.class), settings);
    }

    String toJson() {
        var values = new JsonObject();
        settings.forEach((key, value) -> values.addProperty((String) key, (String) value));
        values.remove(MODELS); // it is told by the other members
        var all = GSON.toJsonTree(snapshot).getAsJsonObject();
        all.add(SETTINGS, values);
        return GSON.toJson(all);
    }
}
