#include "bench/workload.hpp"

#include <fmt/format.h>

namespace ddbsnap::bench {
namespace {

// A part of a snapshot as TorchServe writes it.
constexpr std::string_view snapshot_text =
    "job_queue_size=1000\n"
    "model_snapshot={\"modelCount\"\\: 1, \"marName\"\\: \"densenet161.mar\"}\n"
    "inference_address=http\\://127.0.0.1\\:8080\n"
    "load_models=all\n";

std::string body_of(std::size_t size) {
    std::string text;
    text.reserve(size + snapshot_text.size());
    while (text.size() < size) text += snapshot_text;
    text.resize(size);
    return text;
}

item key_of(operation what, std::size_t size, std::size_t number) {
    // Sizes do not share a partition: a Query's page is one partition.
    return {{"p", fmt::format("{}{}", to_string(what)[0], size)}, {"s", fmt::format("{:02}", number)}};
}

item item_of(operation what, std::size_t whole_size, std::size_t number, std::size_t size) {
    auto made = key_of(what, whole_size, number);
    auto const used = size_of(made) + 1;  // with the name of the body's attribute
    made["b"] = body_of(size > used ? size - used : 1);
    return made;
}

std::vector<item> items_of(bench_case const& c, std::size_t count) {
    std::vector<item> items;
    for (std::size_t i = 0; i < count; ++i) items.push_back(item_of(c.what, c.size, i, c.size / count));
    return items;
}

}  // namespace

create_table_request table_for(bench_case const& c) {
    create_table_request r;
    r.table = c.table;
    r.attributes = {{"p", scalar_type::string}, {"s", scalar_type::string}};
    r.keys = {{"p", key_type::hash}, {"s", key_type::range}};
    r.billing = billing_mode::pay_per_request;
    return r;
}

put_item_request put_request(bench_case const& c) {
    put_item_request r;
    r.table = c.table;
    r.item = item_of(c.what, c.size, 0, c.size);
    return r;
}

get_item_request get_request(bench_case const& c) {
    get_item_request r;
    r.table = c.table;
    r.key = key_of(c.what, c.size, 0);
    return r;
}

query_request query_request_for(bench_case const& c) {
    query_request r;
    r.table = c.table;
    r.key_condition = "p = :p";
    r.values = {{":p", std::string(string_of(key_of(c.what, c.size, 0), "p"))}};
    return r;
}

batch_write_request batch_request(bench_case const& c) {
    batch_write_request r;
    for (auto& made : items_of(c, items_of_batch))
        r.tables[c.table].push_back(write_request::put(std::move(made)));
    return r;
}

std::vector<item> items_to_read(bench_case const& c) {
    if (c.what == operation::get) return items_of(c, 1);
    if (c.what == operation::query) return items_of(c, items_of_query);
    return {};
}

}  // namespace ddbsnap::bench
