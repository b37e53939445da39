#include "core/uuid.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace ddbsnap {

uuid_text::uuid_text() {
    // One call of the system for each; a generator of its own would want 624 before it gives the first.
    thread_local boost::uuids::random_generator_pure generator;
    boost::uuids::to_chars(generator(), text_.data());
}

std::string random_uuid() { return std::string(uuid_text().view()); }

}  // namespace ddbsnap
