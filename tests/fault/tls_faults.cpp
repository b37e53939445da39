#include "fault/fault.hpp"

namespace ddbsnap::test {
namespace {

using enum reaction::ending;

// What a good TLS 1.3 record looks like from outside, with nothing good in it.
std::string const forged_record = std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'x');

}  // namespace

std::vector<fault> tls_faults() {
    std::vector<fault> all;
    auto const unframed = [](received_request const& r) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n\r\n" + good_json(r);
    };
    // Whoever can cut the connection could otherwise shorten the answer.
    all.push_back(
        lost("body_until_the_end_without_close_notify", {.after = close_without_notify, .answer = unframed}));
    auto abrupt = harmless("no_close_notify_between_requests", good_answer);
    abrupt.what.after = close_without_notify;
    all.push_back(abrupt);
    auto updated = harmless("key_update", good_answer);
    updated.what.act = reaction::tls_act::key_update;
    all.push_back(updated);
    fault forged{"forged_record"};
    forged.what = {.send_at_most = 60, .answer = good_answer, .beneath_tls = forged_record};
    forged.codes = {errc::tls_failed};
    forged.retried = fault::again::either;
    all.push_back(forged);
    auto hung = forged;
    hung.name = "forged_record_in_place_of_an_answer";
    hung.what = {.beneath_tls = forged_record};
    all.push_back(hung);
    return all;
}

}  // namespace ddbsnap::test
