import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.PageIterable;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;

/**
 * Reads and writes the table by the rules of TorchServe's DDBEndPoint plugin. {@code java OriginalFormat TABLE}, then on
 * standard input:
 *
 * <ul>
 *   <li>{@code save CASE}: as that plugin; the answer is the item's name
 *   <li>{@code last YYYY-MM}: as that plugin in that month, with its faults
 *   <li>{@code item NAME}: the case in the newest item of that name
 *   <li>{@code month YYYY-MM}: the items of a month, newest first, as they are
 *   <li>{@code text CASE FILE}: writes the text that {@code save} stores
 * </ul>
 */
final class OriginalFormat implements Conversation.Partner {
    private final DynamoDbTable<OriginalItem> table;

    private OriginalFormat(String name) {
        table = DynamoDbEnhancedClient.create().table(name, TableSchema.fromBean(OriginalItem.class));
    }

    public static void main(String[] args) throws IOException {
        Conversation.hold(() -> new OriginalFormat(args[0]));
    }

    @Override
    public String answer(String command, String[] arguments) throws IOException {
        return switch (command) {
            case "save" -> save(SnapshotCase.read(arguments[0]));
            case "last" -> last(YearMonth.parse(arguments[0]));
            case "item" -> item(arguments[0]);
            case "month" -> new Gson().toJson(month(arguments[0]));
            case "text" -> text(arguments[0], arguments[1]);
            default -> throw new IOException("unknown: " + command);
        };
    }

    private String save(SnapshotCase given) throws IOException {
        var item = OriginalText.itemOf(given);
        table.putItem(item);
        return item.getSnapshotName();
    }

    private String last(YearMonth now) throws IOException {
        try {
            var pages = newestFirst(now.getYear() + "-" + now.getMonthValue(), 1).iterator();
            if (pages.next().items().isEmpty()) return "none";
            return OriginalText.read(pages.next().items().get(0)).toJson();
        } catch (SdkException e) {
            System.err.println(e);
            System.exit(1);
            return "";
        }
    }

    private String item(String name) throws IOException {
        var newest = table.query(q -> q.queryConditional(
                                         QueryConditional.keyEqualTo(Key.builder().partitionValue(name).build()))
                                      .scanIndexForward(false));
        var found = newest.items().stream().findFirst();
        return found.isPresent() ? OriginalText.read(found.get()).toJson() : "none";
    }

    private List<OriginalItem> month(String month) {
        return newestFirst(month, 100).stream().flatMap(page -> page.items().stream()).toList();
    }

    private PageIterable<OriginalItem> newestFirst(String month, int pageSize) {
        var ofMonth = QueryConditional.keyEqualTo(Key.builder().partitionValue(month).build());
        return PageIterable.create(table.index(OriginalItem.INDEX).query(
                q -> q.queryConditional(ofMonth).scanIndexForward(false).limit(pageSize)));
    }

    private static String text(String given, String file) throws IOException {
        Files.writeString(Path.of(file), OriginalText.textOf(SnapshotCase.read(given)));
        return "written";
    }
}
