#include <algorithm>
#include <atomic>
#include <aws/core/Aws.h>
#include <aws/dynamodb/DynamoDBClient.h>
#include <aws/dynamodb/model/BatchWriteItemRequest.h>
#include <aws/dynamodb/model/GetItemRequest.h>
#include <aws/dynamodb/model/PutItemRequest.h>
#include <aws/dynamodb/model/QueryRequest.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

// The cases of `ddbsnap-bench client` with the AWS SDK for C++: same arguments, same JSON; one thread for
// each request in flight. The requests are as tools/bench/workload.cpp has them.

namespace {

namespace model = Aws::DynamoDB::Model;
using attributes = Aws::Map<Aws::String, model::AttributeValue>;

constexpr std::size_t items_of_batch = 25;
constexpr char const* snapshot_text =
    "job_queue_size=1000\n"
    "model_snapshot={\"modelCount\"\\: 1, \"marName\"\\: \"densenet161.mar\"}\n"
    "inference_address=http\\://127.0.0.1\\:8080\n"
    "load_models=all\n";

struct bench_case {
    std::string endpoint, operation = "put", table = "ddbsnap-bench";
    std::size_t size = 1024, requests = 10'000, concurrency = 1, warm_up = 0;
};

std::string variable(char const* name) {
    char const* value = std::getenv(name);
    return value ? value : "";
}

attributes key_of(bench_case const& c, std::size_t number) {
    auto const digits = std::to_string(number);
    attributes key;
    key["p"].SetS(c.operation.substr(0, 1) + std::to_string(c.size));
    key["s"].SetS(digits.size() < 2 ? "0" + digits : digits);
    return key;
}

attributes item_of(bench_case const& c, std::size_t number, std::size_t size) {
    auto made = key_of(c, number);
    auto const used = 3 + made["p"].GetS().size() + made["s"].GetS().size();
    std::size_t const wanted = size > used ? size - used : 1;
    std::string body;
    while (body.size() < wanted) body += snapshot_text;
    made["b"].SetS(body.substr(0, wanted));
    return made;
}

struct outcome {
    std::size_t items = 0;
    std::string error;  // empty: it worked
};

template <class Answer>
outcome judged(Answer const& answer, std::size_t items) {
    return answer.IsSuccess() ? outcome{items, {}} : outcome{0, answer.GetError().GetMessage()};
}

using sender = std::function<outcome()>;

// Each call copies its request's data into the request, as ddbsnap's own measurement does.
sender make_sender(Aws::DynamoDB::DynamoDBClient const& client, bench_case const& c) {
    if (c.operation == "put")
        return [&, item = item_of(c, 0, c.size)] {
            return judged(client.PutItem(model::PutItemRequest().WithTableName(c.table).WithItem(item)), 0);
        };
    if (c.operation == "get")
        return [&, key = key_of(c, 0)] {
            auto const answer = client.GetItem(model::GetItemRequest().WithTableName(c.table).WithKey(key));
            return judged(answer, answer.IsSuccess() && !answer.GetResult().GetItem().empty() ? 1 : 0);
        };
    if (c.operation == "query")
        return [&, partition = key_of(c, 0)["p"]] {
            auto const answer = client.Query(model::QueryRequest()
                                                 .WithTableName(c.table)
                                                 .WithKeyConditionExpression("p = :p")
                                                 .AddExpressionAttributeValues(":p", partition));
            return judged(answer, answer.IsSuccess() ? answer.GetResult().GetItems().size() : 0);
        };
    Aws::Vector<model::WriteRequest> batch;
    for (std::size_t i = 0; i < items_of_batch; ++i)
        batch.push_back(model::WriteRequest().WithPutRequest(
            model::PutRequest().WithItem(item_of(c, i, c.size / items_of_batch))));
    return [&, batch] {
        return judged(client.BatchWriteItem(model::BatchWriteItemRequest().AddRequestItems(c.table, batch)),
                      0);
    };
}

struct counts {
    std::vector<double> micros;
    std::size_t items = 0, errors = 0;
    std::string first_error;
};

counts run_round(sender const& send, std::size_t requests, std::size_t concurrency) {
    std::atomic<std::size_t> begun{0};
    std::vector<counts> each(concurrency);
    std::vector<std::thread> threads;
    for (auto& own : each)
        threads.emplace_back([&] {
            while (begun++ < requests) {
                auto const start = std::chrono::steady_clock::now();
                auto const answer = send();
                std::chrono::duration<double, std::micro> const took =
                    std::chrono::steady_clock::now() - start;
                if (!answer.error.empty() && own.errors++ == 0) own.first_error = answer.error;
                if (!answer.error.empty()) continue;
                own.micros.push_back(took.count());
                own.items += answer.items;
            }
        });
    for (auto& thread : threads) thread.join();
    counts all;
    for (auto& own : each) {
        all.micros.insert(all.micros.end(), own.micros.begin(), own.micros.end());
        all.items += own.items;
        all.errors += own.errors;
        if (all.first_error.empty()) all.first_error = own.first_error;
    }
    std::sort(all.micros.begin(), all.micros.end());
    return all;
}

double cpu_micros() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const of = [](timeval t) {
        return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

long peak_memory_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0) return std::stol(line.substr(6));
    return 0;
}

double percentile(std::vector<double> const& sorted, double part) {
    if (sorted.empty()) return 0;
    auto const rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(1, rank) - 1];
}

int measure(bench_case const& c) {
    Aws::DynamoDB::DynamoDBClientConfiguration settings;
    settings.region = variable("AWS_REGION");
    settings.endpointOverride = c.endpoint;
    settings.caFile = variable("AWS_CA_BUNDLE");
    settings.maxConnections = static_cast<unsigned>(std::max<std::size_t>(25, c.concurrency));
    settings.enableEndpointDiscovery = false;
    Aws::DynamoDB::DynamoDBClient const client(settings);  // keys from the environment
    auto const send = make_sender(client, c);
    run_round(send, c.warm_up, c.concurrency);

    std::ofstream("/proc/self/clear_refs") << "5\n";
    auto const cpu = cpu_micros();
    auto const start = std::chrono::steady_clock::now();
    auto const all = run_round(send, c.requests, c.concurrency);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    auto const done = static_cast<double>(all.micros.size() + all.errors);
    std::printf(
        "{\"client\":\"cpp\",\"operation\":\"%s\",\"size\":%zu,\"concurrency\":%zu,\"requests\":%.0f,"
        "\"requestsPerSecond\":%.2f,\"cpuMicrosPerRequest\":%.2f,\"p50Micros\":%.2f,\"p99Micros\":%.2f,"
        "\"p999Micros\":%.2f,\"maxResidentKb\":%ld,\"allocationsPerRequest\":null,\"itemsPerReply\":%.2f,"
        "\"errors\":%zu}\n",
        c.operation.c_str(), c.size, c.concurrency, done,
        static_cast<double>(all.micros.size()) / took.count(), (cpu_micros() - cpu) / done,
        percentile(all.micros, 0.5), percentile(all.micros, 0.99), percentile(all.micros, 0.999),
        peak_memory_kb(), static_cast<double>(all.items) / done, all.errors);
    if (all.errors == 0) return 0;
    std::fprintf(stderr, "peer: %zu of %.0f requests failed; the first: %s\n", all.errors, done,
                 all.first_error.c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::map<std::string, std::string> given;
    for (int i = 1; i < argc; ++i)
        if (std::string const name = argv[i]; name != "--json" && i + 1 < argc) given[name] = argv[++i];
    bench_case c;
    auto const number = [&](char const* name, std::size_t& to) {
        if (given.count(name)) to = std::stoul(given[name]);
    };
    c.endpoint = given["--endpoint"];
    if (given.count("--operation")) c.operation = given["--operation"];
    if (given.count("--table")) c.table = given["--table"];
    number("--size", c.size);
    number("--requests", c.requests);
    number("--concurrency", c.concurrency);
    c.warm_up = c.concurrency + std::min<std::size_t>(c.requests / 4, 200);
    number("--warm-up", c.warm_up);
    Aws::SDKOptions options;
    Aws::InitAPI(options);
    int const code = measure(c);
    Aws::ShutdownAPI(options);
    return code;
}
