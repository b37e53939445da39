#include "model_server/blocking_saver.hpp"

namespace model_server {

ddbsnap::result<std::unique_ptr<blocking_saver>> blocking_saver::open(std::string const& store,
                                                                      ddbsnap::store_options settings) {
    settings.head = false;  // the Java plugin has none: one request a snapshot
    auto saver = std::make_unique<blocking_saver>();
    auto opened = ddbsnap::open_store(saver->runtime_.executor(), store, std::move(settings));
    if (!opened) return std::move(opened).error();
    saver->store_ = *std::move(opened);
    return saver;
}

ddbsnap::result<void> blocking_saver::save(std::string series, std::string name, std::string body) {
    ddbsnap::save_request request;
    request.series = std::move(series);
    request.name = std::move(name);
    request.body = std::move(body);
    auto const saved = runtime_.wait(store_->save(std::move(request)));  // here the loop stands still
    if (!saved) return saved.error();
    return {};
}

}  // namespace model_server
