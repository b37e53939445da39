# What one has to have beside the C++ library, as CMake and as pkg-config want to be told. A shared library brings it by
# itself; who links the static one has to name it all, also where pkg-config is not asked for --static.
set(packages "OpenSSL 3.0" ZLIB pugixml)
set(pc_packages "libssl >= 3.0" "libcrypto >= 3.0" zlib pugixml)
set(DDBSNAP_PC_LIBS_PRIVATE -lpugixml -lssl -lcrypto -lz)
if(NOT DDBSNAP_STATIC)
    list(APPEND packages "fmt 9")
    list(APPEND pc_packages "fmt >= 9")
    list(APPEND DDBSNAP_PC_LIBS_PRIVATE -lfmt)
endif()
if(DDBSNAP_WITH_ZSTD)
    list(APPEND pc_packages libzstd)
    list(APPEND DDBSNAP_PC_LIBS_PRIVATE -lzstd)
endif()
# Plain libraries for C, because to require a package is to need it for compiling, too.
list(APPEND DDBSNAP_PC_LIBS_PRIVATE -lstdc++ -lm -pthread)
list(JOIN DDBSNAP_PC_LIBS_PRIVATE " " DDBSNAP_PC_LIBS_PRIVATE)
list(JOIN pc_packages ", " pc_packages)

set(DDBSNAP_FIND_PRIVATE_DEPENDENCIES)
set(DDBSNAP_PC_CPP_REQUIRES "Requires.private: ${pc_packages}")
if(cpp_kind STREQUAL "STATIC_LIBRARY")
    set(DDBSNAP_PC_CPP_REQUIRES "Requires: ${pc_packages}")
    foreach(package IN LISTS packages)
        string(APPEND DDBSNAP_FIND_PRIVATE_DEPENDENCIES "    find_dependency(${package})\n")
    endforeach()
    if(DDBSNAP_WITH_ZSTD)
        string(APPEND DDBSNAP_FIND_PRIVATE_DEPENDENCIES
            "    include(\"\${CMAKE_CURRENT_LIST_DIR}/ddbsnapZstd.cmake\")\n"
            "    ddbsnap_find_zstd()\n"
            "    if(NOT TARGET ddbsnap::zstd)\n"
            "        set(ddbsnap_FOUND FALSE)\n"
            "        set(ddbsnap_NOT_FOUND_MESSAGE \"ddbsnap could not be found because zstd is not there\")\n"
            "        return()\n"
            "    endif()\n")
    endif()
endif()
