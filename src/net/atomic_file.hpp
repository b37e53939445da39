#pragma once

#include "net/file_calls.hpp"

#include <ddbsnap/result.hpp>

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ddbsnap::net {

/// How the names of temporary files begin. A process that ends in the middle of a save may leave one behind.
constexpr std::string_view temporary_prefix = ".ddbsnap-";

/// Creates a file that is there with all of its bytes or not at all, also after a loss of power, and never
/// replaces one: temporary file in the same directory, fsync, rename, fsync of the directory. A failure
/// leaves the directory as it was. The file's mode is 0600: a server's configuration holds passwords
/// (TorchServe's has those of its key store), and a reader that is refused shows at once, one that is not
/// never does.
///
/// @errors errc::already_exists, errc::io_error
result<void> create_file_atomically(std::filesystem::path const& directory, std::string const& file_name,
                                    std::string_view bytes, file_calls const&);

/// Gives a file new bytes, and mode 0600, as a whole or not at all; it need not be there before. A symbolic
/// link stays one: what it leads to is replaced. A failure leaves the directory as it was, but for one: where
/// only the directory's fsync failed, the new bytes are there.
///
/// @errors errc::io_error
result<void> replace_file_atomically(std::filesystem::path const&, std::string_view bytes, file_calls const&);
/// The same of several pieces, one after another.
result<void> replace_file_atomically(std::filesystem::path const&,
                                     std::initializer_list<std::string_view> pieces, file_calls const&);

/// Creates a directory and those above it that are missing, durably.
/// @errors errc::io_error
result<void> create_directories_durably(std::filesystem::path const& directory, file_calls const&);

/// errc::io_error with the reason that errno has.
failure file_failure(std::string_view doing, std::filesystem::path const&, int error_number);

}  // namespace ddbsnap::net
