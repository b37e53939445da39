#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/awaitable.hpp>

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

}  // namespace ddbsnap
