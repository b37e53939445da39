import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** An item of the table, as TorchServe's DDBEndPoint plugin has it. */
@DynamoDbBean
public class OriginalItem {
    static final String INDEX = "createdOnMonth-index";

    private String snapshotName;
    private String createdOn;
    private String createdOnMonth;
    private String snapshot;

    @DynamoDbPartitionKey
    public String getSnapshotName() {
        return snapshotName;
    }

    public void setSnapshotName(String snapshotName) {
        this.snapshotName = snapshotName;
    }

    @DynamoDbSortKey
    @DynamoDbSecondarySortKey(indexNames = INDEX)
    public String getCreatedOn() {
        return createdOn;
    }

    public void setCreatedOn(String createdOn) {
        this.createdOn = createdOn;
    }

    @DynamoDbSecondaryPartitionKey(indexNames = INDEX)
    public String getCreatedOnMonth() {
        return createdOnMonth;
    }

    public void setCreatedOnMonth(String createdOnMonth) {
        this.createdOnMonth = createdOnMonth;
    }

    public String getSnapshot() {
        return snapshot;
    }

    public void setSnapshot(String snapshot) {
        this.snapshot = snapshot;
    }
}
