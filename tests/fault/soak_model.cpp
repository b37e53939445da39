#include "fault/soak_model.hpp"

#include <fmt/format.h>

namespace ddbsnap::test {

using enum reaction::ending;

std::string word_in(std::string_view text, std::string_view prefix) {
    auto const begin = text.find(prefix);
    if (begin == text.npos) return {};
    auto const end = text.find_first_not_of("0123456789", begin + prefix.size());
    return std::string(text.substr(begin, end - begin));
}

bool soak_model::was_ever_at(std::string const& key, std::string const& value) const {
    auto const found = history_.find(key);
    return found != history_.end() && found->second.count(value) != 0;
}

std::string soak_model::carry_out(received_request const& r) {
    auto const key = word_in(r.body, "key-");
    auto const value = word_in(r.body, "value-");
    if (!value.empty()) {
        items_[key] = value;
        history_[key].insert(value);
        applied_.insert(value);
        return dynamodb_answer(200, "{}");
    }
    auto const found = items_.find(key);
    if (found == items_.end()) return dynamodb_answer(200, "{}");
    return dynamodb_answer(
        200, fmt::format(R"({{"Item":{{"k":{{"S":"{}"}},"v":{{"S":"{}"}}}}}})", key, found->second));
}

reaction soak_model::answer(std::string_view name) {
    ++drawn_[std::string(name)];
    return {.answer = [this](received_request const& r) { return carry_out(r); }};
}

reaction soak_model::answer_instead(std::string_view name, std::string text) {
    ++drawn_[std::string(name)];
    return {.answer = [this, text](received_request const& r) {
        carry_out(r);
        return text;
    }};
}

reaction soak_model::refuse(std::string_view name, std::string text) {
    ++drawn_[std::string(name)];
    return {.send = std::move(text)};
}

// Calm and storm take turns, so that the budget for retries fills and dries up.
reaction soak_model::next() {
    bool const is_calm = requests_++ / 300 % 2 == 0;
    if (random_() % 100 < (is_calm ? 90 : 40)) return answer("good");
    return draw_storm();
}

reaction soak_model::draw_storm() {
    auto const with = [](reaction r, auto change) {
        change(r);
        return r;
    };
    auto const ends = [&](reaction r, reaction::ending how, std::size_t at = reaction::all) {
        return with(std::move(r), [&](reaction& x) { x.after = how, x.send_at_most = at; });
    };
    auto const at = random_() % 200;
    switch (random_() % 18) {
        case 0:
            return ends(answer("done, then reset in the answer"), reset, at);
        case 1:
            return ends(answer("done, then closed in the answer"), close, at);
        case 2:
            return ends(refuse("not done, reset after the request", ""), reset);
        case 3:
            return with(ends(refuse("reset in the request", ""), reset),
                        [&](reaction& r) { r.read_at_most = 1 + at; });
        case 4:
            return refuse("500, not done", http_answer(500, R"({"__type":"a#InternalServerError"})"));
        case 5:
            return answer_instead("500, done", http_answer(500, R"({"__type":"a#InternalServerError"})"));
        case 6:
            return answer_instead("503, done", http_answer(503, "<html>busy</html>"));
        case 7:
            return refuse("throttled", dynamodb_answer(400, R"({"__type":"a#ThrottlingException"})"));
        case 8:
            return refuse("refused", dynamodb_answer(400, R"({"__type":"a#ValidationException"})"));
        case 9:
            return answer_instead("wrong checksum, done", http_answer(200, "{}", "x-amz-crc32: 1\r\n"));
        case 10:
            return answer_instead("half JSON, done", http_answer(200, R"({"Item":{"k)"));
        case 11:
            return answer_instead("no HTTP, done", "220 mail.example.com ESMTP\r\n\r\n");
        case 12:
            return with(answer("more than was asked for"),
                        [](reaction& r) { r.unasked = dynamodb_answer(200, R"({"Item":{"v":{"S":"x"}}})"); });
        case 13:
            return ends(answer("closed between requests"), close);
        case 14:
            return with(answer("in small pieces"), [&](reaction& r) { r.piece = 1 + at; });
        case 15:
            return ends(answer("done, then silence"), hang, at);
        case 16:
            return ends(refuse("not done, silence", ""), hang);
        default:
            return with(answer("after an interim answer"), [this](reaction& r) {
                r.answer = [this](received_request const& q) {
                    return "HTTP/1.1 100 Continue\r\n\r\n" + carry_out(q);
                };
            });
    }
}

}  // namespace ddbsnap::test
