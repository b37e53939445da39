"""The cases of `ddbsnap-bench client` with boto3: same arguments, same JSON; one thread for each request in flight."""

import argparse
import json
import math
import os
import resource
import sys
import threading
import time

import boto3
from botocore.config import Config

SNAPSHOT_TEXT = (
    "job_queue_size=1000\n"
    'model_snapshot={"modelCount"\\: 1, "marName"\\: "densenet161.mar"}\n'
    "inference_address=http\\://127.0.0.1\\:8080\n"
    "load_models=all\n"
)
ITEMS_OF_BATCH = 25


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--operation", choices=["put", "get", "query", "batch"], default="put")
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--requests", type=int, default=10000)
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--warm-up", type=int)
    parser.add_argument("--table", default="ddbsnap-bench")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.warm_up is None:
        given.warm_up = given.concurrency + min(given.requests // 4, 200)
    return given


def key_of(case, number):
    return {"p": {"S": f"{case.operation[0]}{case.size}"}, "s": {"S": f"{number:02}"}}


def item_of(case, number, size):
    key = key_of(case, number)
    wanted = max(1, size - 1 - sum(len(name) + len(value["S"]) for name, value in key.items()))
    body = (SNAPSHOT_TEXT * (wanted // len(SNAPSHOT_TEXT) + 1))[:wanted]
    return {**key, "b": {"S": body}}


def sender(client, case):
    """A function that sends one request and says how many items came back."""
    if case.operation == "put":
        item = item_of(case, 0, case.size)
        return lambda: len(client.put_item(TableName=case.table, Item=item)) * 0
    if case.operation == "get":
        key = key_of(case, 0)
        return lambda: int("Item" in client.get_item(TableName=case.table, Key=key))
    if case.operation == "query":
        values = {":p": key_of(case, 0)["p"]}
        asked = {"TableName": case.table, "KeyConditionExpression": "p = :p", "ExpressionAttributeValues": values}
        return lambda: len(client.query(**asked)["Items"])
    items = [item_of(case, n, case.size // ITEMS_OF_BATCH) for n in range(ITEMS_OF_BATCH)]
    batch = {case.table: [{"PutRequest": {"Item": item}} for item in items]}
    return lambda: len(client.batch_write_item(RequestItems=batch)) * 0


class Round:
    def __init__(self, requests):
        self.left = requests
        self.latencies, self.errors, self.items = [], [], 0
        self.lock = threading.Lock()

    def take(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def work(self, send):
        while self.take():
            begun = time.perf_counter()
            try:
                items = send()
            except Exception as why:  # whatever it is, it is counted and told
                self.errors.append(f"{type(why).__name__}: {why}")
                continue
            self.latencies.append(time.perf_counter() - begun)
            with self.lock:
                self.items += items

    def run(self, send, concurrency):
        threads = [threading.Thread(target=self.work, args=(send,)) for _ in range(concurrency)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_memory_kb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main():
    case = parse_arguments()
    config = Config(max_pool_connections=max(10, case.concurrency))
    region = os.environ.get("AWS_REGION")
    client = boto3.client("dynamodb", region_name=region, endpoint_url=case.endpoint, config=config)
    send = sender(client, case)
    Round(case.warm_up).run(send, case.concurrency)
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")
    measured, cpu, begun = Round(case.requests), cpu_seconds(), time.perf_counter()
    measured.run(send, case.concurrency)
    took, cpu = time.perf_counter() - begun, cpu_seconds() - cpu
    latencies, done = sorted(measured.latencies), len(measured.latencies) + len(measured.errors)

    def percentile(part):
        return latencies[max(1, math.ceil(part * len(latencies))) - 1] * 1e6 if latencies else 0

    told = {
        "client": "boto3",
        "operation": case.operation,
        "size": case.size,
        "concurrency": case.concurrency,
        "requests": done,
        "requestsPerSecond": len(latencies) / took,
        "cpuMicrosPerRequest": cpu * 1e6 / done,
        "p50Micros": percentile(0.5),
        "p99Micros": percentile(0.99),
        "p999Micros": percentile(0.999),
        "maxResidentKb": peak_memory_kb(),
        "allocationsPerRequest": None,
        "itemsPerReply": measured.items / done,
        "errors": len(measured.errors),
    }
    print(json.dumps(told))
    if measured.errors:
        print(f"peer: {len(measured.errors)} of {done} failed; the first: {measured.errors[0]}", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
