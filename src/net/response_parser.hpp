#pragma once

#include "core/hash.hpp"
#include "net/http_response.hpp"

#include <boost/beast/http/basic_parser.hpp>

namespace ddbsnap::net {

/// Beast's grammar of HTTP, writing straight into a response: nothing of it is built twice.
class response_parser final : public boost::beast::http::basic_parser<false> {
   public:
    using error_code = boost::beast::error_code;

    http_response& response() noexcept { return response_; }

   private:
    using text = boost::beast::string_view;
    using length = boost::optional<std::uint64_t>;

    void on_request_impl(boost::beast::http::verb, text, text, int, error_code&) override {}
    void on_response_impl(int status, text, int, error_code&) override { response_.status = status; }
    void on_field_impl(boost::beast::http::field, text name, text value, error_code&) override {
        response_.add_header({name.data(), name.size()}, {value.data(), value.size()});
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(length const& size, error_code&) override;
    std::size_t on_body_impl(text part, error_code&) override {
        response_.body.append(part.data(), part.size());
        response_.body_crc32 = crc32({part.data(), part.size()}, response_.body_crc32);
        return part.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text part, error_code& ec) override {
        return on_body_impl(part, ec);
    }
    void on_finish_impl(error_code&) override {}

    http_response response_;
};

}  // namespace ddbsnap::net
