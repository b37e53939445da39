#pragma once

#include "support/fake_world.hpp"
#include "support/scripted_web.hpp"

#include <memory>
#include <string>

namespace ddbsnap::test {

/// The machine that a folder of tests/data/credentials describes.
///
/// `env` has a variable a line. Every other file but `expected.json` and `outside.json` is a file at /home/u;
/// `config` and `credentials` are those of /home/u/.aws. `outside.json` has, all optional:
///
///     now        the time
///     http       the exchanges in order: to, request, headers, body_parts, status, reply_headers, reply
///     (text or a
///                document); or to and fails ("connect_failed", "timeout")
///     names      addresses of host names
///     processes  by command line: exit, output, complaint; or fails
///     unreadable, files   paths that cannot be read; more files, by their whole path
struct scenario_world {
    explicit scenario_world(std::string const& folder);

    world outside() const;

    support::fake_world machine;
    std::shared_ptr<web_script> web = std::make_shared<web_script>();
    std::shared_ptr<net::process_runner> processes;
};

}  // namespace ddbsnap::test
