#include "fault/fault.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::test {
namespace {

using enum reaction::ending;

// The good JSON under other headers.
answer_function under(std::string headers) {
    return [headers](received_request const& r) { return http_answer(200, good_json(r), headers); };
}

// The good JSON with a Content-Length that is off by `n`.
answer_function length_off_by(int n) {
    return [n](received_request const& r) {
        auto const json = good_json(r);
        return http_answer(200, json,
                           fmt::format("Content-Length: {}\r\n", static_cast<int>(json.size()) + n));
    };
}

std::string chunk(std::string_view bytes, std::string_view extension = {}) {
    return fmt::format("{:x}{}\r\n{}\r\n", bytes.size(), extension, bytes);
}

// `body` makes the chunks out of the good JSON.
template <class Body>
answer_function chunked(Body body) {
    return [body](received_request const& r) {
        return http_answer(200, body(good_json(r)), "Transfer-Encoding: chunked\r\n");
    };
}

std::string bytewise(std::string const& json) {
    std::string out;
    for (char const c : json) out += chunk(std::string(1, c));
    return out + "0\r\n\r\n";
}

void add_lengths(std::vector<fault>& all) {
    all.push_back(lost("content_length_too_long_then_close", {.after = close, .answer = length_off_by(30)}));
    all.push_back(stalls("content_length_too_long", {.answer = length_off_by(30)}));
    all.push_back(malformed("content_length_too_short", length_off_by(-5)));
    auto checked = malformed("content_length_too_short_with_crc", [](received_request const& r) {
        auto answer = good_answer(r);
        auto const at = answer.find("Content-Length: ") + 16;
        return answer.replace(at, answer.find('\r', at) - at, "7");
    });
    checked.codes = {errc::checksum_mismatch};
    checked.retried = fault::again::always;
    all.push_back(checked);
    all.push_back(malformed("two_content_lengths", under("Content-Length: 5\r\nContent-Length: 6\r\n")));
    std::pair<char const*, char const*> const odd[]{
        {"negative", "-1"}, {"in_letters", "ten"},   {"in_hexadecimal", "0x10"},
        {"signed", "+5"},   {"with_a_space", "1 5"}, {"of_twenty_digits", "99999999999999999999"},
    };
    for (auto const& [name, value] : odd)
        all.push_back(malformed(fmt::format("content_length_{}", name),
                                under(fmt::format("Content-Length: {}\r\n", value))));
    auto huge = malformed("content_length_of_a_terabyte", under("Content-Length: 1099511627776\r\n"));
    huge.codes = {errc::response_too_large};
    all.push_back(huge);
}

void add_ends_of_stream(std::vector<fault>& all) {
    // What is left away here is put in by neither side: the body ends with the stream.
    auto const unframed = [](received_request const& r) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n\r\n" + good_json(r);
    };
    auto f = harmless("no_content_length_then_close", unframed);
    f.what.after = close;
    all.push_back(f);
    all.push_back(stalls("no_content_length", {.answer = unframed}));
    auto closing = harmless("connection_close", [](received_request const& r) {
        auto answer = good_answer(r);
        return answer.insert(answer.find("\r\n") + 2, "Connection: close\r\n");
    });
    all.push_back(closing);
    closing.name = "connection_close_and_it_does";
    closing.what.after = close;
    all.push_back(closing);
}

void add_good_chunks(std::vector<fault>& all) {
    all.push_back(harmless("one_chunk", chunked([](auto json) { return chunk(json) + "0\r\n\r\n"; })));
    all.push_back(harmless("chunks_of_one_byte", chunked(bytewise)));
    all.push_back(harmless("chunk_extensions", chunked([](auto json) {
                               return chunk(json, ";name=\"va;lue\"") + "0;last\r\n\r\n";
                           })));
    all.push_back(harmless("chunks_with_trailers", chunked([](auto json) {
                               return chunk(json) + "0\r\nX-One: 1\r\nX-Two: 2\r\n\r\n";
                           })));
}

void add_bad_chunks(std::vector<fault>& all) {
    auto const cut = chunked([](auto json) { return chunk(json); });
    all.push_back(lost("chunks_without_an_end_then_close", {.after = close, .answer = cut}));
    all.push_back(stalls("chunks_without_an_end", {.answer = cut}));
    all.push_back(malformed("chunk_size_not_hexadecimal", chunked([](auto) { return "zz\r\n{}\r\n"; })));
    all.push_back(malformed("chunk_size_negative", chunked([](auto) { return "-2\r\n{}\r\n0\r\n\r\n"; })));
    all.push_back(
        malformed("chunk_longer_than_its_size", chunked([](auto) { return "2\r\n{\"a\":1}\r\n0\r\n\r\n"; })));
    auto huge = malformed("chunk_of_all_there_is", chunked([](auto) { return "ffffffffffffffff\r\n{}"; }));
    huge.codes.push_back(errc::response_too_large);
    all.push_back(huge);
    huge =
        malformed("chunk_size_that_overflows", chunked([](auto) { return "10000000000000002\r\n{}\r\n"; }));
    huge.codes.push_back(errc::response_too_large);
    all.push_back(huge);
    auto both = malformed("chunked_and_a_length", [](received_request const& r) {
        return http_answer(200, chunk(good_json(r)) + "0\r\n\r\n",
                           "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
    });
    both.result = fault::outcome::either;  // RFC 9112, section 6.3: read the chunks, or refuse it
    all.push_back(both);
}

}  // namespace

std::vector<fault> framing_faults() {
    std::vector<fault> all;
    add_lengths(all);
    add_ends_of_stream(all);
    add_good_chunks(all);
    add_bad_chunks(all);
    return all;
}

}  // namespace ddbsnap::test
