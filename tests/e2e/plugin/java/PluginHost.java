import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.pytorch.serve.servingsdk.snapshot.SnapshotSerializer;

/**
 * Does with a snapshot plugin what TorchServe does with it, on demand. {@code java PluginHost}, then on standard input:
 *
 * <ul>
 *   <li>{@code save CASE}: as TorchServe saves
 *   <li>{@code last}: the case that TorchServe would restore at its start
 *   <li>{@code shutdown}: the plugin lets go of everything; the next use opens it anew
 *   <li>{@code holds}: how many open files, threads and temporary files this process has
 * </ul>
 */
final class PluginHost implements Conversation.Partner {
    // TorchServe looks for the plugin at its start, and once more for saving.
    private final SnapshotSerializer restoring = serializer();
    private final SnapshotSerializer saving = serializer();

    public static void main(String[] args) throws IOException {
        Conversation.hold(PluginHost::new);
    }

    // As PluginsManager.getSnapShotSerializer().
    private static SnapshotSerializer serializer() {
        var loader = ServiceLoader.load(SnapshotSerializer.class);
        return loader.findFirst().isPresent() ? loader.findFirst().get() : null;
    }

    @Override
    public String answer(String command, String[] arguments) throws Exception {
        return switch (command) {
            case "save" -> save(SnapshotCase.read(arguments[0]));
            case "last" -> last();
            case "shutdown" -> shutDown();
            case "holds" -> holds();
            default -> throw new IOException("unknown: " + command);
        };
    }

    private String save(SnapshotCase given) throws IOException {
        saving.saveSnapshot(given.snapshot(), given.settings());
        return "saved";
    }

    private String last() throws IOException {
        var settings = restoring.getLastSnapshot();
        if (settings == null) return "none";
        return new SnapshotCase(restoring.getSnapshot(settings.getProperty(SnapshotCase.MODELS)), settings).toJson();
    }

    private static String shutDown() throws ReflectiveOperationException {
        Class.forName("org.ddbsnap.torchserve.SnapshotKeeper").getMethod("shutDown").invoke(null);
        return "shut down";
    }

    private static String holds() throws IOException {
        return "files " + count("/proc/self/fd") + " threads " + count("/proc/self/task") + " temporary "
                + count(System.getProperty("java.io.tmpdir"));
    }

    private static long count(String directory) throws IOException {
        try (var all = Files.list(Path.of(directory))) {
            return all.count();
        }
    }
}
