#pragma once

#include <boost/version.hpp>

// Asio's types are in the library's own code, and no version of Boost promises to take another one's. What is
// installed says by DDBSNAP_BOOST_VERSION which one that is: 1081 for 1.81.
#if defined(DDBSNAP_BOOST_VERSION) && BOOST_VERSION / 100 != DDBSNAP_BOOST_VERSION
#error "ddbsnap was built with another version of Boost than this one: build it again, or take that Boost"
#endif
