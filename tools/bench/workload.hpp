#pragma once

#include "bench/bench_case.hpp"

#include <ddbsnap/operations.hpp>

#include <vector>

/// The requests that are measured, and the items that they write or read.
///
/// Items have the key `p` (HASH, S) and `s` (RANGE, S) and the body in `b`: text with the line ends and
/// quotation marks of a TorchServe snapshot.
namespace ddbsnap::bench {

inline constexpr std::size_t items_of_query = 100;
inline constexpr std::size_t items_of_batch = 25;

create_table_request table_for(bench_case const&);

put_item_request put_request(bench_case const&);
get_item_request get_request(bench_case const&);
query_request query_request_for(bench_case const&);
batch_write_request batch_request(bench_case const&);

/// What the reads of the case find; empty for writes.
std::vector<item> items_to_read(bench_case const&);

}  // namespace ddbsnap::bench
