// Asio's own code, where it is not compiled in each object that uses it: DDBSNAP_SEPARATE_ASIO.

#ifdef BOOST_ASIO_SEPARATE_COMPILATION
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#endif
