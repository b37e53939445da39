#include "snapshot/table_access.hpp"

#include "snapshot/dynamodb_store.hpp"

#include <fmt/format.h>

namespace ddbsnap {

failure table_access::explain(failure f) const {
    return explain_table_failure(std::move(f), table, client.signing_region());
}

void table_access::pass_over(failure const& f) const {
    if (options.warn) options.warn(fmt::format("passed over: {}", f.message()));
}

failure explain_table_failure(failure f, std::string_view table, std::string_view region) {
    auto details = f.details();
    if (f.code() == service_errc::resource_not_found) {
        details.message = fmt::format("table {} does not exist in {}", table, region);
        details.next_step = fmt::format(
            "create it with `ddbsnap --store dynamodb:{} table create`, or check region and endpoint", table);
        return failure(errc::table_missing, std::move(details));
    }
    bool const names_index = details.message.find("index") != std::string::npos;
    if (f.code() == service_errc::validation && names_index) {
        details.message = fmt::format("table {} has no index {} ({})", table, month_index, details.message);
        details.next_step =
            "create the table with `ddbsnap table create`, or add the index (see the table format in the "
            "README)";
        return failure(errc::index_missing, std::move(details));
    }
    return f;
}

}  // namespace ddbsnap
