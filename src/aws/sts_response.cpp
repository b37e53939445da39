#include "aws/sts_response.hpp"

#include "aws/arn.hpp"
#include "core/ascii.hpp"
#include "core/time_text.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

using namespace std::string_view_literals;

failure cannot_use(std::string_view why) {
    return failure(errc::credentials_failed, fmt::format("the answer {}", why),
                   "check what stands at the endpoint: AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, a proxy");
}

// Names without the prefix of their namespace, which is the sender's to choose.
std::string_view local_name(pugi::xml_node node) {
    std::string_view const name = node.name();
    return name.substr(name.find(':') + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
    return parent.find_child([name](pugi::xml_node node) { return local_name(node) == name; });
}

pugi::xml_node child_ending(pugi::xml_node parent, std::string_view ending) {
    return parent.find_child([ending](pugi::xml_node node) { return local_name(node).ends_with(ending); });
}

// A text may come in several pieces: CDATA sections, and what is on both sides of a comment.
std::string text_of(pugi::xml_node node) {
    std::string text;
    for (auto const piece : node.children())
        if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) text += piece.value();
    return std::string(trim(text));
}

// The parser neither recurses nor resolves entities of a document's own; a document that declares any is
// not one of STS.
bool parse(pugi::xml_document& document, std::string_view xml) {
    if (xml.size() > largest_sts_document || xml.find('\0') != xml.npos) return false;
    auto const flags = pugi::parse_default | pugi::parse_doctype;
    if (!document.load_buffer(xml.data(), xml.size(), flags, pugi::encoding_utf8)) return false;
    return !document.find_child([](pugi::xml_node node) { return node.type() == pugi::node_doctype; });
}

// What goes into headers and environment variables: visible ASCII.
bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

result<credentials> read_sts_answer(std::string_view xml) {
    pugi::xml_document document;
    if (!parse(document, xml)) return cannot_use("is not an XML document of STS");
    auto const outcome = child_ending(document.document_element(), "Result");
    auto const keys = child(outcome, "Credentials");
    if (!keys) return cannot_use("has no element Credentials");
    for (auto const name : {"AccessKeyId"sv, "SecretAccessKey"sv, "SessionToken"sv, "Expiration"sv}) {
        if (!child(keys, name)) return cannot_use(fmt::format("has no element {}", name));
        if (!is_token(text_of(child(keys, name))))
            return cannot_use(fmt::format("has an element {} that cannot be one", name));
    }
    credentials found;
    found.access_key_id = text_of(child(keys, "AccessKeyId"));
    found.secret_access_key = secret_string(text_of(child(keys, "SecretAccessKey")));
    found.session_token = secret_string(text_of(child(keys, "SessionToken")));
    found.expiration = parse_iso8601(text_of(child(keys, "Expiration")));
    if (!found.expiration) return cannot_use("has an element Expiration that is not a time");
    found.account_id = account_of_arn(text_of(child(child(outcome, "AssumedRoleUser"), "Arn")));
    return found;
}

std::optional<sts_error> read_sts_error(std::string_view xml) {
    pugi::xml_document document;
    if (!parse(document, xml)) return std::nullopt;
    auto const root = document.document_element();
    auto error = child(root, "Error");
    if (!error)
        error = child(child(root, "Errors"), "Error");  // as EC2 has it, and servers that stand in for STS
    sts_error said{text_of(child(error, "Code")), text_of(child(error, "Message")),
                   text_of(child(root, "RequestId"))};
    if (said.code.empty()) return std::nullopt;
    return said;
}

}  // namespace ddbsnap::aws
