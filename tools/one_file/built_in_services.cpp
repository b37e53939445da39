#include "one_file/built_in_services.hpp"

#ifdef DDBSNAP_STATIC
#include <features.h>
#include <openssl/crypto.h>
#ifdef __GLIBC__
#include <nss.h>
#endif
#endif

namespace one_file {

void keep_to_built_in_services() {
#ifdef DDBSNAP_STATIC
    // Engines and providers that openssl.cnf names are shared objects.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
#ifdef __GLIBC__
    // So is what /etc/nsswitch.conf names, but for these two.
    __nss_configure_lookup("hosts", "files dns");
#endif
#endif
}

}  // namespace one_file
