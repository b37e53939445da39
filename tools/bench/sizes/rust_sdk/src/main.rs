// Reads one item with the credentials and the region of the default chains: the least that such a program does.
use aws_sdk_dynamodb::types::AttributeValue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), aws_sdk_dynamodb::Error> {
    let client = aws_sdk_dynamodb::Client::new(&aws_config::load_from_env().await);
    let key = |text: &str| AttributeValue::S(text.to_string());
    let found = client
        .get_item()
        .table_name("Snapshots2")
        .key("snapshotName", key("#head"))
        .key("createdOn", key("0"))
        .send()
        .await?;
    println!("{:?}", found.item);
    Ok(())
}
