#include "core/uuid.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace ddbsnap {

std::string random_uuid() {
    thread_local boost::uuids::random_generator_mt19937 generator;
    return to_string(generator());
}

}  // namespace ddbsnap
