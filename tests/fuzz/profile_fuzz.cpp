// Foreign text as a shared file of either kind. Whatever is accepted must be accepted again, as a file of its
// own profiles, and say the same: what was read can be written down. Seed corpus: tests/data/credentials.
#include "aws/profile_chain.hpp"
#include "aws/profile_file.hpp"
#include "credentials/profile_keys.hpp"

#include <cstdint>
#include <cstdlib>

using namespace ddbsnap;

namespace {

// Values with a comment sign or a continuation have no one-line form.
bool has_plain_form(std::string const& value) { return value.find_first_of("#;\n\r") == value.npos; }

std::string written(aws::profile_file const& file) {
    std::string text;
    for (auto const& [name, section] : file.profiles) {
        text += "[" + name + "]\n";
        for (auto const& [key, property] : section.properties)
            if (has_plain_form(property.value)) text += key + " = " + property.value + "\n";
    }
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    for (auto const kind : {aws::file_kind::config, aws::file_kind::credentials}) {
        std::vector<std::string> warnings;
        auto const file = aws::parse_profile_file(text, kind, "F", warnings);
        if (!file) continue;
        auto const once = written(*file);
        auto const again = aws::parse_profile_file(once, aws::file_kind::credentials, "F", warnings);
        if (!again || written(*again) != once) std::abort();
        aws::shared_files files;
        files.content = *file;
        for (auto const& [name, section] : file->profiles) {
            (void)static_keys_of(section, name);
            (void)aws::resolve_profile_chain(files, {name, "F"});
        }
    }
    return 0;
}
