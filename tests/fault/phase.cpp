#include "fault/phase.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>

namespace asio = boost::asio;

namespace ddbsnap::test {
namespace {

using namespace std::chrono_literals;

constexpr int for_ever = 1'000'000;

int most_attempts(fault const& f, circumstances const& in) {
    // Each attempt that hangs costs real time.
    return f.hangs && !in.once ? 1 : 3;
}

}  // namespace

client_options options_for(std::string url) {
    credentials keys;
    keys.access_key_id = "AKIDEXAMPLE";
    keys.secret_access_key = secret_string("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    keys.source = "the test";
    client_options options;
    options.outside = real_world();
    options.outside.random = [] { return 0.0; };
    options.config.region = {"eu-west-1", "test"};
    options.config.endpoint_url = {std::move(url), "test"};
    options.credentials = static_credentials(keys);
    return options;
}

phase::phase(asio::io_context& io, operation const& op, fault const& met, circumstances in)
    : io_(io), op_(op), fault_(met), in_(std::move(in)), server_(io, way_of_answering(), in_.tls) {
    if (met.padding != 0) server_.take_small_bites();
    client_.emplace(dynamodb_client::open(io.get_executor(), options()).value());
}

client_options phase::options() const {
    auto options = options_for(server_.url());
    options.config.ca_bundle = {in_.ca_bundle, in_.ca_bundle.empty() ? "" : "test"};
    options.max_attempts = most_attempts(fault_, in_);
    options.accept_gzip = fault_.asks_for_gzip;
    if (fault_.hangs) {
        options.attempt_timeout = 400ms;
        options.slowest_upload = 0;
    }
    return options;
}

behaviour phase::way_of_answering() {
    behaviour b;
    b.on_connection = [this](int) -> std::optional<reaction> {
        if (!fault_.what.at_connection || left_ == 0) return std::nullopt;
        --left_;
        return fault_.what;
    };
    b.on_request = [this]() -> reaction {
        if (left_ == 0 || fault_.what.at_connection) return {.answer = good_answer};
        --left_;
        return fault_.what;
    };
    return b;
}

asio::awaitable<result<std::size_t>> phase::run() {
    if (in_.warm) co_await expect_good("before");
    co_await meet();
    co_await expect_good("after");
    EXPECT_LE(server_.open_connections(), 1) << "connections are left open" << text();
    co_return server_.requests().size();
}

asio::awaitable<void> phase::meet() {
    auto const table = next_table(fault_.padding);
    left_ = in_.once ? 1 : for_ever;
    auto running = op_.run(*client_, table);
    auto const got = co_await std::move(running);
    left_ = 0;
    judge(got, table_in(table));
}

asio::awaitable<void> phase::expect_good(std::string when) {
    auto const table = next_table();
    auto running = op_.run(*client_, table);
    auto const got = co_await std::move(running);
    EXPECT_TRUE(got) << "the call " << when << ": " << (got ? "" : got.error().to_string()) << text();
    if (got) {
        EXPECT_EQ(*got, table) << "the call " << when << " got the answer to another" << text();
    }
    EXPECT_EQ(seen(table), 1) << "the call " << when << text();
}

void phase::judge(result<std::string> const& got, std::string const& table) {
    using enum fault::outcome;
    int const requests = seen(table);
    bool const is_mended = in_.once && fault_.retried == fault::again::always;
    bool const may_be_mended = in_.once && fault_.retried == fault::again::either;
    if (fault_.result != either && !may_be_mended) {
        EXPECT_EQ(got.has_value(), fault_.result == harmless || is_mended)
            << (got ? "" : got.error().to_string()) << text();
    }
    if (!got) return judge_failure(got.error(), requests);
    EXPECT_EQ(*got, table) << "the answer to another request" << text();
    if (fault_.result == harmless) {
        EXPECT_EQ(requests, 1) << text();
    }
    if (is_mended) {
        EXPECT_EQ(requests, fault_.arrives ? 2 : 1) << text();
    }
}

void phase::judge_failure(failure const& f, int requests) {
    using enum fault::again;
    auto const why = "\n  " + f.to_string() + text();
    EXPECT_THAT(fault_.codes, testing::Contains(f.code())) << f.code().message() << why;
    EXPECT_FALSE(f.message().empty());
    int const attempts = f.details().attempts;
    if (fault_.retried == never) {
        EXPECT_EQ(attempts, 1) << why;
    }
    if (fault_.arrives && fault_.retried == always) {
        // On top of them comes one for a kept connection that ended without an answer.
        EXPECT_GE(attempts, most_attempts(fault_, in_)) << why;
        EXPECT_LE(attempts, most_attempts(fault_, in_) + 1) << why;
    }
    if (fault_.arrives) {
        EXPECT_EQ(requests, attempts) << "requests the server saw, and attempts" << why;
    }
    EXPECT_LE(requests, attempts) << "the server saw more requests than attempts were made" << why;
    bool const may_have_been_applied = f.details().may_have_been_applied;
    if (!op_.writes || fault_.write == fault::fate::refused) {
        EXPECT_FALSE(may_have_been_applied) << why;
    }
    if (op_.writes && fault_.write == fault::fate::unknown && requests != 0) {
        EXPECT_TRUE(may_have_been_applied) << "nobody knows what became of the write" << why;
    }
}

int phase::seen(std::string const& table) const {
    auto const& all = server_.requests();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](auto const& r) { return table_in(r.body) == table; }));
}

void phase::expect_no_connection() {
    client_.reset();
    run_until(io_, [&] { return server_.open_connections() == 0; });
    EXPECT_EQ(server_.open_connections(), 0) << "the client is gone, its connections are not" << text();
}

std::string phase::text() const {
    return fmt::format("\n  in {} with {}, {} connection, {}, {}", op_.name, fault_.name,
                       in_.warm ? "kept" : "new", in_.once ? "once" : "each time", in_.tls ? "TLS" : "TCP");
}

}  // namespace ddbsnap::test
