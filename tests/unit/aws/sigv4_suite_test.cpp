#include "aws/amz_date.hpp"
#include "raw_request.hpp"
#include "support/data_file.hpp"

#include <ddbsnap/sigv4.hpp>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <ostream>
#include <rapidjson/document.h>
#include <string>
#include <vector>

namespace ddbsnap::sigv4 {
namespace {

constexpr char suite[] = "aws-sigv4/suite/";
system_time const suite_time{std::chrono::seconds(1440938160)};  // 2015-08-30T12:36:00Z in every context

// One case: a folder of AWS's test suite.
class suite_case {
   public:
    explicit suite_case(std::string name) : name_(std::move(name)), request_text_(file("request.txt")) {
        context_.Parse(file("context.json").c_str());
        auto parsed = cli::parse_raw_request(request_text_);
        EXPECT_TRUE(parsed) << parsed.error().to_string();
        if (parsed) request_ = std::move(parsed).value();
    }

    std::string file(std::string const& name) const { return test::read_data(suite + name_ + "/" + name); }
    request what() const { return request_.view(); }
    keys who() const {
        auto const& c = context_["credentials"];
        return {c["access_key_id"].GetString(), c["secret_access_key"].GetString(),
                c.HasMember("token") ? c["token"].GetString() : ""};
    }
    scope where() const { return {context_["region"].GetString(), context_["service"].GetString()}; }
    options how() const {
        options out;
        out.normalize_path = context_["normalize"].GetBool();
        out.double_encode_path = name_ != "get-space-normalized";  // see the README beside the data
        out.sign_body = context_["sign_body"].GetBool();
        out.omit_session_token =
            context_.HasMember("omit_session_token") && context_["omit_session_token"].GetBool();
        return out;
    }
    std::string timestamp() const { return context_["timestamp"].GetString(); }

   private:
    std::string name_;
    std::string request_text_;
    cli::raw_request request_;
    rapidjson::Document context_;
};

// `Name:value` lines of the signed request, but for its `Authorization`.
std::vector<std::string> header_lines(std::string_view signed_request) {
    std::vector<std::string> out;
    auto const parsed = cli::parse_raw_request(signed_request);
    EXPECT_TRUE(parsed);
    for (auto const& h : parsed->headers) {
        if (h.name != "Authorization") out.push_back(fmt::format("{}:{}", h.name, h.value));
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> header_lines(request const& r, signature const& s) {
    std::vector<std::string> out;
    for (auto const& h : r.headers) out.push_back(fmt::format("{}:{}", h.name, h.value));
    for (auto const& h : s.headers_to_add) out.push_back(fmt::format("{}:{}", h.name, h.value));
    std::sort(out.begin(), out.end());
    return out;
}

class sigv4_suite : public testing::TestWithParam<std::string> {};

TEST_P(sigv4_suite, every_stage_is_as_published) {
    suite_case const c(GetParam());
    ASSERT_EQ(c.timestamp(), "2015-08-30T12:36:00Z");
    auto const s = sign(c.what(), c.who(), c.where(), suite_time, c.how());
    ASSERT_TRUE(s) << s.error().to_string();
    EXPECT_EQ(s->canonical_request, c.file("header-canonical-request.txt"));
    EXPECT_EQ(s->string_to_sign, c.file("header-string-to-sign.txt"));
    EXPECT_EQ(s->hex, c.file("header-signature.txt"));
    auto const signed_request = c.file("header-signed-request.txt");
    EXPECT_NE(signed_request.find("\nAuthorization:" + s->authorization + "\n"), std::string::npos);
    EXPECT_EQ(header_lines(c.what(), *s), header_lines(signed_request));
}

std::vector<std::string> cases_with_context() {
    std::vector<std::string> out;
    for (auto const& folder : std::filesystem::directory_iterator(test::data_path(suite))) {
        if (exists(folder.path() / "context.json")) out.push_back(folder.path().filename());
    }
    std::sort(out.begin(), out.end());
    return out;
}

INSTANTIATE_TEST_SUITE_P(aws, sigv4_suite, testing::ValuesIn(cases_with_context()), [](auto const& one) {
    auto name = one.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(sigv4_suite, has_all_its_cases) { EXPECT_EQ(cases_with_context().size(), 38u); }

TEST(sigv4_suite, a_raw_space_is_signed_like_an_encoded_one) {
    suite_case const c("get-space-normalized");
    auto r = c.what();
    r.path = "/example space/";
    auto const s = sign(r, c.who(), c.where(), suite_time);
    ASSERT_TRUE(s);
    EXPECT_EQ(s->canonical_request, c.file("header-canonical-request.txt"));
}

system_time const double_encoding_time{std::chrono::seconds(1620747645)};  // 2021-05-11T15:40:45Z
keys const example_keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};

TEST(sigv4_suite, encoded_paths_are_encoded_again) {
    for (std::string const name : {"double-url-encode", "double-encode-path"}) {
        auto const text = test::read_data(suite + name + "/request.txt");
        auto const r = cli::parse_raw_request(text);
        ASSERT_TRUE(r);
        auto const s = sign(r->view(), example_keys, {"us-east-2", "lambda"}, double_encoding_time);
        ASSERT_TRUE(s);
        EXPECT_EQ(s->canonical_request, test::read_data(suite + name + "/header-canonical-request.txt"));
        if (name == "double-url-encode") {
            EXPECT_EQ(s->string_to_sign + "\n", test::read_data(suite + name + "/header-string-to-sign.txt"));
        }
    }
}

}  // namespace
}  // namespace ddbsnap::sigv4
