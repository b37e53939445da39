#pragma once

#include <ddbsnap/credentials.hpp>

#include <chrono>

namespace ddbsnap {

/// Keys of the role of a container: an ECS task, an EKS pod (Pod Identity). Environment and token file are
/// read anew each time.
class container_provider : public credentials_provider {
   public:
    /// @param outside  its connector must be set
    /// @param attempt  how long one of three attempts may take
    explicit container_provider(world outside, std::chrono::milliseconds attempt = std::chrono::seconds(5))
        : outside_(std::move(outside)), attempt_(attempt) {}

    std::string_view name() const noexcept override { return "container"; }

    /// @errors errc::credentials_not_configured: no variable names a service; errc::invalid_configuration: a
    ///         URL that cannot or may not be asked; errc::credentials_failed: a token or an answer that
    ///         cannot be used; those of the wire
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    boost::asio::awaitable<result<credentials>> ask();

    world outside_;
    std::chrono::milliseconds attempt_;
};

}  // namespace ddbsnap
