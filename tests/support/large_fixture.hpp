#pragma once

#include "support/client_fixture.hpp"
#include "support/held_thread.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace ddbsnap::test {

/// A client whose requests or answers are too large for the loop.
struct large_fixture : client_fixture {
    inline static std::string const text = std::string(200'000, 'x') + "\n\"end\"";
    inline static std::string const text_in_json = std::string(200'000, 'x') + R"(\n\"end\")";

    static put_item_request put_of(std::string body) {
        put_item_request r;
        r.table = "T";
        r.item = {{"b", std::move(body)}, {"k", "v"}};
        return r;
    }
    static std::string large_item() {
        return fmt::format(R"({{"Item":{{"b":{{"S":"{}"}},"k":{{"S":"v"}}}}}})", text_in_json);
    }

    /// Until there is nothing more for the loop to do: what is large waits for the blocking thread.
    void go_on() {
        io.restart();
        while (io.poll() != 0) io.restart();
    }
};

}  // namespace ddbsnap::test
