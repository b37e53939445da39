#include "fault/fault.hpp"

#include <fmt/format.h>

namespace ddbsnap::test {
namespace {

using enum reaction::ending;

constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";

answer_function after(std::string before) {
    return [before](received_request const& r) { return before + good_answer(r); };
}

// The good answer with another status line.
answer_function begun_with(std::string status_line) {
    return [status_line](received_request const& r) {
        auto answer = good_answer(r);
        return answer.replace(0, answer.find("\r\n"), status_line);
    };
}

std::string repeated(std::string_view what, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += what;
    return out;
}

fault either(fault f, std::vector<std::error_code> codes) {
    f.result = fault::outcome::either;
    f.retried = fault::again::either;
    f.write = fault::fate::unstated;
    f.codes = std::move(codes);
    return f;
}

void add_interim(std::vector<fault>& all) {
    all.push_back(harmless("100_continue", after(std::string(interim))));
    all.push_back(harmless("100_continue_20_times", after(repeated(interim, 20))));
    all.push_back(
        harmless("103_early_hints", after("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n")));
    all.push_back(lost("100_continue_then_close", {.send = std::string(interim), .after = close}));
    all.push_back(stalls("100_continue_then_hang", {.send = std::string(interim), .after = hang}));
    auto endless = stalls("100_continue_for_ever", {.forever = repeated(interim, 100)});
    endless.codes = {errc::timeout, errc::response_too_large, errc::malformed_response};
    endless.retried = fault::again::either;
    all.push_back(endless);
    all.push_back(either(malformed("101_switching_protocols", after("HTTP/1.1 101 Switching\r\n\r\n")),
                         {errc::malformed_response}));
}

void add_versions(std::vector<fault>& all) {
    auto old = harmless("http_1_0", begun_with("HTTP/1.0 200 OK"));
    old.what.after = close;
    all.push_back(old);
    old.name = "http_1_0_without_a_length";
    old.what.answer = [](received_request const& r) { return "HTTP/1.0 200 OK\r\n\r\n" + good_json(r); };
    all.push_back(old);
    all.push_back(harmless("http_1_0_keep_alive", begun_with("HTTP/1.0 200 OK\r\nConnection: keep-alive")));
    all.push_back(malformed("http_2_status_line", begun_with("HTTP/2.0 200 OK")));
    all.push_back(malformed("an_ssh_server", [](auto const&) { return "SSH-2.0-OpenSSH_9.2\r\n"; }));
    all.push_back(malformed("a_tls_alert", [](auto const&) { return std::string("\x15\3\1\0\2\2\x46", 7); }));
    all.back().what.after = close;
    all.push_back(malformed("json_without_http", good_json));
    all.push_back(malformed("status_not_a_number", begun_with("HTTP/1.1 OK 200")));
    all.push_back(malformed("status_of_four_digits", begun_with("HTTP/1.1 2000 OK")));
    all.push_back(
        either(harmless("status_without_a_reason", begun_with("HTTP/1.1 200")), {errc::malformed_response}));
    all.push_back(malformed("header_without_a_colon", begun_with("HTTP/1.1 200 OK\r\nnonsense")));
    all.push_back(malformed("header_name_with_a_space", begun_with("HTTP/1.1 200 OK\r\nbad name: x")));
    all.push_back(malformed("header_with_a_nul", begun_with(std::string("HTTP/1.1 200 OK\r\nX: a\0b", 23))));
}

void add_large(std::vector<fault>& all) {
    auto const too_large = [&](fault f) {
        f.codes = {errc::response_too_large};
        all.push_back(std::move(f));
    };
    too_large(malformed("header_of_1_mb", begun_with("HTTP/1.1 200 OK\r\nX: " + std::string(1 << 20, 'x'))));
    // A million of them, unless the client goes before.
    fault endless{"headers_for_ever"};
    endless.what = {.send = "HTTP/1.1 200 OK\r\n", .forever = repeated("A: b\r\n", 10'000)};
    too_large(endless);
    endless.name = "head_that_never_ends";
    endless.what = {.send = "HTTP/1.1 200 OK\r\nX: ", .forever = std::string(60'000, 'x')};
    too_large(endless);
    endless.name = "reason_that_never_ends";
    endless.what = {.send = "HTTP/1.1 200 ", .forever = std::string(60'000, 'x')};
    too_large(endless);
}

}  // namespace

std::vector<fault> head_faults() {
    std::vector<fault> all;
    add_interim(all);
    add_versions(all);
    add_large(all);
    return all;
}

}  // namespace ddbsnap::test
