#include "fault/fault.hpp"

namespace ddbsnap::test {

fault lost(std::string name, reaction what) {
    fault f{std::move(name), std::move(what)};
    f.codes = {errc::connection_closed};
    f.retried = fault::again::always;
    return f;
}

fault stalls(std::string name, reaction what) {
    fault f{std::move(name), std::move(what)};
    f.codes = {errc::timeout};
    f.retried = fault::again::always;
    f.hangs = true;
    return f;
}

fault malformed(std::string name, answer_function answer) {
    fault f{std::move(name)};
    f.what.answer = std::move(answer);
    f.codes = {errc::malformed_response};
    return f;
}

fault refused(std::string name, std::string answer, std::vector<std::error_code> codes) {
    fault f{std::move(name), {.send = std::move(answer)}};
    f.codes = std::move(codes);
    f.write = fault::fate::refused;
    return f;
}

fault server_failed(std::string name, std::string answer, std::error_code code) {
    fault f{std::move(name), {.send = std::move(answer)}};
    f.codes = {code};
    f.retried = fault::again::always;
    return f;
}

fault harmless(std::string name, answer_function answer) {
    fault f{std::move(name)};
    f.what.answer = std::move(answer);
    f.result = fault::outcome::harmless;
    return f;
}

}  // namespace ddbsnap::test
