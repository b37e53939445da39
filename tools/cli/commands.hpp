#pragma once

#include "cli/session.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace ddbsnap::cli {

/// A command sets this to what is to be done; it is called once the whole command line has been understood.
using action = std::function<int()>;

// Each adds one command with its options to the application.
void add_save(CLI::App& app, session& s, action& todo);
void add_last(CLI::App& app, session& s, action& todo);
void add_list(CLI::App& app, session& s, action& todo);
void add_show(CLI::App& app, session& s, action& todo);
void add_diff(CLI::App& app, session& s, action& todo);
void add_prune(CLI::App& app, session& s, action& todo);
void add_copy(CLI::App& app, session& s, action& todo);
void add_watch(CLI::App& app, session& s, action& todo);
void add_table(CLI::App& app, session& s, action& todo);
void add_credentials(CLI::App& app, session& s, action& todo);
void add_doctor(CLI::App& app, session& s, action& todo);
void add_endpoint(CLI::App& app, session& s, action& todo);
void add_sign(CLI::App& app, session& s, action& todo);
void add_completion(CLI::App& app, action& todo);
void add_manual(CLI::App& app, action& todo);

/// The whole command line: global options and every command.
void describe_application(CLI::App& app, session& s, action& todo);

}  // namespace ddbsnap::cli
