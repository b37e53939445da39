#pragma once

#include <ddbsnap/snapshot_store.hpp>

namespace ddbsnap::bench {

/// Says at once that all is stored: for what a save costs by itself.
class discarding_store final : public snapshot_store {
   public:
    std::string describe() const override { return "a store that keeps nothing"; }
    boost::asio::awaitable<save_all_output> save_all(std::span<save_request const> requests) override {
        save_all_output out;
        out.snapshots.assign(requests.size(), save_receipt{});
        co_return out;
    }
    boost::asio::awaitable<result<snapshot_info>> save(save_request) override { co_return nothing(); }
    boost::asio::awaitable<result<snapshot>> last(std::string) override { co_return nothing(); }
    boost::asio::awaitable<result<snapshot>> get(std::string, std::string) override { co_return nothing(); }
    boost::asio::awaitable<result<std::vector<snapshot_info>>> list(std::string, std::size_t) override {
        co_return nothing();
    }
    boost::asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string, retention) override {
        co_return nothing();
    }

   private:
    static failure nothing() { return failure(errc::not_found, "nothing is kept"); }
};

}  // namespace ddbsnap::bench
