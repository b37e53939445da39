import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The requests, as tools/bench/workload.cpp has them. */
record Workload(String operation, int size, String table) {
    private static final int ITEMS_OF_BATCH = 25;
    private static final String SNAPSHOT_TEXT = "job_queue_size=1000\n"
        + "model_snapshot={\"modelCount\"\\: 1, \"marName\"\\: \"densenet161.mar\"}\n"
        + "inference_address=http\\://127.0.0.1\\:8080\n"
        + "load_models=all\n";

    private Map<String, AttributeValue> key(int number) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("p", AttributeValue.fromS(operation.charAt(0) + Integer.toString(size)));
        key.put("s", AttributeValue.fromS(String.format("%02d", number)));
        return key;
    }

    private Map<String, AttributeValue> item(int number, int bytes) {
        Map<String, AttributeValue> item = key(number);
        int used = item.entrySet().stream().mapToInt(e -> e.getKey().length() + e.getValue().s().length()).sum() + 1;
        int wanted = Math.max(1, bytes - used);
        String body = SNAPSHOT_TEXT.repeat(wanted / SNAPSHOT_TEXT.length() + 1).substring(0, wanted);
        item.put("b", AttributeValue.fromS(body));
        return item;
    }

    private List<WriteRequest> batch() {
        return IntStream.range(0, ITEMS_OF_BATCH)
            .mapToObj(n -> item(n, size / ITEMS_OF_BATCH))
            .map(item -> WriteRequest.builder().putRequest(p -> p.item(item)).build())
            .toList();
    }

    /** Sends one request and says how many items came back. */
    IntSupplier sender(DynamoDbClient client) {
        Map<String, AttributeValue> key = key(0);
        switch (operation) {
            case "put": {
                Map<String, AttributeValue> item = item(0, size);
                return () -> {
                    client.putItem(r -> r.tableName(table).item(item));
                    return 0;
                };
            }
            case "get":
                return () -> client.getItem(r -> r.tableName(table).key(key)).hasItem() ? 1 : 0;
            case "query": {
                Map<String, AttributeValue> values = Map.of(":p", key.get("p"));
                return () -> client.query(r -> r.tableName(table)
                    .keyConditionExpression("p = :p").expressionAttributeValues(values)).items().size();
            }
            default: {
                Map<String, List<WriteRequest>> items = Map.of(table, batch());
                return () -> {
                    client.batchWriteItem(r -> r.requestItems(items));
                    return 0;
                };
            }
        }
    }
}
