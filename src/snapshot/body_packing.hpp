#pragma once

#include "snapshot/body_form.hpp"

#include <string>
#include <string_view>
#include <vector>

// What makes the stored form of a large body, and a body of its stored form. It takes milliseconds and is not
// for the loop.
namespace ddbsnap {

struct packed_body {
    body_form form;
    std::string compressed;  ///< empty: it is stored as it is
};

/// Compresses a body where that makes it smaller.
packed_body pack_body(std::string_view body, body_kind kind);

struct part_content {
    std::string bytes;
    std::string hash;  ///< as its item has it
};

/// Joins what parts hold.
/// @errors errc::corrupt_snapshot, with the part that is damaged
result<std::string> join_parts(std::vector<part_content> parts);

/// @errors errc::corrupt_snapshot, errc::not_supported where this build cannot decompress
result<std::string> unpack_body(body_form const& form, std::string stored);

}  // namespace ddbsnap
