#include "core/time_text.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/awaitable.hpp>

#include <fmt/format.h>

namespace ddbsnap {

boost::asio::awaitable<save_all_output> snapshot_store::save_all(std::span<save_request const> requests) {
    save_all_output out;
    for (auto const& request : requests) {
        ++out.requests;
        auto copy = request;
        auto saved = co_await save(std::move(copy));
        if (saved)
            out.snapshots.emplace_back(save_receipt{*std::move(saved)});
        else
            out.snapshots.emplace_back(std::move(saved).error());
    }
    co_return out;
}

boost::asio::awaitable<result<snapshot>> snapshot_store::get_at(std::string series, std::string name,
                                                                system_time created) {
    auto found = co_await get(std::move(series), name);
    if (found && found->created != created)
        co_return failure(errc::not_found, fmt::format("no snapshot named {} of {} in {}", name,
                                                       format_iso8601(created), describe()));
    co_return found;
}

}  // namespace ddbsnap
