import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Properties;
import org.pytorch.serve.servingsdk.snapshot.Snapshot;

/** What TorchServe's DDBEndPoint plugin makes of a snapshot: texts and times in the table, and back. */
final class OriginalText {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    private OriginalText() {}

    static OriginalItem itemOf(SnapshotCase given) throws IOException {
        var snapshot = given.snapshot();
        var created = new Date(snapshot.getCreated());
        var item = new OriginalItem();
        item.setSnapshotName(snapshot.getName() + "_" + snapshot.getCreated() + "_" + snapshot.getModelCount());
        item.setCreatedOn(new SimpleDateFormat("yyyy-MM-dd HH:mm:ss,SSS").format(created));
        item.setCreatedOnMonth(new SimpleDateFormat("yyyy-MM").format(created));
        item.setSnapshot(textOf(given));
        return item;
    }

    static String textOf(SnapshotCase given) throws IOException {
        var settings = new Properties();
        settings.putAll(given.settings());
        settings.put(SnapshotCase.MODELS, GSON.toJson(given.snapshot(), Snapshot.class));
        var text = new StringWriter();
        settings.store(text, "snapshot");
        return text.toString();
    }

    static SnapshotCase read(OriginalItem item) throws IOException {
        var settings = new Properties();
        settings.load(new StringReader(item.getSnapshot()));
        return new SnapshotCase(GSON.fromJson(settings.getProperty(SnapshotCase.MODELS), Snapshot.class), settings);
    }
}
