#ifndef DDBSNAP_VERSION_H
#define DDBSNAP_VERSION_H

/// The version these headers belong to. What runs may be newer: ddbsnap_version() and ddbsnap::version() say
/// it.
#define DDBSNAP_VERSION_MAJOR 0
#define DDBSNAP_VERSION_MINOR 1
#define DDBSNAP_VERSION_PATCH 0
#define DDBSNAP_VERSION_STRING "0.1.0"

#endif
