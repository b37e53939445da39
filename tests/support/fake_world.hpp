#pragma once

#include <ddbsnap/world.hpp>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::support {

/// A world of values: set what is there, hand out `outside()`, look at what was read and logged. Worlds
/// handed out see later changes, and outlive this object.
class fake_world {
   public:
    fake_world() { set("HOME", "/home/u"); }

    fake_world& set(std::string const& name, std::string value) {
        state_->environment[name] = std::move(value);
        return *this;
    }
    fake_world& unset(std::string const& name) {
        state_->environment.erase(name);
        return *this;
    }
    fake_world& file(std::string const& path, std::string content) {
        state_->files.insert_or_assign(path, result<std::string>(std::move(content)));
        return *this;
    }
    fake_world& unreadable(std::string const& path, std::string const& reason) {
        state_->files.insert_or_assign(path, result<std::string>(failure(errc::io_error, reason)));
        return *this;
    }
    fake_world& config(std::string content) { return file("/home/u/.aws/config", std::move(content)); }
    fake_world& credentials(std::string content) {
        return file("/home/u/.aws/credentials", std::move(content));
    }
    fake_world& now(system_time time) {
        state_->now = time;
        return *this;
    }

    /// Replacing files fails from now on.
    fake_world& read_only(std::string const& reason) {
        state_->read_only = reason;
        return *this;
    }

    std::vector<std::string> const& files_read() const { return state_->files_read; }
    /// Paths and bytes of what was replaced, in order.
    std::vector<std::pair<std::string, std::string>> const& files_replaced() const {
        return state_->files_replaced;
    }
    std::vector<std::string> const& log() const { return state_->log; }

    world outside() const {
        world w;
        w.environment = [s = state_](std::string const& name) -> std::optional<std::string> {
            auto const found = s->environment.find(name);
            return found == s->environment.end() ? std::nullopt : std::optional(found->second);
        };
        w.read_file = [s = state_](std::filesystem::path const& path) -> result<std::string> {
            s->files_read.push_back(path.string());
            auto const found = s->files.find(path.string());
            if (found == s->files.end()) return failure(errc::not_found, "no " + path.string());
            return found->second;
        };
        w.replace_file = [s = state_](std::filesystem::path const& path,
                                      std::string_view bytes) -> result<void> {
            if (!s->read_only.empty()) return failure(errc::io_error, s->read_only);
            s->files_replaced.emplace_back(path.string(), bytes);
            s->files.insert_or_assign(path.string(), result<std::string>(std::string(bytes)));
            return {};
        };
        w.now = [s = state_] { return s->now; };
        w.log = logger(log_level::trace, [s = state_](log_level level, std::string_view line) {
            s->log.push_back(std::string(to_string(level)) + ": " + std::string(line));
        });
        return w;
    }

   private:
    struct state {
        std::map<std::string, std::string> environment;
        std::map<std::string, result<std::string>> files;
        std::vector<std::string> files_read;
        std::vector<std::pair<std::string, std::string>> files_replaced;
        std::string read_only;
        std::vector<std::string> log;
        system_time now{};
    };
    std::shared_ptr<state> state_ = std::make_shared<state>();
};

}  // namespace ddbsnap::support
