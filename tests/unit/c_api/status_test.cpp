#include "c_api/status.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::c_api {
namespace {

struct mapping {
    std::error_code code;
    ddbsnap_status status;
};

TEST(c_status, says_of_each_kind_of_failure_what_to_do_about_it) {
    mapping const table[] = {
        {{}, DDBSNAP_OK},
        {errc::not_found, DDBSNAP_NOTHING_THERE},
        {errc::invalid_argument, DDBSNAP_INVALID},
        {errc::invalid_name, DDBSNAP_INVALID},
        {errc::not_supported, DDBSNAP_INVALID},
        {errc::item_too_large, DDBSNAP_TOO_LARGE},
        {errc::snapshot_too_large, DDBSNAP_TOO_LARGE},
        {errc::writer_closed, DDBSNAP_CLOSED},
        {errc::queue_full, DDBSNAP_QUEUE_FULL},
        {errc::timeout, DDBSNAP_TIMEOUT},
        {errc::resolve_failed, DDBSNAP_UNREACHABLE},
        {errc::connect_failed, DDBSNAP_UNREACHABLE},
        {errc::certificate_rejected, DDBSNAP_UNREACHABLE},
        {service_errc::throttling, DDBSNAP_THROTTLED},
        {service_errc::provisioned_throughput_exceeded, DDBSNAP_THROTTLED},
        {errc::no_credentials, DDBSNAP_UNAUTHORIZED},
        {errc::credentials_failed, DDBSNAP_UNAUTHORIZED},
        {service_errc::access_denied, DDBSNAP_UNAUTHORIZED},
        {service_errc::expired_token, DDBSNAP_UNAUTHORIZED},
        {errc::table_missing, DDBSNAP_NO_TABLE},
        {errc::index_missing, DDBSNAP_NO_TABLE},
        {errc::table_mismatch, DDBSNAP_NO_TABLE},
        {service_errc::resource_not_found, DDBSNAP_NO_TABLE},
        {errc::invalid_configuration, DDBSNAP_BAD_CONFIGURATION},
        {errc::malformed_file, DDBSNAP_BAD_CONFIGURATION},
        {errc::missing_region, DDBSNAP_BAD_CONFIGURATION},
        {errc::io_error, DDBSNAP_IO_ERROR},
        {errc::spool_in_use, DDBSNAP_SPOOL_IN_USE},
        {std::make_error_code(std::errc::not_enough_memory), DDBSNAP_OUT_OF_MEMORY},
        {errc::corrupt_snapshot, DDBSNAP_FAILED},
        {service_errc::internal_server_error, DDBSNAP_FAILED},
        {service_errc::validation, DDBSNAP_FAILED},
        {std::make_error_code(std::errc::invalid_argument), DDBSNAP_FAILED},
    };
    for (auto const& m : table) EXPECT_EQ(status_of(m.code), m.status) << m.code.message();
}

TEST(c_status, has_the_outcomes_of_a_writer) {
    for (auto const o :
         {save_outcome::stored, save_outcome::superseded, save_outcome::spooled, save_outcome::failed})
        EXPECT_EQ(to_string(o), ddbsnap_outcome_text(outcome_of(o)));
}

}  // namespace
}  // namespace ddbsnap::c_api
