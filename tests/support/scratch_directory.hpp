#pragma once

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <stdlib.h>
#include <string>

namespace ddbsnap::test {

/// An empty directory that is there as long as the object is.
class scratch_directory {
   public:
    scratch_directory() {
        auto pattern = testing::TempDir() + "ddbsnap.XXXXXX";
        path_ = ::mkdtemp(pattern.data());
    }
    scratch_directory(scratch_directory const&) = delete;
    scratch_directory& operator=(scratch_directory const&) = delete;
    ~scratch_directory() { std::filesystem::remove_all(path_); }

    std::filesystem::path const& path() const { return path_; }

    void put(std::string const& file_name, std::string const& bytes) const {
        std::filesystem::create_directories((path_ / file_name).parent_path());
        std::ofstream(path_ / file_name, std::ios::binary) << bytes;
    }

    /// Every file below, with its bytes.
    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> found;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(path_)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            found[std::filesystem::relative(entry.path(), path_).string()] =
                std::string(std::istreambuf_iterator<char>(in), {});
        }
        return found;
    }

   private:
    std::filesystem::path path_;
};

}  // namespace ddbsnap::test
