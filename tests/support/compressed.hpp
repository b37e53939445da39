#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <zlib.h>

namespace ddbsnap::test {

/// `bytes` as zlib compresses them, in gzip's format.
inline std::string gzip(std::string_view bytes) {
    z_stream state{};
    EXPECT_EQ(::deflateInit2(&state, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(::deflateBound(&state, bytes.size()), '\0');
    state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    state.avail_in = static_cast<uInt>(bytes.size());
    state.next_out = reinterpret_cast<Bytef*>(out.data());
    state.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(::deflate(&state, Z_FINISH), Z_STREAM_END);
    out.resize(state.total_out);
    ::deflateEnd(&state);
    return out;
}

}  // namespace ddbsnap::test
