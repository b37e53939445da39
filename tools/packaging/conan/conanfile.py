"""conan create tools/packaging/conan -s compiler.cppstd=20 --build=missing
The C++ library, and with -o '&:c_api=True' the one for C."""

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, rmdir

from pathlib import Path
import re


class Ddbsnap(ConanFile):
    name = "ddbsnap"
    description = "Keeps a program's snapshots in Amazon DynamoDB, or in files, without the AWS SDK"
    license = "MIT"
    topics = ("dynamodb", "snapshot", "asio", "torchserve")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        "c_api": [True, False],
        "file_store": [True, False],
        "zstd": [True, False],
    }
    default_options = {
        "shared": False,
        "fPIC": True,
        "c_api": False,
        "file_store": True,
        "zstd": True,
        "boost/*:header_only": True,
    }
    implements = ["auto_shared_fpic"]

    def checkout(self):
        return Path(self.recipe_folder).parents[2]

    def set_version(self):
        project = (self.checkout() / "CMakeLists.txt").read_text()
        self.version = re.search(r"project\(ddbsnap VERSION ([0-9.]+)", project)[1]

    def export_sources(self):
        for part in ("CMakeLists.txt", "LICENSE", "include/*", "src/*", "tools/packaging/*"):
            copy(self, part, self.checkout(), self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.81 <2]", transitive_headers=True)
        self.requires("openssl/[>=3.0 <4]")
        self.requires("zlib/[>=1.2.11 <2]")
        self.requires("fmt/[>=9 <12]")
        self.requires("pugixml/[>=1.13 <2]")
        self.requires("rapidjson/cci.20220822", visible=False)
        if self.options.zstd:
            self.requires("zstd/[>=1.5 <2]")

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["DDBSNAP_BUILD_TOOLS"] = False
        toolchain.cache_variables["DDBSNAP_BUILD_C_API"] = bool(self.options.c_api)
        toolchain.cache_variables["DDBSNAP_WITH_FILE_STORE"] = bool(self.options.file_store)
        toolchain.cache_variables["DDBSNAP_WITH_ZSTD"] = bool(self.options.zstd)
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, Path(self.package_folder) / "licenses")
        CMake(self).install()
        # Those that Conan writes know where it keeps what they stand on.
        rmdir(self, Path(self.package_folder) / "lib" / "cmake")
        rmdir(self, Path(self.package_folder) / "lib" / "pkgconfig")
        rmdir(self, Path(self.package_folder) / "share")

    def package_info(self):
        cpp = self.cpp_info.components["cpp"]
        cpp.libs = ["ddbsnap_cpp"]
        cpp.system_libs = ["pthread"]
        cpp.set_property("cmake_target_name", "ddbsnap::ddbsnap")
        cpp.set_property("pkg_config_name", "ddbsnap-cpp")
        cpp.requires = ["boost::headers", "openssl::openssl", "zlib::zlib", "fmt::fmt", "pugixml::pugixml"]
        if self.options.zstd:
            cpp.requires.append("zstd::zstd")
        if self.options.c_api:
            c_api = self.cpp_info.components["c_api"]
            c_api.libs = ["ddbsnap"]
            c_api.requires = cpp.requires  # where they are shared, the linker looks for them
            c_api.set_property("cmake_target_name", "ddbsnap::shared")
            c_api.set_property("pkg_config_name", "ddbsnap")
