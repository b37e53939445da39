// The functions that only say something.

#include "c_api/last_error.hpp"

#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/version.hpp>

#include <cstdlib>

char const* ddbsnap_version() { return ddbsnap::version().data(); }

char const* ddbsnap_status_text(int status) {
    switch (status) {
        case DDBSNAP_OK:
            return "done";
        case DDBSNAP_NOTHING_THERE:
            return "nothing there";
        case DDBSNAP_INVALID:
            return "called wrongly";
        case DDBSNAP_TOO_LARGE:
            return "too large";
        case DDBSNAP_CLOSED:
            return "closed";
        case DDBSNAP_IN_CALLBACK:
            return "not from a callback";
        case DDBSNAP_FORKED:
            return "not after a fork";
        case DDBSNAP_QUEUE_FULL:
            return "queue full";
        case DDBSNAP_TIMEOUT:
            return "timed out";
        case DDBSNAP_UNREACHABLE:
            return "unreachable";
        case DDBSNAP_THROTTLED:
            return "throttled";
        case DDBSNAP_UNAUTHORIZED:
            return "unauthorized";
        case DDBSNAP_NO_TABLE:
            return "no such table";
        case DDBSNAP_BAD_CONFIGURATION:
            return "bad configuration";
        case DDBSNAP_IO_ERROR:
            return "input or output error";
        case DDBSNAP_SPOOL_IN_USE:
            return "spool directory in use";
        case DDBSNAP_NOT_STORED:
            return "not everything is stored";
        case DDBSNAP_OUT_OF_MEMORY:
            return "out of memory";
        case DDBSNAP_FAILED:
            return "failed";
        default:
            return "unknown status";
    }
}

char const* ddbsnap_outcome_text(int outcome) {
    switch (outcome) {
        case DDBSNAP_OUTCOME_STORED:
            return "stored";
        case DDBSNAP_OUTCOME_SUPERSEDED:
            return "superseded";
        case DDBSNAP_OUTCOME_SPOOLED:
            return "spooled";
        case DDBSNAP_OUTCOME_FAILED:
            return "failed";
        default:
            return "unknown outcome";
    }
}

char const* ddbsnap_last_error() { return ddbsnap::c_api::last_error(); }

void ddbsnap_free(void* given) { std::free(given); }
