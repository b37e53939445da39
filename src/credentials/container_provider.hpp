#pragma once

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// Keys of the role of a container: an ECS task, an EKS pod (Pod Identity). Environment and token file are
/// read anew each time.
class container_provider : public credentials_provider {
   public:
    /// @param outside  its connector must be set
    explicit container_provider(world outside) : outside_(std::move(outside)) {}

    std::string_view name() const noexcept override { return "container"; }

    /// @errors errc::credentials_not_configured: no variable names a service; errc::invalid_configuration: a
    ///         URL that cannot or may not be asked; errc::credentials_failed: a token or an answer that
    ///         cannot be used; those of the wire
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    world outside_;
};

}  // namespace ddbsnap
