#include "snapshot/table_layout.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

std::vector<key_element> table_keys() {
    return {{std::string(table_layout::name_attribute), key_type::hash},
            {std::string(table_layout::created_attribute), key_type::range}};
}

std::vector<key_element> index_keys() {
    return {{std::string(table_layout::month_attribute), key_type::hash},
            {std::string(table_layout::created_attribute), key_type::range}};
}

}  // namespace

create_table_request snapshot_table(std::string table, billing_mode billing) {
    create_table_request r;
    r.table = std::move(table);
    for (auto const name :
         {table_layout::name_attribute, table_layout::created_attribute, table_layout::month_attribute})
        r.attributes.emplace(name, scalar_type::string);
    r.keys = table_keys();
    r.billing = billing;
    if (billing == billing_mode::provisioned) r.provisioned = throughput{10, 5};
    r.global_indexes.push_back({month_index, index_keys(), "ALL", {}, r.provisioned});
    return r;
}

result<void> check_snapshot_table(table_description const& t) {
    if (t.keys != table_keys())
        return failure(
            errc::table_mismatch,
            fmt::format("table {} is not for snapshots: its keys are not snapshotName and createdOn", t.name),
            "use another table; `ddbsnap table create` makes one");
    auto const found = std::find_if(t.global_indexes.begin(), t.global_indexes.end(),
                                    [](index_description const& i) { return i.name == month_index; });
    if (found == t.global_indexes.end())
        return failure(errc::index_missing, fmt::format("table {} has no index {}", t.name, month_index),
                       "add it, or create the table with `ddbsnap table create`");
    if (found->keys != index_keys() || found->projection != "ALL")
        return failure(
            errc::table_mismatch,
            fmt::format("index {} of table {} has other keys or projects not all", month_index, t.name),
            "replace the index (see the table format in the README)");
    return {};
}

}  // namespace ddbsnap
