#include "model_server/log.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace model_server {

void log(std::string_view line) {
    std::string text = "ddbsnap-model-server: ";
    std::replace_copy_if(
        line.begin(), line.end(), std::back_inserter(text),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), stderr);  // at once, as others may write there too
}

void log_thrown(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (std::exception const& e) {
        log(std::string("internal error: ") + e.what());
    } catch (...) {
        log("internal error");
    }
}

ddbsnap::logger library_log() {
    return ddbsnap::logger(ddbsnap::log_level::warning,
                           [](ddbsnap::log_level, std::string_view line) { log(line); });
}

}  // namespace model_server
