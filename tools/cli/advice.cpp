#include "cli/advice.hpp"

#include <ddbsnap/error.hpp>

namespace ddbsnap::cli {
namespace {

std::string_view advice_for_ours(errc code) {
    switch (code) {
        case errc::invalid_argument:
        case errc::not_supported:
            return "see `ddbsnap --help`";
        case errc::invalid_name:
            return "choose another name";
        case errc::invalid_configuration:
            return "mend or unset that setting";
        case errc::malformed_file:
            return "mend that file";
        case errc::missing_region:
            return "set AWS_REGION or use --region";
        case errc::already_exists:
            return "save it under another name with --name";
        case errc::corrupt_snapshot:
            return "take another one: `ddbsnap list` shows what is there";
        case errc::io_error:
            return "check the path, its owner and its mode";
        default:
            return {};
    }
}

}  // namespace

std::string_view advice_for(std::error_code code) {
    if (code == condition::throttled) return "try again later, or give the table more capacity";
    if (code == condition::unauthorized) return "`ddbsnap credentials` shows what each provider says";
    if (code == condition::unreachable || code == condition::timeout || code == errc::malformed_response)
        return "check the endpoint and what stands between it and here";
    if (code == service_errc::resource_in_use)
        return "wait until it is ACTIVE: `ddbsnap table describe` says so";
    if (code == service_errc::internal_server_error || code == service_errc::service_unavailable)
        return "try again later";
    if (code.category() == service_category()) return "`ddbsnap doctor` examines the table";
    return code.category() == error_category() ? advice_for_ours(static_cast<errc>(code.value()))
                                               : std::string_view{};
}

std::string one_line(std::string text) {
    for (auto& c : text) {
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    return text;
}

}  // namespace ddbsnap::cli
