#include "credentials/document_answer.hpp"

#include "aws/credential_document.hpp"

#include <fmt/format.h>

namespace ddbsnap {

failure refusal(net::http_response const& answer, fetch_rules const& rules, secret_string const& sent) {
    auto f = unexpected_answer(rules, answer);
    f.details().origin = error_origin::server;
    if (answer.status >= 300 && answer.status < 400) {
        f.details().message += ": redirects are not followed";
    } else if (auto const told = aws::read_error_document(answer.body, sent.reveal())) {
        f.details().message += fmt::format(" ({})", told->to_string());
        f.details().service_code = told->code;
    }
    return f;
}

result<credentials> keys_in(net::http_response const& answer, fetch_rules const& rules,
                            secret_string const& sent, std::string source) {
    if (answer.status < 200 || answer.status > 299) return refusal(answer, rules, sent);
    auto document = aws::read_credential_document(answer.body, sent.reveal());
    if (!document) {
        auto details = document.error().details();
        details.http_status = answer.status;
        failure f(errc::credentials_failed, std::move(details));
        return f.add_context(rules.who);
    }
    credentials keys;
    keys.access_key_id = std::move(document->access_key_id);
    keys.secret_access_key = std::move(document->secret_access_key);
    keys.session_token = std::move(document->session_token);
    keys.expiration = document->expiration;
    keys.account_id = std::move(document->account_id);
    keys.source = std::move(source);
    return keys;
}

}  // namespace ddbsnap
