#include "dynamodb/attempt_outcome.hpp"

#include "core/ascii.hpp"
#include "core/gzip.hpp"
#include "dynamodb/large_document.hpp"
#include "dynamodb/service_error.hpp"

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::dynamodb {
namespace {

std::optional<std::uint32_t> announced_checksum(net::http_response const& response) {
    auto const text = response.header("x-amz-crc32");
    std::uint32_t n = 0;
    if (!text) return std::nullopt;
    auto const [end, ec] = std::from_chars(text->data(), text->data() + text->size(), n);
    if (ec != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return n;
}

// DynamoDB sends the CRC-32 of each body as it goes over the wire, compressed where it is; what was changed
// on the way must not become somebody's state.
result<void> verify_checksum(net::http_response const& response) {
    auto const expected = announced_checksum(response);
    if (!expected) return {};
    auto const actual = response.body_crc32;
    if (actual == *expected) return {};
    return failure(errc::checksum_mismatch,
                   fmt::format("the response's CRC-32 is {} but {} was announced", actual, *expected),
                   "something between here and DynamoDB changes data: check proxies");
}

// An error may be labelled as compressed and be plain text all the same.
bool is_compressed(net::http_response const& response) {
    auto const encoding = response.header("Content-Encoding");
    return encoding && equals_ignoring_case(*encoding, "gzip") && looks_like_gzip(response.body);
}

result<void> expand(net::http_response& response, std::size_t at_most) {
    if (!is_compressed(response)) return {};
    auto plain = gunzip(response.body, at_most);
    if (!plain) return std::move(plain).error();
    response.body = *std::move(plain);
    return {};
}

attempt_outcome document_of(net::http_response response, std::string_view operation, std::string_view peer) {
    if (!response.body.starts_with('{'))
        return failure(errc::malformed_response,
                       fmt::format("{}: {} answered HTTP 200 but not with JSON", operation, peer),
                       "check that the endpoint is DynamoDB and not a proxy or a captive portal");
    attempt_outcome out;
    out.answer = std::move(response.body);
    return out;
}

}  // namespace

bool takes_long_to_read(net::http_response const& response) {
    // JSON shrinks to a tenth, and what takes the time is its full length.
    constexpr std::size_t large_when_compressed = 2 * 1024;
    bool const is_error = response.status != 200 && response.body.size() >= large_document;
    return is_error || (response.body.size() >= large_when_compressed && is_compressed(response));
}

attempt_outcome read_answer(net::http_response response, std::string_view operation, std::string_view peer,
                            std::size_t at_most) {
    attempt_outcome out;
    auto const status = response.status;
    auto const retry_after = aws::parse_retry_after(response.header("x-amz-retry-after"));
    auto intact = verify_checksum(response);
    if (intact) intact = expand(response, at_most);
    if (!intact) {
        out = std::move(intact.error().add_context(operation));
        // Damaged on the way: the next one may come whole. One that is too large will be so again.
        if (out.answer.error().code() != errc::response_too_large) out.kind = aws::retry_class::transient;
    } else if (status == 200) {
        out = document_of(std::move(response), operation, peer);
    } else {
        out = read_service_error(response, operation);
        out.kind = aws::classify(out.answer.error());
    }
    if (!out.answer) out.answer.error().details().http_status = status;
    out.http_status = status;
    out.retry_after = retry_after;
    return out;
}

bool leaves_doubt(attempt_outcome const& failed) noexcept {
    if (!failed.was_tried || !failed.wire.was_sent) return false;
    auto const code = failed.answer.error().code();
    bool const is_answer = code.category() == service_category();
    if (!is_answer || code == service_errc::transaction_in_progress) return true;
    return failed.http_status < 300 || failed.http_status >= 500;
}

}  // namespace ddbsnap::dynamodb
