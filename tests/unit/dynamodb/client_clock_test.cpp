#include "support/client_fixture.hpp"
#include "support/scripted_stream.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using testing::HasSubstr;

// It is 2026-01-02T03:04:05Z for the client.
constexpr auto an_hour_later = "Date: Fri, 02 Jan 2026 04:04:05 GMT\r\n";
constexpr auto the_same = "Date: Fri, 02 Jan 2026 03:05:05 GMT\r\n";

std::string refused(char const* date, std::string const& code = "InvalidSignatureException") {
    return dynamodb_answer(400, R"({"__type":"a#)" + code + R"(","message":"Signature expired"})", date);
}

class client_clock : public test::client_fixture {
   protected:
    client_clock() {
        options.outside.log =
            logger(log_level::warning, [this](log_level, std::string_view line) { log.emplace_back(line); });
    }
    std::string date_of_request(std::size_t i) const {
        return server->requests().at(i).header("X-Amz-Date").value();
    }

    std::vector<std::string> log;
};

TEST_F(client_clock, that_is_wrong_is_corrected_by_the_answer_for_this_call_and_the_next) {
    serve({{refused(an_hour_later)}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    ASSERT_EQ(requests(), 3u);
    EXPECT_EQ(date_of_request(0), "20260102T030405Z");
    EXPECT_EQ(date_of_request(1), "20260102T040405Z");
    EXPECT_EQ(date_of_request(2), "20260102T040405Z");
    EXPECT_THAT(log, testing::ElementsAre(HasSubstr("clock is 60 min behind the server's")));
}

TEST_F(client_clock, is_corrected_once_for_all_calls_that_are_under_way) {
    test::stream_script script;
    script.answer_to = [](std::string const& request) {
        bool const is_right = request.find("X-Amz-Date: 20260102T040405Z") != request.npos;
        return test::scripted_answer{{is_right ? found_item() : refused(an_hour_later)}};
    };
    options.outside.connector = std::make_shared<test::scripted_connector>(script);
    connect_to("http://db.example");
    test::running<get_item_output> a(io, client->get_item(get_request()));
    test::running<get_item_output> b(io, client->get_item(get_request()));
    test::running<get_item_output> c(io, client->get_item(get_request()));
    EXPECT_TRUE(a.wait());
    EXPECT_TRUE(b.wait());
    EXPECT_TRUE(c.wait());
    EXPECT_TRUE(get());
    client.reset();  // before the script
}

TEST_F(client_clock, is_corrected_once_a_call) {
    serve({{refused(an_hour_later)}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), service_errc::invalid_signature);
    EXPECT_EQ(requests(), 2u);
    EXPECT_THAT(f.message(), HasSubstr("60 min behind"));
}

TEST_F(client_clock, that_is_right_is_no_reason_to_try_again) {
    serve({{refused(the_same)}});
    EXPECT_EQ(failure_of_get().code(), service_errc::invalid_signature);
    EXPECT_EQ(requests(), 1u);
    EXPECT_THAT(log, testing::IsEmpty());
}

TEST_F(client_clock, has_nothing_to_do_with_other_errors) {
    serve({{refused(an_hour_later, "ValidationException")}});
    EXPECT_EQ(failure_of_get().code(), service_errc::validation);
    EXPECT_EQ(requests(), 1u);
}

}  // namespace
}  // namespace ddbsnap
