# Debian packages of what is installed: `cpack -G DEB` in the build directory, or tools/packaging/deb for all of it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ddbsnap)
set(CPACK_PACKAGE_CONTACT "The ddbsnap authors <ddbsnap@example.org>" CACHE STRING "Who answers for the packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_COMPONENTS_ALL dev)
if(DDBSNAP_BUILD_C_API)
    list(APPEND CPACK_COMPONENTS_ALL runtime)
endif()
if(TARGET ddbsnap_cli)
    list(APPEND CPACK_COMPONENTS_ALL cli)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")

set(about "
A snapshot is a name, a time and a body: one saved state of one server. Saving
returns at once; the newest state is sent in the background, and restored at
the next start. The table is the one of TorchServe's DynamoDB plugin.
")

set(runtime libddbsnap${PROJECT_VERSION_MAJOR})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${runtime})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_LIST_DIR}/triggers)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "Keeps a program's snapshots in DynamoDB: shared library${about}
This is the library behind the C API.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libddbsnap-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(dev_depends "libboost${Boost_VERSION_MAJOR}.${Boost_VERSION_MINOR}-dev, libssl-dev (>= 3.0), zlib1g-dev, libpugixml-dev")
if(NOT DDBSNAP_STATIC)
    string(APPEND dev_depends ", libfmt-dev (>= 9)")
endif()
if(DDBSNAP_WITH_ZSTD)
    string(APPEND dev_depends ", libzstd-dev")
endif()
if(DDBSNAP_BUILD_C_API)
    string(PREPEND dev_depends "${runtime} (= ${version}), ")
endif()
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ${dev_depends})
set(CPACK_COMPONENT_DEV_DESCRIPTION "Keeps a program's snapshots in DynamoDB: development files${about}
This package has the headers for C++20 and C, the static library for C++, and
what CMake and pkg-config need to find them.")

set(CPACK_DEBIAN_CLI_PACKAGE_NAME ddbsnap)
set(CPACK_DEBIAN_CLI_PACKAGE_SECTION database)
set(CPACK_DEBIAN_CLI_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_COMPONENT_CLI_DESCRIPTION "Keeps a server's snapshots in DynamoDB: command${about}
This command saves, lists, compares, prunes and copies snapshots, watches a
TorchServe's directory, and says why DynamoDB or its keys do not work.")

# After the files are in place and before they are packed.
configure_file(${CMAKE_CURRENT_LIST_DIR}/documents.cmake.in documents.cmake @ONLY)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_BINARY_DIR}/documents.cmake)
include(CPack)
