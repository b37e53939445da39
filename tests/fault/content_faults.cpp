#include "fault/fault.hpp"
#include "support/compressed.hpp"

#include <fmt/format.h>
#include <zlib.h>

namespace ddbsnap::test {
namespace {

using enum reaction::ending;

answer_function always(std::string answer) {
    return [answer](received_request const&) { return answer; };
}

// For call() these may be answers as well as not.
fault for_typed(fault f) {
    f.only_typed = true;
    return f;
}

std::string crc_of(std::string_view bytes) {
    return std::to_string(
        ::crc32(0, reinterpret_cast<Bytef const*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void add_bodies(std::vector<fault>& all) {
    all.push_back(malformed("html_with_200", always(http_answer(200, "<html><body>Sign in</body></html>"))));
    all.push_back(malformed("nothing_with_200", always(http_answer(200, ""))));
    all.push_back(malformed("an_array_with_200", always(http_answer(200, "[]"))));
    all.push_back(malformed("a_byte_order_mark", [](received_request const& r) {
        return http_answer(200, "\xEF\xBB\xBF" + good_json(r));
    }));
    all.push_back(for_typed(malformed("json_cut_off", [](received_request const& r) {
        auto json = good_json(r);
        json.resize(json.size() / 2);
        return http_answer(200, json);
    })));
    all.push_back(for_typed(malformed("more_behind_the_json", [](received_request const& r) {
        return http_answer(200, good_json(r) + "}");
    })));
    all.push_back(for_typed(malformed(
        "numbers_where_objects_belong",
        always(http_answer(200, R"({"ConsumedCapacity":7,"Table":7,"TableDescription":7,"TableNames":7,)"
                                R"("TimeToLiveSpecification":7,"TimeToLiveDescription":7})")))));
    all.push_back(for_typed(malformed("json_of_endless_depth",
                                      always(http_answer(200, R"({"Else":)" + std::string(200'000, '['))))));
}

void add_statuses(std::vector<fault>& all) {
    for (int const status : {204, 206, 301, 302, 307}) {
        fault f{fmt::format("status_{}", status), {.send = http_answer(status, "")}};
        if (status == 204) f.what.send = "HTTP/1.1 204 No Content\r\n\r\n";
        f.codes = {service_errc::unknown, errc::malformed_response};
        f.write = fault::fate::unstated;
        all.push_back(f);
    }
    all.push_back(refused("status_404", http_answer(404, "<html>Not Found</html>"), {service_errc::unknown}));
}

void add_checksums(std::vector<fault>& all) {
    fault wrong{"wrong_crc"};
    wrong.what.answer = [](received_request const& r) {
        return http_answer(200, good_json(r), "x-amz-crc32: 1\r\n");
    };
    wrong.codes = {errc::checksum_mismatch};
    wrong.retried = fault::again::always;
    all.push_back(wrong);
    wrong.name = "wrong_crc_of_an_error";
    wrong.what = {.send = http_answer(400, R"({"__type":"a#ValidationException"})", "x-amz-crc32: 1\r\n")};
    wrong.write = fault::fate::unstated;
    all.push_back(wrong);
    auto odd = wrong;
    odd.name = "crc_that_is_no_number";
    odd.what = {.answer = [](received_request const& r) {
        return http_answer(200, good_json(r), "x-amz-crc32: twelve\r\n");
    }};
    odd.result = fault::outcome::either;
    odd.retried = fault::again::either;
    odd.codes.push_back(errc::malformed_response);
    all.push_back(odd);
}

// `spoil` is applied to the compressed body; the CRC-32 is that of what is sent.
template <class Spoil>
answer_function compressed(Spoil spoil) {
    return [spoil](received_request const& r) {
        auto const body = spoil(gzip(good_json(r)));
        return http_answer(200, body,
                           fmt::format("Content-Encoding: gzip\r\nx-amz-crc32: {}\r\n", crc_of(body)));
    };
}

fault spoilt(std::string name, answer_function answer) {
    auto f = malformed(std::move(name), std::move(answer));
    f.codes.push_back(errc::checksum_mismatch);
    f.retried = fault::again::either;
    f.asks_for_gzip = true;
    return f;
}

std::string bomb() {
    static std::string const small = gzip(R"({"Else":")" + std::string(80u << 20, '0') + "\"}");
    return small;
}

void add_gzip(std::vector<fault>& all) {
    all.push_back(
        spoilt("gzip_cut_off", compressed([](auto body) { return body.substr(0, body.size() / 2); })));
    all.push_back(spoilt("gzip_without_its_end",
                         compressed([](auto body) { return body.substr(0, body.size() - 8); })));
    all.push_back(spoilt("gzip_with_another_crc", compressed([](auto body) {
                             body[body.size() - 8] = static_cast<char>(~body[body.size() - 8]);
                             return body;
                         })));
    all.push_back(spoilt("gzip_corrupt", compressed([](auto body) {
                             for (std::size_t i = 12; i < body.size() - 8; ++i) body[i] = '\xff';
                             return body;
                         })));
    all.push_back(spoilt("gzip_of_nothing", compressed([](auto const&) { return gzip(""); })));
    auto large = spoilt("gzip_bomb", compressed([](auto const&) { return bomb(); }));
    large.codes.push_back(errc::response_too_large);
    large.costly = true;
    all.push_back(large);
    auto unasked = spoilt("gzip_that_nobody_asked_for", compressed([](auto body) { return body; }));
    unasked.result = fault::outcome::either;
    unasked.asks_for_gzip = false;
    all.push_back(unasked);
    auto plain = spoilt("plain_text_called_gzip", [](received_request const& r) {
        return http_answer(200, good_json(r), "Content-Encoding: gzip\r\n");
    });
    plain.result = fault::outcome::either;
    all.push_back(plain);
}

}  // namespace

std::vector<fault> content_faults() {
    std::vector<fault> all;
    add_bodies(all);
    add_statuses(all);
    add_checksums(all);
    add_gzip(all);
    fault endless{"a_body_that_never_ends"};
    endless.what = {.send = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    .forever = fmt::format("100000\r\n{}\r\n", std::string(1 << 20, ' '))};
    endless.codes = {errc::response_too_large};
    endless.costly = true;
    all.push_back(endless);
    return all;
}

}  // namespace ddbsnap::test
