#include "fault/fault.hpp"

#include <fmt/format.h>

namespace ddbsnap::test {
namespace {

// A status, the exception that goes with it, and what each is read as.
struct status_kind {
    int status;
    std::string exception;
    std::error_code named;
    std::error_code nameless;
    fault::again retried;
    fault::fate write;
};

status_kind const kinds[]{
    {400, "ValidationException", service_errc::validation, service_errc::unknown, fault::again::never,
     fault::fate::refused},
    {413, "RequestEntityTooLargeException", service_errc::request_too_large, service_errc::request_too_large,
     fault::again::never, fault::fate::refused},
    {429, "ThrottlingException", service_errc::throttling, service_errc::unknown, fault::again::always,
     fault::fate::refused},
    {500, "InternalServerError", service_errc::internal_server_error, service_errc::internal_server_error,
     fault::again::always, fault::fate::unknown},
    {503, "ServiceUnavailable", service_errc::service_unavailable, service_errc::service_unavailable,
     fault::again::always, fault::fate::unknown},
};

struct form {
    char const* name;
    bool says_exception;
    std::string body;  // {0}: the exception
    std::string headers{};
};

// As the services and what stands before them are known to say it.
form const forms[]{
    {"type_with_prefix", true, R"({{"__type":"com.amazonaws.dynamodb.v20120810#{0}","message":"m"}})"},
    {"bare_type", true, R"({{"__type":"{0}","message":"m"}})"},
    {"type_with_url", true, R"({{"__type":"{0}:http://internal.amazon.com/coral/com.amazon.coral#x/"}})"},
    {"type_in_header", true, R"({{"message":"m"}})",
     "x-amzn-ErrorType: {0}:http://internal.amazon.com/#x/\r\n"},
    {"code", true, R"({{"code":"{0}","message":"m"}})"},
    {"capital_message", true, R"({{"__type":"a.b#{0}","Message":"m"}})"},
    {"gzip_in_name_only", true, R"({{"__type":"{0}","message":"m"}})", "Content-Encoding: gzip\r\n"},
    {"nothing", false, ""},
    {"html", false, "<html><body>ValidationException InternalServerError</body></html>"},
};

fault one(status_kind const& k, form const& f) {
    fault made{fmt::format("status_{}_{}", k.status, f.name)};
    made.what.send = http_answer(k.status, fmt::format(fmt::runtime(f.body), k.exception),
                                 fmt::format(fmt::runtime(f.headers), k.exception));
    made.codes = {f.says_exception ? k.named : k.nameless};
    made.retried = k.retried;
    made.write = k.write;
    if (k.status == 429 && !f.says_exception) {
        // No service says it like this: whether to slow down or to give up is the client's choice.
        made.retried = fault::again::either;
        made.codes.push_back(service_errc::throttling);
    }
    return made;
}

// The name of the exception may have been read before the end, or not.
fault cut_off(status_kind const& k) {
    fault made{fmt::format("status_{}_json_cut_off", k.status)};
    made.what.send = http_answer(k.status, fmt::format(R"({{"__type":"{}","mess)", k.exception));
    made.codes = {k.named, k.nameless};
    made.retried = k.status == 429 ? fault::again::either : k.retried;
    made.write = k.write;
    return made;
}

}  // namespace

std::vector<fault> error_faults() {
    std::vector<fault> all;
    for (auto const& kind : kinds) {
        for (auto const& each : forms) {
            all.push_back(one(kind, each));
            // The forms do not depend on the operation: these two stand for the others.
            all.back().costly = kind.status != 400 && kind.status != 500;
        }
        all.push_back(cut_off(kind));
    }
    return all;
}

}  // namespace ddbsnap::test
