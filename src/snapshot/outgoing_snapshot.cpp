#include "snapshot/outgoing_snapshot.hpp"

#include "snapshot/table_layout.hpp"

#include <fmt/format.h>

namespace ddbsnap {

namespace layout = table_layout;

std::size_t outgoing_snapshot::item_size(time_zone const& zone) const {
    return size_of(layout::envelope(info, zone)) + layout::body_attribute.size() + body().size();
}

item outgoing_snapshot::to_item(time_zone const& zone) {
    item i = layout::envelope(info, zone);
    if (info.kind == body_kind::text)
        i.emplace(layout::body_attribute, take_body());
    else
        i.emplace(layout::body_attribute, binary{take_body()});
    return i;
}

result<outgoing_snapshot> prepare_snapshot(save_request const& r, system_time created, system_time now) {
    outgoing_snapshot s;
    s.info.series = r.series;
    s.info.name = r.name.empty() ? default_snapshot_name(created) : r.name;
    s.info.created = created;
    s.info.size = r.body.size();
    s.info.kind = r.kind;
    if (r.ttl) s.info.expires = now + *r.ttl;
    if (auto ok = check_series_name(s.info.series); !ok) return std::move(ok).error();
    if (auto ok = check_snapshot_name(s.info.name); !ok) return std::move(ok).error();
    if (r.body.size() > max_snapshot_size)
        return failure(errc::snapshot_too_large,
                       fmt::format("snapshot {} has {} bytes, above the limit of {} bytes", s.info.name,
                                   r.body.size(), max_snapshot_size),
                       "save less, or keep the body elsewhere");
    return s;
}

}  // namespace ddbsnap
