#include "cli/copy_route.hpp"

#include "snapshot/torchserve_names.hpp"

namespace ddbsnap::cli {
namespace {

// `yyyyMMddHHmmssSSS`, with which the names of TorchServe's files begin.
constexpr std::size_t stamp_digits = 17;

}  // namespace

copy_place copy_route::place_of(snapshot_info const& info, std::string_view body) const {
    if (!is_translated_) return {info.name, info.created};
    return to_ == kind::table ? place_in_table(info, body) : place_in_files(info);
}

// As the plugin would have stored it. A file that somebody gave another name keeps that.
copy_place copy_route::place_in_table(snapshot_info const& info, std::string_view body) const {
    if (!is_torchserve_file_name(info.name)) return {info.name, info.created};
    auto const said = read_torchserve_info(body);
    if (!said || said->name != info.name) return {info.name, info.created};
    return {torchserve_item_name(*said), said->created, true};
}

// As TorchServe would have stored it: it finds its last snapshot by the time in the name.
copy_place copy_route::place_in_files(snapshot_info const& info) const {
    auto const file_name = file_name_in_item_name(info.name);
    if (!file_name) return {info.name, info.created};
    auto const stamp = parse_stamp(file_name->substr(0, stamp_digits), zone_);
    return {*file_name, stamp.value_or(info.created)};
}

}  // namespace ddbsnap::cli
