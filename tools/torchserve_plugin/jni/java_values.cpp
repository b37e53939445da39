#include "torchserve_plugin/jni/java_values.hpp"

#include "core/utf8.hpp"

namespace ddbsnap::torchserve_plugin {
namespace {

template <class T>
T or_throw(T value) {
    if (!value) throw java_exception();
    return value;
}

std::vector<jchar> utf16(std::string_view text) {
    std::vector<jchar> units;
    units.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const next = read_utf8(text, i);
        auto const c = next.length ? next.code_point : char32_t{0xFFFD};
        if (c >= 0x10000) {
            units.push_back(static_cast<jchar>(0xD800 + ((c - 0x10000) >> 10)));
            units.push_back(static_cast<jchar>(0xDC00 + ((c - 0x10000) & 0x3FF)));
        } else {
            units.push_back(static_cast<jchar>(c));
        }
        i += next.length ? next.length : 1;
    }
    return units;
}

}  // namespace

std::string bytes_of(JNIEnv* env, jbyteArray array) {
    std::string bytes(static_cast<std::size_t>(env->GetArrayLength(array)), '\0');
    env->GetByteArrayRegion(array, 0, static_cast<jsize>(bytes.size()),
                            reinterpret_cast<jbyte*>(bytes.data()));
    return bytes;
}

jbyteArray to_bytes(JNIEnv* env, std::string_view bytes, std::string_view prefix) {
    auto const ahead = static_cast<jsize>(prefix.size());
    auto const size = static_cast<jsize>(bytes.size());
    auto* const array = or_throw(env->NewByteArray(ahead + size));
    env->SetByteArrayRegion(array, 0, ahead, reinterpret_cast<jbyte const*>(prefix.data()));
    env->SetByteArrayRegion(array, ahead, size, reinterpret_cast<jbyte const*>(bytes.data()));
    return array;
}

jstring to_string(JNIEnv* env, std::string_view text) {
    auto const units = utf16(text);
    return or_throw(env->NewString(units.data(), static_cast<jsize>(units.size())));
}

std::vector<std::pair<std::string, std::string>> pairs_of(JNIEnv* env, jobjectArray array) {
    std::vector<std::pair<std::string, std::string>> pairs;
    auto const element = [&](jsize i) {
        auto* const bytes = static_cast<jbyteArray>(or_throw(env->GetObjectArrayElement(array, i)));
        auto text = bytes_of(env, bytes);
        env->DeleteLocalRef(bytes);
        return text;
    };
    for (jsize i = 0, n = env->GetArrayLength(array); i + 1 < n; i += 2) {
        auto name = element(i);
        pairs.emplace_back(std::move(name), element(i + 1));
    }
    return pairs;
}

jobjectArray to_array(JNIEnv* env, std::string_view first, std::string_view second) {
    auto* const kind = or_throw(env->FindClass("[B"));
    auto* const array = or_throw(env->NewObjectArray(2, kind, nullptr));
    env->SetObjectArrayElement(array, 0, to_bytes(env, first));
    env->SetObjectArrayElement(array, 1, to_bytes(env, second));
    return array;
}

void throw_io_exception(JNIEnv* env, std::string_view message) noexcept {
    if (env->ExceptionCheck()) return;
    try {
        auto* const kind = or_throw(env->FindClass("java/io/IOException"));
        auto* const constructor = or_throw(env->GetMethodID(kind, "<init>", "(Ljava/lang/String;)V"));
        auto* const thrown = or_throw(env->NewObject(kind, constructor, to_string(env, message)));
        env->Throw(static_cast<jthrowable>(thrown));
    } catch (java_exception const&) {
        // Java has its own reason then.
    } catch (std::exception const&) {
        env->FatalError("ddbsnap: no memory for the message of an error");
    }
}

}  // namespace ddbsnap::torchserve_plugin
