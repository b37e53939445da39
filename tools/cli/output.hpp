#pragma once

#include "aws/json_writer.hpp"

#include <ddbsnap/snapshot.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::cli {

/// Columns as wide as their widest cell; the last one is not padded.
std::string format_table(std::vector<std::string> const& header,
                         std::vector<std::vector<std::string>> const& rows);

/// "1.2 KB", in powers of 1,024.
std::string format_size(std::uint64_t bytes);

/// Standard output is a terminal that may be coloured (NO_COLOR is honoured).
bool has_colour();

/// `{"series":...,"name":...,"created":...,"size":...,"kind":...,"expires":...}`
std::string to_json(snapshot_info const& s);
std::string to_json(std::vector<snapshot_info> const& all);
/// The same members into an object that is open.
void write_members(aws::json_writer& out, snapshot_info const& s);

/// Reads a file, or standard input for "-".
result<std::string> read_input(std::string const& path);

/// Writes a file so that it is either as before or whole; to standard output for "-".
result<void> write_output(std::string const& path, std::string_view bytes);

/// A bar on standard error that redraws itself, on a terminal only.
class progress_bar {
   public:
    explicit progress_bar(bool quiet);
    ~progress_bar();
    progress_bar(progress_bar const&) = delete;
    progress_bar& operator=(progress_bar const&) = delete;

    void show(std::size_t done, std::size_t total);

   private:
    bool on_;
    bool shown_ = false;
};

}  // namespace ddbsnap::cli
