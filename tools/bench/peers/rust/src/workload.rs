//! The requests, as tools/bench/workload.cpp has them.

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::error::DisplayErrorContext;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use aws_sdk_dynamodb::{Client, Config};
use std::collections::HashMap;

type Item = HashMap<String, AttributeValue>;

const SNAPSHOT_TEXT: &str = "job_queue_size=1000\n\
    model_snapshot={\"modelCount\"\\: 1, \"marName\"\\: \"densenet161.mar\"}\n\
    inference_address=http\\://127.0.0.1\\:8080\n\
    load_models=all\n";
const ITEMS_OF_BATCH: usize = 25;

pub struct Case {
    pub endpoint: String,
    pub operation: String,
    pub size: usize,
    pub requests: usize,
    pub concurrency: usize,
    pub warm_up: usize,
    pub table: String,
}

impl Case {
    pub fn from_arguments(mut given: impl Iterator<Item = String>) -> Result<Case, String> {
        let mut values = HashMap::new();
        while let Some(name) = given.next() {
            if name != "--json" {
                let value = given.next().ok_or(format!("{name} needs a value"))?;
                values.insert(name, value);
            }
        }
        let number = |name: &str, otherwise: usize| match values.get(name) {
            Some(text) => text.parse().map_err(|_| format!("{name}: '{text}' is not a number")),
            None => Ok(otherwise),
        };
        let text = |name: &str, otherwise: &str| values.get(name).cloned().unwrap_or(otherwise.to_string());
        let (requests, concurrency) = (number("--requests", 10_000)?, number("--concurrency", 1)?);
        Ok(Case {
            endpoint: values.get("--endpoint").cloned().ok_or("--endpoint is required")?,
            operation: text("--operation", "put"),
            size: number("--size", 1024)?,
            requests,
            concurrency,
            warm_up: number("--warm-up", concurrency + (requests / 4).min(200))?,
            table: text("--table", "ddbsnap-bench"),
        })
    }
}

fn key_of(case: &Case, number: usize) -> [(String, String); 2] {
    let partition = format!("{}{}", &case.operation[..1], case.size);
    [("p".into(), partition), ("s".into(), format!("{number:02}"))]
}

fn item_of(case: &Case, number: usize, size: usize) -> Item {
    let key = key_of(case, number);
    let used: usize = key.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() + 1;
    let wanted = size.saturating_sub(used).max(1);
    let mut body = SNAPSHOT_TEXT.repeat(wanted / SNAPSHOT_TEXT.len() + 1);
    body.truncate(wanted);
    let mut item: Item = key.into_iter().map(|(name, value)| (name, AttributeValue::S(value))).collect();
    item.insert("b".into(), AttributeValue::S(body));
    item
}

pub struct Work {
    client: Client,
    operation: String,
    table: String,
    item: Item,
    key: Item,
    partition: AttributeValue,
    batch: Vec<WriteRequest>,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} must be set"))
}

impl Work {
    pub fn new(case: &Case) -> Work {
        let keys = Credentials::new(
            variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"), None, None, "environment");
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(variable("AWS_REGION")))
            .endpoint_url(&case.endpoint)
            .credentials_provider(keys)
            .build();
        let key = key_of(case, 0);
        let put = |item| PutRequest::builder().set_item(Some(item)).build().expect("it has an item");
        Work {
            client: Client::from_conf(config),
            operation: case.operation.clone(),
            table: case.table.clone(),
            item: item_of(case, 0, case.size),
            partition: AttributeValue::S(key[0].1.clone()),
            key: key.into_iter().map(|(name, value)| (name, AttributeValue::S(value))).collect(),
            batch: (0..ITEMS_OF_BATCH)
                .map(|n| item_of(case, n, case.size / ITEMS_OF_BATCH))
                .map(|item| WriteRequest::builder().put_request(put(item)).build())
                .collect(),
        }
    }

    /// One request; how many items came back.
    pub async fn send(&self) -> Result<usize, String> {
        let told = |e: &dyn std::fmt::Display| e.to_string();
        match self.operation.as_str() {
            "put" => {
                let call = self.client.put_item().table_name(&self.table).set_item(Some(self.item.clone()));
                call.send().await.map(|_| 0).map_err(|e| told(&DisplayErrorContext(&e)))
            }
            "get" => {
                let call = self.client.get_item().table_name(&self.table).set_key(Some(self.key.clone()));
                let answer = call.send().await.map_err(|e| told(&DisplayErrorContext(&e)))?;
                Ok(usize::from(answer.item.is_some()))
            }
            "query" => {
                let call = self.client.query().table_name(&self.table).key_condition_expression("p = :p");
                let call = call.expression_attribute_values(":p", self.partition.clone());
                let answer = call.send().await.map_err(|e| told(&DisplayErrorContext(&e)))?;
                Ok(answer.items().len())
            }
            _ => {
                let call = self.client.batch_write_item().request_items(&self.table, self.batch.clone());
                call.send().await.map(|_| 0).map_err(|e| told(&DisplayErrorContext(&e)))
            }
        }
    }
}
