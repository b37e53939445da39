#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// The path of a file below tests/data.
inline std::string data_path(std::string const& name) { return std::string(DDBSNAP_TEST_DATA "/") + name; }

/// All of a file below tests/data. A missing file fails the test.
inline std::string read_data(std::string const& name) {
    std::ifstream file(data_path(name), std::ios::binary);
    EXPECT_TRUE(file) << "there is no " << data_path(name);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The rows of a table below tests/data: columns end with a tabulator, lines that begin with # are comments.
inline std::vector<std::vector<std::string>> read_rows(std::string const& name) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(read_data(name));
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream columns(line);
        auto& row = rows.emplace_back();
        for (std::string column; std::getline(columns, column, '\t');) row.push_back(column);
    }
    return rows;
}

}  // namespace ddbsnap::test
