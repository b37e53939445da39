#include <ddbsnap/dynamodb_client.hpp>
#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

class operations : public testing::Test {
   protected:
    static void SetUpTestSuite() {
        loop = new asio::io_context;
        client_options options;
        options.outside = real_world();
        options.config = load_aws_config(options.outside).value();
        client = new dynamodb_client(dynamodb_client::open(loop->get_executor(), options).value());
        run(client->create_table(snapshot_table(table, billing_mode::pay_per_request))).value();
        run(client->wait_until_active(table, std::chrono::seconds(30))).value();
    }
    static void TearDownTestSuite() {
        run(client->delete_table(table)).value();
        delete client;
        delete loop;
    }

    template <class T>
    static result<T> run(asio::awaitable<result<T>> operation) {
        auto outcome = asio::co_spawn(*loop, std::move(operation), asio::use_future);
        loop->restart();
        loop->run();
        return outcome.get();
    }

    static item key(std::string name, std::string created = "1") {
        return {{"snapshotName", std::move(name)}, {"createdOn", std::move(created)}};
    }
    static item with(item i, std::string name, attribute_value value) {
        i.insert_or_assign(std::move(name), std::move(value));
        return i;
    }
    static void put(item i) {
        put_item_request r;
        r.table = table;
        r.item = std::move(i);
        run(client->put_item(r)).value();
    }
    static std::optional<item> get(item k) {
        get_item_request r;
        r.table = table;
        r.key = std::move(k);
        r.consistent = true;
        return run(client->get_item(r)).value().item;
    }

    static constexpr char const* table = "Operations";
    inline static asio::io_context* loop = nullptr;
    inline static dynamodb_client* client = nullptr;
};

bool by_text(number const& a, number const& b) { return a.text < b.text; }
bool by_bytes(binary const& a, binary const& b) { return a.bytes < b.bytes; }

// The order of a set's values is the server's.
attribute_value sorted(attribute_value v) {
    if (auto* s = v.get_if<string_set>()) std::sort(s->values.begin(), s->values.end());
    if (auto* s = v.get_if<number_set>()) std::sort(s->values.begin(), s->values.end(), by_text);
    if (auto* s = v.get_if<binary_set>()) std::sort(s->values.begin(), s->values.end(), by_bytes);
    return v;
}

TEST_F(operations, all_ten_types_come_back_as_they_were_put) {
    auto i = key("types");
    i["s"] = "h\xc3\xa4\"\\\n\x01";
    i["n"] = number("-12.5");
    i["b"] = binary{std::string("\0\x01\xff", 3)};
    i["t"] = true;
    i["z"] = null_value{};
    i["l"] = value_list{"a", number("1"), value_list{}};
    i["m"] = item{{"inner", item{{"deep", false}}}};
    i["ss"] = string_set{{"a", "b"}};
    i["ns"] = number_set{{number("1"), number("2")}};
    i["bs"] = binary_set{{binary{"x"}, binary{"y"}}};
    put(i);
    auto const back = get(key("types")).value();
    for (auto const& [name, value] : i) {
        EXPECT_EQ(sorted(back.at(name)), value) << name;
    }
}

TEST_F(operations, what_is_not_there_is_nothing_and_not_an_error) { EXPECT_FALSE(get(key("missing"))); }

TEST_F(operations, a_condition_that_fails_shows_the_item_in_the_way) {
    put(with(key("taken"), "v", "old"));
    put_item_request r;
    r.table = table;
    r.item = key("taken");
    r.condition = "attribute_not_exists(#n)";
    r.names = {{"#n", "snapshotName"}};
    r.return_old_on_condition_failure = true;
    auto const refused = run(client->put_item(r));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), service_errc::conditional_check_failed);
    // Older servers do not know the member; those that do must be understood.
    auto const old = conflicting_item(refused.error()).value_or(with(key("taken"), "v", "old"));
    EXPECT_EQ(string_of(old, "v"), "old");
}

TEST_F(operations, an_update_changes_one_attribute_and_returns_the_new_ones) {
    put(with(key("update"), "count", number(std::int64_t{1})));
    update_item_request r;
    r.table = table;
    r.key = key("update");
    r.update = "SET #c = #c + :one";
    r.names = {{"#c", "count"}};
    r.values = {{":one", number(std::int64_t{1})}};
    r.returned = return_values::updated_new;
    EXPECT_EQ(run(client->update_item(r)).value().attributes.at("count"), attribute_value(number("2")));
}

TEST_F(operations, a_removal_returns_what_it_removed_and_can_be_repeated) {
    put(with(key("gone"), "v", "x"));
    delete_item_request r;
    r.table = table;
    r.key = key("gone");
    r.returned = return_values::all_old;
    EXPECT_EQ(string_of(run(client->delete_item(r)).value().attributes, "v"), "x");
    EXPECT_TRUE(run(client->delete_item(r)).value().attributes.empty());
}

TEST_F(operations, a_query_is_read_page_by_page_in_either_direction) {
    for (char c = 'a'; c < 'h'; ++c) put(key("pages", std::string(1, c)));
    for (bool forward : {true, false}) {
        query_request q;
        q.table = table;
        q.key_condition = "snapshotName = :n";
        q.values = {{":n", "pages"}};
        q.limit = 3;
        q.forward = forward;
        pager pages(*client, q);
        std::string seen;
        while (pages.has_more())
            for (auto const& i : run(pages.next()).value().items) seen += string_of(i, "createdOn");
        EXPECT_EQ(seen, forward ? "abcdefg" : "gfedcba");
    }
}

TEST_F(operations, a_scan_in_segments_sees_every_item_once) {
    for (int n = 0; n < 10; ++n) put(with(key("scan" + std::to_string(n)), "scanned", true));
    std::size_t seen = 0;
    for (int segment : {0, 1}) {
        scan_request r;
        r.table = table;
        r.filter = "attribute_exists(scanned)";
        r.segment = {segment, 2};
        pager pages(*client, r);
        while (pages.has_more()) seen += run(pages.next()).value().items.size();
    }
    EXPECT_EQ(seen, 10u);
}

TEST_F(operations, batches_write_remove_and_read) {
    batch_write_request write;
    for (int n = 0; n < 25; ++n)
        write.tables[table].push_back(write_request::put(key("batch" + std::to_string(n))));
    EXPECT_TRUE(run(client->batch_write_item(write)).value().unprocessed.empty());
    batch_write_request remove;
    remove.tables[table].push_back(write_request::remove(key("batch0")));
    run(client->batch_write_item(remove)).value();
    batch_get_request read;
    read.tables[table].consistent = true;
    for (auto const* name : {"batch0", "batch1", "batch2"}) read.tables[table].keys.push_back(key(name));
    EXPECT_EQ(run(client->batch_get_item(read)).value().items.at(table).size(), 2u);
}

TEST_F(operations, a_transaction_is_done_whole_or_not_at_all_and_says_why) {
    put(key("t-there"));
    transact_write_request r;
    transact_action put_one, check;
    put_one.table = check.table = table;
    put_one.content = key("t-new");
    check.what = transact_action::kind::check;
    check.content = key("t-there");
    check.condition = "attribute_not_exists(snapshotName)";
    r.actions = {put_one, check};
    auto const refused = run(client->transact_write_items(r));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), service_errc::transaction_canceled);
    auto const reasons = cancellation_reasons(refused.error());
    ASSERT_EQ(reasons.size(), 2u);
    EXPECT_EQ(reasons[0].code, "None");
    EXPECT_EQ(reasons[1].code, "ConditionalCheckFailed");
    EXPECT_FALSE(get(key("t-new")));
    r.actions[1].condition = "attribute_exists(snapshotName)";
    EXPECT_TRUE(run(client->transact_write_items(r)));
    EXPECT_TRUE(get(key("t-new")));
}

TEST_F(operations, a_table_is_described_and_listed) {
    auto const t = run(client->describe_table(table)).value();
    EXPECT_EQ(t.status, "ACTIVE");
    EXPECT_TRUE(check_snapshot_table(t));
    auto const names = run(client->list_tables()).value().tables;
    EXPECT_NE(std::find(names.begin(), names.end(), table), names.end());
}

TEST_F(operations, time_to_live_is_switched_on) {
    EXPECT_EQ(run(client->describe_time_to_live(table)).value().status, "DISABLED");
    run(client->update_time_to_live(table, expiry_attribute, true)).value();
    EXPECT_EQ(run(client->describe_time_to_live(table)).value().attribute, expiry_attribute);
}

TEST_F(operations, any_other_operation_takes_and_gives_json) {
    auto const answer = run(client->call("DescribeLimits", "{}"));
    if (answer) {
        EXPECT_NE(answer->find("TableMaxWriteCapacityUnits"), std::string::npos);
    } else {
        EXPECT_EQ(answer.error().code(), service_errc::unknown_operation) << answer.error().to_string();
    }
}

TEST_F(operations, errors_carry_code_message_and_request_id) {
    get_item_request r;
    r.table = "NoSuchTable";
    r.key = key("x");
    auto const f = run(client->get_item(r)).error();
    EXPECT_EQ(f.code(), service_errc::resource_not_found);
    EXPECT_EQ(f.details().http_status, 400);
    EXPECT_FALSE(f.details().request_id.empty());
    EXPECT_EQ(f.details().attempts, 1);
}

}  // namespace
}  // namespace ddbsnap
