#include "aws/json_edit.hpp"

#include "aws/json_reader.hpp"
#include "aws/json_writer.hpp"
#include "core/ascii.hpp"

#include <algorithm>

namespace ddbsnap::aws {

std::string json_string(std::string_view text) {
    std::string out;
    json_writer(out).string(text);
    return out;
}

result<std::string> with_members(std::string object, std::vector<json_member> const& changed) {
    std::string out;
    json_writer to(out);
    std::vector<bool> written(changed.size());
    json_reader in(object);
    to.begin_object();
    for (in.enter_object(); in.next_key();) {
        auto const found = std::find_if(changed.begin(), changed.end(), [&](json_member const& m) {
            return equals_ignoring_case(m.name, in.key());
        });
        to.key(in.key());
        auto const old = in.raw();
        if (found == changed.end()) {
            to.raw(old);
        } else {
            to.raw(found->json);
            written[static_cast<std::size_t>(found - changed.begin())] = true;
        }
    }
    if (auto done = in.finish(); !done) return std::move(done).error();
    for (std::size_t i = 0; i != changed.size(); ++i) {
        if (written[i]) continue;
        to.key(changed[i].name);
        to.raw(changed[i].json);
    }
    to.end_object();
    return out;
}

}  // namespace ddbsnap::aws
