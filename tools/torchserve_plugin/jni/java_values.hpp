#pragma once

#include <ddbsnap/error.hpp>

#include <jni.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ddbsnap::torchserve_plugin {

/// A Java exception is pending: back to Java, without another call.
struct java_exception {};

/// The bytes of a `byte[]`.
std::string bytes_of(JNIEnv*, jbyteArray);
jbyteArray to_bytes(JNIEnv*, std::string_view bytes, std::string_view prefix = {});
/// UTF-8 becomes a String; what is not UTF-8 becomes U+FFFD.
jstring to_string(JNIEnv*, std::string_view utf8);
/// An array of `byte[]` as pairs: name, value, name, value...
std::vector<std::pair<std::string, std::string>> pairs_of(JNIEnv*, jobjectArray);
/// An array of `byte[]`.
jobjectArray to_array(JNIEnv*, std::string_view first, std::string_view second);

/// Has an IOException thrown when the native function returns, unless another one is pending.
void throw_io_exception(JNIEnv*, std::string_view message) noexcept;

/// Runs `f()` with nothing of C++ thrown into Java: what it throws becomes an IOException.
template <class F>
auto guarded(JNIEnv* env, F f) noexcept -> decltype(f()) {
    try {
        return f();
    } catch (java_exception const&) {
    } catch (std::exception const& e) {
        throw_io_exception(env, e.what());
    }
    return decltype(f())();
}

}  // namespace ddbsnap::torchserve_plugin
