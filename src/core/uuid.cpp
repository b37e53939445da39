#include "core/uuid.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace ddbsnap {

uuid_text::uuid_text() {
    thread_local boost::uuids::random_generator_mt19937 generator;
    boost::uuids::to_chars(generator(), text_.data());
}

std::string random_uuid() { return std::string(uuid_text().view()); }

}  // namespace ddbsnap
