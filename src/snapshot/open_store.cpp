#include "snapshot/dynamodb_store.hpp"
#include "snapshot/store_uri.hpp"

#include <ddbsnap/snapshot_store.hpp>

namespace ddbsnap {
namespace {

result<std::unique_ptr<snapshot_store>> open_dynamodb_store(boost::asio::any_io_executor executor,
                                                            store_uri const& uri, store_options options) {
    auto zone = load_time_zone(options.time_zone, options.outside);
    if (!zone) return std::move(zone).error();
    auto config = load_config_for(uri, options.outside, options.aws);
    if (!config) return std::move(config).error();
    client_options for_client;
    for_client.outside = options.outside;
    for_client.config = std::move(*config);
    for_client.observer = options.observer;
    auto client = dynamodb_client::open(std::move(executor), std::move(for_client));
    if (!client) return std::move(client).error();
    return make_dynamodb_store(uri.place, std::move(*client), std::move(*zone), std::move(options));
}

result<std::unique_ptr<snapshot_store>> open_directory(std::string const& directory, store_options options) {
#ifdef DDBSNAP_WITH_FILE_STORE
    return open_file_store(directory, std::move(options));
#else
    static_cast<void>(options);
    return failure(errc::not_supported, "store file:" + directory + ": this build has no file store",
                   "name a table, dynamodb:TABLE, or build with -DDDBSNAP_WITH_FILE_STORE=ON");
#endif
}

}  // namespace

result<std::unique_ptr<snapshot_store>> open_store(boost::asio::any_io_executor executor,
                                                   std::string_view text, store_options options) {
    if (!options.outside.now) options.outside = real_world();
    auto const uri = parse_store_uri(text);
    if (!uri) return failure(uri.error());
    if (uri->what == store_uri::kind::file) return open_directory(uri->place, std::move(options));
    return open_dynamodb_store(std::move(executor), *uri, std::move(options));
}

}  // namespace ddbsnap
