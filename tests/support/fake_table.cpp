#include "support/fake_table.hpp"

#include "dynamodb/response_codec.hpp"
#include "dynamodb/value_codec.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ddbsnap::test {
namespace {

using namespace ddbsnap::dynamodb;

fake_table::key key_of(item const& i) {
    return {std::string(string_of(i, "snapshotName")), std::string(string_of(i, "createdOn"))};
}

std::string document(item const& i) {
    std::string text;
    aws::json_writer out(text);
    write_item(out, i);
    return text;
}

std::string documents(std::vector<item> const& items) {
    std::string text;
    for (auto const& i : items) text += (text.empty() ? "" : ",") + document(i);
    return text;
}

std::string capacity(std::size_t units) {
    return fmt::format(R"("ConsumedCapacity":{{"TableName":"T","CapacityUnits":{}}})", units);
}

std::int64_t number_in(item const& i, std::string_view name) {
    auto const found = i.find(name);
    auto const* n = found == i.end() ? nullptr : found->second.get_if<number>();
    return n ? std::stoll(n->text) : -1;
}

}  // namespace

struct fake_table::request {
    explicit request(received_request const& r) {
        auto const target = r.header("X-Amz-Target").value_or("");
        operation = target.substr(target.find('.') + 1);
        std::string text = r.body;
        json_reader in(text);
        read_members(in, [&](std::string const& name) { read(in, name); });
        EXPECT_TRUE(in.finish()) << operation;
    }

    void read(json_reader& in, std::string const& name) {
        if (name == "Item")
            content = read_item(in);
        else if (name == "Key")
            content = read_item(in);
        else if (name == "ExclusiveStartKey")
            start = read_item(in);
        else if (name == "ExpressionAttributeValues")
            values = read_item(in);
        else if (name == "IndexName")
            index = in.string();
        else if (name == "Limit")
            limit = static_cast<std::size_t>(in.integer());
        else if (name == "RequestItems")
            read_members(in, [&](std::string const&) { read_batch(in); });
        else
            in.skip();
    }

    void read_batch(json_reader& in) {
        if (operation == "BatchWriteItem")
            return read_elements(in, [&] {
                read_members(in, [&](std::string const& kind) {
                    auto& into = kind == "PutRequest" ? puts : removals;
                    read_members(in, [&](std::string const&) { into.push_back(read_item(in)); });
                });
            });
        read_members(in, [&](std::string const& name) {
            if (name == "Keys")
                read_elements(in, [&] { keys.push_back(read_item(in)); });
            else
                in.skip();
        });
    }

    std::string operation, index;
    item content, start, values;
    std::vector<item> puts, removals, keys;
    std::size_t limit = 1000;
};

behaviour fake_table::serve() {
    behaviour what;
    what.on_request = [this] {
        reaction r;
        r.answer = [this](received_request const& received) { return answer(received); };
        return r;
    };
    return what;
}

std::size_t fake_table::count(std::string_view operation) const {
    return static_cast<std::size_t>(std::count(operations_.begin(), operations_.end(), operation));
}

std::vector<std::string> fake_table::names_with(std::string_view text) const {
    std::vector<std::string> names;
    for (auto const& [k, ignored] : items)
        if (k.first.find(text) != std::string::npos) names.push_back(k.first);
    return names;
}

std::string fake_table::answer(received_request const& received) {
    request const r(received);
    auto const what = decide ? decide(operations_.size()) : fate::served;
    operations_.push_back(r.operation);
    if (what == fate::refused) return dynamodb_answer(400, R"({"__type":"a#AccessDeniedException"})");
    auto const done = carry_out(r);
    if (what == fate::lost) return dynamodb_answer(500, R"({"__type":"a#InternalServerError"})");
    return dynamodb_answer(done.status, done.document);
}

fake_table::outcome fake_table::carry_out(request const& r) {
    if (r.operation == "PutItem") return put(r);
    if (r.operation == "GetItem") return get(r);
    if (r.operation == "UpdateItem") return move_head(r);
    if (r.operation == "BatchWriteItem") return write_batch(r);
    if (r.operation == "BatchGetItem") return get_batch(r);
    if (r.operation == "Query" || r.operation == "Scan") return select(r);
    ADD_FAILURE() << "the fake table knows no " << r.operation;
    return {400, R"({"__type":"a#UnknownOperationException"})"};
}

fake_table::outcome fake_table::put(request const& r) {
    EXPECT_LE(size_of(r.content), max_item_size);
    items[key_of(r.content)] = r.content;
    return {200, fmt::format("{{{}}}", capacity(1))};
}

fake_table::outcome fake_table::get(request const& r) const {
    auto const found = items.find(key_of(r.content));
    if (found == items.end()) return {200, "{}"};
    return {200, fmt::format(R"({{"Item":{}}})", document(found->second))};
}

fake_table::outcome fake_table::move_head(request const& r) {
    auto& head = items[key_of(r.content)];
    auto const& to = r.values.find(":t")->second;
    if (number_in(head, "targetCreated") >= number_in(r.values, ":t"))
        return {400, fmt::format(R"({{"__type":"a#ConditionalCheckFailedException"{}}})",
                                 tells_conflicting_item ? R"(,"Item":)" + document(head) : "")};
    head = r.content;
    head.emplace("targetName", r.values.find(":n")->second);
    head.emplace("targetCreatedOn", r.values.find(":c")->second);
    head.emplace("targetCreated", to);
    return {200, fmt::format("{{{}}}", capacity(1))};
}

fake_table::outcome fake_table::write_batch(request const& r) {
    EXPECT_LE(r.puts.size() + r.removals.size(), 25u);
    std::string left;
    std::map<key, int> keys;
    for (auto const& i : r.puts) {
        EXPECT_EQ(keys[key_of(i)]++, 0) << "a key twice in one request";
        if (std::count(unprocessed.begin(), unprocessed.end(), string_of(i, "snapshotName")) != 0)
            left += fmt::format(R"({}{{"PutRequest":{{"Item":{}}}}})", left.empty() ? "" : ",", document(i));
        else
            items[key_of(i)] = i;
    }
    for (auto const& k : r.removals) items.erase(key_of(k));
    auto const units = capacity(r.puts.size());
    return {200,
            fmt::format(R"({{"UnprocessedItems":{{{}}},"ConsumedCapacity":[{}]}})",
                        left.empty() ? "" : fmt::format(R"("T":[{}])", left), units.substr(units.find('{')))};
}

fake_table::outcome fake_table::get_batch(request const& r) const {
    std::vector<item> found;
    for (auto const& k : r.keys)
        if (auto const at = items.find(key_of(k)); at != items.end()) found.push_back(at->second);
    return {200, fmt::format(R"({{"Responses":{{"T":[{}]}}}})", documents(found))};
}

bool fake_table::is_selected(request const& r, item const& i) const {
    if (!r.index.empty())
        return string_of(i, "createdOnMonth") == string_of(r.values, ":m") &&
               string_of(i, "snapshotName") != not_yet_in_index;
    if (r.operation == "Query") return string_of(i, "snapshotName") == string_of(r.values, ":n");
    return string_of(i, "snapshotName").find(string_of(r.values, ":mark")) != std::string_view::npos &&
           !i.contains("createdOnMonth") && string_of(i, "series") == string_of(r.values, ":s");
}

fake_table::outcome fake_table::select(request const& r) const {
    std::vector<item> found;
    for (auto const& [ignored, i] : items)
        if (is_selected(r, i)) found.push_back(i);
    std::sort(found.begin(), found.end(), [](item const& a, item const& b) {
        return string_of(a, "createdOn") > string_of(b, "createdOn");
    });
    if (!r.start.empty())
        std::erase_if(found, [&](item const& i) {
            return string_of(i, "createdOn") >= string_of(r.start, "createdOn");
        });
    std::string more;
    if (found.size() > r.limit) {
        found.resize(r.limit);
        auto const [name, created] = key_of(found.back());
        more = fmt::format(R"(,"LastEvaluatedKey":{})",
                           document({{"snapshotName", name}, {"createdOn", created}}));
    }
    return {200, fmt::format(R"({{"Count":{},"ScannedCount":{},"Items":[{}]{}}})", found.size(), found.size(),
                             documents(found), more)};
}

}  // namespace ddbsnap::test
