#include "support/scenario_world.hpp"

#include "core/time_text.hpp"
#include "net/process_runner.hpp"
#include "support/data_file.hpp"
#include "support/http_text.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sstream>

namespace ddbsnap::test {
namespace {

using json = rapidjson::Value;

std::string text_of(json const& in, char const* name, std::string otherwise = {}) {
    return in.HasMember(name) ? std::string(in[name].GetString(), in[name].GetStringLength()) : otherwise;
}

int number_of(json const& in, char const* name, int otherwise) {
    return in.HasMember(name) ? in[name].GetInt() : otherwise;
}

// A text as it is, anything else as a document.
std::string reply_of(json const& in) {
    if (!in.HasMember("reply")) return {};
    if (in["reply"].IsString()) return text_of(in, "reply");
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    in["reply"].Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

errc failure_of(json const& in) {
    auto const text = text_of(in, "fails");
    if (text.empty()) return errc{};
    if (text == "timeout") return errc::timeout;
    if (text == "response_too_large") return errc::response_too_large;
    EXPECT_EQ(text, "connect_failed") << "unknown way to fail";
    return errc::connect_failed;
}

web_exchange exchange_of(json const& in) {
    web_exchange e;
    e.to = text_of(in, "to");
    e.request = text_of(in, "request");
    e.fails = failure_of(in);
    if (in.HasMember("headers"))
        for (auto const& header : in["headers"].GetObject())
            e.headers[header.name.GetString()] = header.value.GetString();
    if (in.HasMember("body_parts"))
        for (auto const& part : in["body_parts"].GetArray()) e.body_parts.emplace_back(part.GetString());
    std::string headers;
    if (in.HasMember("reply_headers"))
        for (auto const& header : in["reply_headers"].GetObject())
            headers += fmt::format("{}: {}\r\n", header.name.GetString(), header.value.GetString());
    e.answer = http_answer(number_of(in, "status", 200), reply_of(in), headers);
    return e;
}

class scripted_processes final : public net::process_runner {
   public:
    explicit scripted_processes(json const& commands) {
        for (auto const& command : commands.GetObject()) {
            auto const& how = command.value;
            net::process_outcome const ended{number_of(how, "exit", 0), text_of(how, "output"),
                                             text_of(how, "complaint")};
            auto const fails = failure_of(how);
            outcomes_.emplace(command.name.GetString(),
                              fails == errc{}
                                  ? result<net::process_outcome>(ended)
                                  : result<net::process_outcome>(failure(fails, "it took too long")));
        }
    }

    boost::asio::awaitable<result<net::process_outcome>> run(net::process_command command) override {
        auto const found = outcomes_.find(command.line);
        if (found == outcomes_.end()) co_return net::process_outcome{127, {}, "not found"};
        co_return found->second;
    }

   private:
    std::map<std::string, result<net::process_outcome>> outcomes_;
};

void read_files(std::string const& folder, support::fake_world& machine) {
    for (auto const& entry : std::filesystem::directory_iterator(data_path(folder))) {
        auto const name = entry.path().filename().string();
        if (name == "env" || name == "expected.json" || name == "outside.json") continue;
        bool const is_shared_file = name == "config" || name == "credentials";
        machine.file((is_shared_file ? "/home/u/.aws/" : "/home/u/") + name, read_data(folder + name));
    }
}

}  // namespace

scenario_world::scenario_world(std::string const& folder) {
    std::istringstream variables(read_data(folder + "env"));
    for (std::string line; std::getline(variables, line);)
        machine.set(line.substr(0, line.find('=')), line.substr(line.find('=') + 1));
    read_files(folder, machine);
    rapidjson::Document outside;
    outside.Parse(std::filesystem::exists(data_path(folder + "outside.json"))
                      ? read_data(folder + "outside.json").c_str()
                      : "{}");
    if (!outside.IsObject()) throw std::runtime_error(folder + "outside.json is not an object");
    machine.now(parse_iso8601(text_of(outside, "now", "2026-01-02T03:04:05Z")).value());
    if (outside.HasMember("http"))
        for (auto const& exchange : outside["http"].GetArray())
            web->exchanges.push_back(exchange_of(exchange));
    if (outside.HasMember("names"))
        for (auto const& name : outside["names"].GetObject())
            for (auto const& address : name.value.GetArray())
                web->names[name.name.GetString()].emplace_back(address.GetString());
    if (outside.HasMember("files"))
        for (auto const& file : outside["files"].GetObject())
            machine.file(file.name.GetString(), file.value.GetString());
    if (outside.HasMember("unreadable"))
        for (auto const& path : outside["unreadable"].GetArray())
            machine.unreadable(path.GetString(), "Permission denied");
    json const none(rapidjson::kObjectType);
    processes =
        std::make_shared<scripted_processes>(outside.HasMember("processes") ? outside["processes"] : none);
}

world scenario_world::outside() const {
    auto w = machine.outside();
    w.connector = make_scripted_web(web);
    w.processes = processes;
    w.random = [] { return 0.0; };
    return w;
}

}  // namespace ddbsnap::test
