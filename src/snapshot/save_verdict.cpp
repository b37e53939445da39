#include "snapshot/save_verdict.hpp"

namespace ddbsnap {

save_verdict judge_save(failure const& f) noexcept {
    auto const code = f.code();
    // Keys come back: a metadata service that restarts, a token that is renewed.
    if (code == errc::no_credentials || code == errc::credentials_failed ||
        code == service_errc::expired_token)
        return save_verdict::again;
    // What DynamoDB could find wrong with a snapshot is looked at before it is sent: what is left is a table
    // of other keys.
    if (code == condition::unauthorized || code == condition::not_found || code == errc::table_mismatch ||
        code == service_errc::validation || code == errc::invalid_configuration ||
        code == errc::missing_region || code == errc::malformed_file)
        return save_verdict::refused_here;
    if (code == condition::bad_request || code == errc::not_supported || code == errc::already_exists ||
        code == errc::producer_failed || code == errc::corrupt_snapshot ||
        code == service_errc::item_collection_size_limit_exceeded)
        return save_verdict::refused_snapshot;
    return save_verdict::again;
}

}  // namespace ddbsnap
