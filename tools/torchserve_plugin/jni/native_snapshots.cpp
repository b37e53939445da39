// The native methods of org.ddbsnap.torchserve.NativeSnapshots; what each promises stands there.

#include "org_ddbsnap_torchserve_NativeSnapshots.h"
#include "torchserve_plugin/jni/java_values.hpp"
#include "torchserve_plugin/jni/server_snapshots.hpp"

#include <ddbsnap/version.hpp>

#include <algorithm>

using namespace ddbsnap;
using namespace ddbsnap::torchserve_plugin;
using std::chrono::milliseconds;

namespace {

server_snapshots& the(jlong handle) { return *reinterpret_cast<server_snapshots*>(handle); }

template <class T>
void or_throw(JNIEnv* env, result<T> const& done) {
    if (done) return;
    throw_io_exception(env, done.error().to_string());
    throw java_exception();
}

}  // namespace

jstring Java_org_ddbsnap_torchserve_NativeSnapshots_version(JNIEnv* env, jclass) {
    return guarded(env, [&] { return to_string(env, version()); });
}

jlong Java_org_ddbsnap_torchserve_NativeSnapshots_open(JNIEnv* env, jclass, jobjectArray given) {
    return guarded(env, [&] {
        auto settings = read_plugin_settings(pairs_of(env, given));
        or_throw(env, settings);
        auto opened = server_snapshots::open(*std::move(settings));
        or_throw(env, opened);
        return reinterpret_cast<jlong>(opened->release());
    });
}

jstring Java_org_ddbsnap_torchserve_NativeSnapshots_describe(JNIEnv* env, jclass, jlong handle) {
    return guarded(env, [&] { return to_string(env, the(handle).description()); });
}

void Java_org_ddbsnap_torchserve_NativeSnapshots_save(JNIEnv* env, jclass, jlong handle, jbyteArray name,
                                                      jlong created_ms, jbyteArray body) {
    guarded(env, [&] {
        auto const created = system_time(milliseconds(created_ms));
        or_throw(env, the(handle).save(bytes_of(env, name), created, bytes_of(env, body)));
    });
}

jobjectArray Java_org_ddbsnap_torchserve_NativeSnapshots_last(JNIEnv* env, jclass, jlong handle,
                                                              jlong timeout_ms) {
    return guarded(env, [&]() -> jobjectArray {
        auto const newest = the(handle).last(milliseconds(timeout_ms));
        if (!newest && newest.error().code() == errc::not_found) return nullptr;
        or_throw(env, newest);
        return to_array(env, newest->name, newest->body);
    });
}

jint Java_org_ddbsnap_torchserve_NativeSnapshots_flush(JNIEnv* env, jclass, jlong handle, jlong timeout_ms) {
    return guarded(env, [&] { return static_cast<jint>(the(handle).flush(milliseconds(timeout_ms))); });
}

jbyteArray Java_org_ddbsnap_torchserve_NativeSnapshots_nextLine(JNIEnv* env, jclass, jlong handle,
                                                                jlong timeout_ms) {
    return guarded(env, [&]() -> jbyteArray {
        auto const line = the(handle).log().next(milliseconds(timeout_ms));
        if (!line) return nullptr;
        char const level = static_cast<char>(line->level);
        return to_bytes(env, line->text, std::string_view(&level, 1));
    });
}

void Java_org_ddbsnap_torchserve_NativeSnapshots_endLog(JNIEnv*, jclass, jlong handle) {
    the(handle).log().end();
}

void Java_org_ddbsnap_torchserve_NativeSnapshots_close(JNIEnv* env, jclass, jlong handle) {
    guarded(env, [&] { delete &the(handle); });
}
