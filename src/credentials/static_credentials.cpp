#include <ddbsnap/credentials.hpp>

namespace ddbsnap {
namespace {

class static_provider : public credentials_provider {
   public:
    explicit static_provider(credentials keys) : keys_(std::move(keys)) {}

    std::string_view name() const noexcept override { return "static"; }
    boost::asio::awaitable<result<credentials>> load() override { co_return keys_; }

   private:
    credentials keys_;
};

}  // namespace

std::shared_ptr<credentials_provider> static_credentials(credentials keys) {
    if (keys.source.empty()) keys.source = "static";
    return std::make_shared<static_provider>(std::move(keys));
}

}  // namespace ddbsnap
