#pragma once

#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/snapshot_writer.hpp>

#include <string>

/// What ddbsnap_open() will be told.
struct ddbsnap_options {
    std::string store;
    std::string series;
    ddbsnap::writer_options writer;  ///< but for its callbacks
    ddbsnap_outcome_callback on_outcome = nullptr;
    void* outcome_data = nullptr;
    ddbsnap::log_level log_from = ddbsnap::log_level::off;
    ddbsnap_log_callback on_log = nullptr;
    void* log_data = nullptr;
};
