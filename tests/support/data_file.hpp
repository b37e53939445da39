#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

namespace ddbsnap::test {

/// The path of a file below tests/data.
inline std::string data_path(std::string const& name) { return std::string(DDBSNAP_TEST_DATA "/") + name; }

/// All of a file below tests/data. A missing file fails the test.
inline std::string read_data(std::string const& name) {
    std::ifstream file(data_path(name), std::ios::binary);
    EXPECT_TRUE(file) << "there is no " << data_path(name);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace ddbsnap::test
