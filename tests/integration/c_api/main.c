#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <unistd.h>

static test* tests = NULL;

void add_test(test* t) {
    t->next = tests;
    tests = t;
}

ddbsnap_handle* open_store(const char* uri, void (*change)(ddbsnap_options*)) {
    ddbsnap_handle* handle = NULL;
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK(options);
    CHECK_OK(ddbsnap_options_set_store(options, uri));
    if (change) change(options);
    CHECK_OK(ddbsnap_open(options, &handle));
    ddbsnap_options_free(options);
    CHECK(handle);
    return handle;
}

ddbsnap_status save_text(ddbsnap_handle* handle, const char* series, const char* text) {
    return ddbsnap_save(handle, series, text, strlen(text), NULL);
}

ddbsnap_stats stats_of(ddbsnap_handle* handle) {
    ddbsnap_stats stats = DDBSNAP_STATS_INIT;
    CHECK_OK(ddbsnap_get_stats(handle, &stats));
    return stats;
}

// Nothing of the user's AWS settings is to be seen, and keys are there.
static void set_up_environment(void) {
    static const char* const unset[] = {"AWS_PROFILE",
                                        "AWS_REGION",
                                        "AWS_DEFAULT_REGION",
                                        "AWS_ENDPOINT_URL",
                                        "AWS_ENDPOINT_URL_DYNAMODB",
                                        "AWS_SESSION_TOKEN",
                                        "AWS_MAX_ATTEMPTS"};
    for (size_t i = 0; i != sizeof unset / sizeof *unset; ++i) unsetenv(unset[i]);
    setenv("AWS_CONFIG_FILE", "/dev/null", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 1);
}

static void enter_empty_directory(void) {
    char path[] = "/tmp/ddbsnap-c-api.XXXXXX";
    CHECK(mkdtemp(path));
    CHECK_EQUAL(chdir(path), 0);
}

int main(int argc, char** argv) {
    for (test* t = tests; t; t = t->next) {
        if (argc != 2) puts(t->name);
        if (argc != 2 || strcmp(t->name, argv[1]) != 0) continue;
        set_up_environment();
        enter_empty_directory();
        t->run();
        return 0;
    }
    return 2;
}
