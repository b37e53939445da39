#pragma once

#include "snapshot/table_access.hpp"
#include "snapshot/table_layout.hpp"

#include <vector>

namespace ddbsnap {

// Reading from a table. All of it must run where cancellation does not throw.

boost::asio::awaitable<result<snapshot>> last_snapshot(table_access& from, std::string series);

boost::asio::awaitable<result<snapshot>> named_snapshot(table_access& from, std::string series,
                                                        std::string name);

boost::asio::awaitable<result<snapshot>> snapshot_at(table_access& from, std::string series, std::string name,
                                                     system_time created);

boost::asio::awaitable<result<std::vector<snapshot_info>>> list_snapshots(table_access& from,
                                                                          std::string series,
                                                                          std::size_t limit);

/// Nothing where there is no head, or it is switched off.
boost::asio::awaitable<result<std::optional<table_layout::head>>> read_head(table_access& from,
                                                                            std::string series);

/// What a head names, without its body; nothing where that has expired or is gone.
boost::asio::awaitable<result<std::optional<snapshot_info>>> read_target_info(table_access& from,
                                                                              std::string series,
                                                                              table_layout::head head);

}  // namespace ddbsnap
