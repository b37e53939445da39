#include "fault/fault.hpp"

#include <fmt/format.h>

namespace ddbsnap::test {
namespace {

using enum reaction::ending;

constexpr std::size_t mebibyte = 1 << 20;

// More than what sockets that are not read from take in.
fault with_large_request(fault f) {
    f.padding = mebibyte;
    f.arrives = false;
    f.write = fault::fate::unstated;
    return f;
}

void add_cut_answers(std::vector<fault>& all) {
    for (std::size_t const n : {0, 1, 9, 17, 60, 150}) {
        all.push_back(lost(fmt::format("reset_at_response_byte_{}", n),
                           {.after = reset, .send_at_most = n, .answer = good_answer}));
        all.push_back(lost(fmt::format("close_at_response_byte_{}", n),
                           {.after = close, .send_at_most = n, .answer = good_answer}));
    }
    auto const but_one = [](received_request const& r) {
        auto answer = good_answer(r);
        answer.pop_back();
        return answer;
    };
    all.push_back(lost("close_before_the_last_byte", {.after = close, .answer = but_one}));
    all.push_back(lost("cut_off_before_the_last_byte", {.after = close_without_notify, .answer = but_one}));
}

void add_cut_requests(std::vector<fault>& all) {
    for (std::size_t const n : {1, 17, 150}) {
        for (auto const end : {reset, close}) {
            auto f = lost(fmt::format("{}_at_request_byte_{}", end == reset ? "reset" : "close", n),
                          {.after = end, .read_at_most = n});
            f.arrives = false;
            all.push_back(f);
        }
    }
    all.push_back(
        with_large_request(lost("reset_within_a_large_request", {.after = reset, .read_at_most = 100'000})));
}

void add_stalls(std::vector<fault>& all) {
    auto deaf = stalls("accept_and_hang", {.after = hang, .at_connection = true});
    deaf.arrives = false;
    deaf.write = fault::fate::unstated;
    all.push_back(deaf);
    all.push_back(
        with_large_request(stalls("hang_within_a_large_request", {.after = hang, .read_at_most = 1000})));
    all.push_back(stalls("hang_after_the_request", {.after = hang}));
    for (std::size_t const n : {1, 60, 150})
        all.push_back(stalls(fmt::format("hang_at_response_byte_{}", n),
                             {.after = hang, .send_at_most = n, .answer = good_answer}));
    all.push_back(stalls("drip_beyond_the_deadline",
                         {.piece = 1, .answer = good_answer, .pause = std::chrono::milliseconds(20)}));
}

}  // namespace

std::vector<fault> connection_faults() {
    std::vector<fault> all;
    add_cut_answers(all);
    add_cut_requests(all);
    add_stalls(all);
    auto polite = harmless("close_between_requests", good_answer);
    polite.what.after = close;
    all.push_back(polite);
    auto silent = harmless("half_close_between_requests", good_answer);
    silent.what.after = half_close;
    all.push_back(silent);
    auto dripping = harmless("drip", good_answer);
    dripping.what.piece = 3;
    all.push_back(dripping);
    auto chatty = harmless("a_second_answer_nobody_asked_for", good_answer);
    chatty.what.unasked = dynamodb_answer(200, R"({"Table":{"TableName":"Table.0"}})");
    all.push_back(chatty);
    chatty.name = "bytes_nobody_asked_for";
    chatty.what.unasked = "\r\n";
    all.push_back(chatty);
    return all;
}

}  // namespace ddbsnap::test
