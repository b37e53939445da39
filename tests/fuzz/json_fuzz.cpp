// Foreign bytes as a response of DynamoDB. An item that is accepted must be the same after being written and
// read. Seed corpus: tests/data/dynamodb.
#include "dynamodb/response_codec.hpp"
#include "dynamodb/service_error.hpp"
#include "dynamodb/value_codec.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;
using namespace ddbsnap::dynamodb;

namespace {

template <class Output>
bool accepts(std::string text, Output& out) {
    json_reader in(text);
    decode(in, out);
    return in.finish().has_value();
}

void must_survive(item const& i) {
    std::string text;
    json_writer out(text);
    write_item(out, i);
    json_reader in(text);
    auto const again = read_item(in);
    if (!in.finish() || again != i) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    page_output page;
    if (accepts(text, page))
        for (auto const& i : page.items) must_survive(i);
    table_description table;
    accepts(text, table);
    batch_write_output batch;
    accepts(text, batch);
    net::http_response response;
    response.status = 400;
    response.body = text;
    auto const f = read_service_error(response, "Query");
    (void)cancellation_reasons(f);
    (void)conflicting_item(f);
    return 0;
}
