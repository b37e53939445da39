#pragma once

#include "support/writer_fixture.hpp"

namespace ddbsnap::test {

/// A writer with a spool directory.
struct spool_fixture : writer_fixture {
    spool_fixture() { spool_to_scratch(); }

    /// Series and bodies that are in the spool directory: `a=1`.
    std::string spooled() const {
        std::string text;
        for (auto const& [file, bytes] : scratch.files()) {
            auto const read = parse_spool_file(bytes);
            if (read) text += (text.empty() ? "" : " ") + read->about.series + "=" + std::string(read->body);
        }
        return text;
    }

    void answer_all(failure const& f) {
        for (auto const& call : std::vector(store->open)) call->fail(f);
        settle();
    }

    /// Ends the process' writer in good order, and begins the next one's.
    void end_and_forget() {
        start(core->close(std::chrono::milliseconds(0)));
        core.reset();
        settle();
        store = std::make_shared<puppet_store>();
        ended.clear();
    }
};

}  // namespace ddbsnap::test
