#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ddbsnap {

/// The most that one BatchWriteItem takes.
inline constexpr std::size_t items_in_batch = 25;

/// The bytes of items that go into one BatchWriteItem, as DynamoDB counts items. Its JSON may have 16 MB, and
/// a control character, one byte, has six there: with this much, any bodies fit without being looked at.
inline constexpr std::size_t bytes_in_batch = 2'600'000;

/// Something that is to be written.
struct batch_candidate {
    std::size_t index;  ///< the caller's
    std::size_t size;
    std::string key;
};

/// Which of them go together: each where it fits first. Two of one key never do, as DynamoDB refuses that.
std::vector<std::vector<std::size_t>> group_into_batches(std::vector<batch_candidate> const&);

}  // namespace ddbsnap
