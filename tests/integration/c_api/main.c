#define _XOPEN_SOURCE 700
#include "check.h"

#include <ftw.h>
#include <sys/wait.h>
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

static int remove_entry(const char* path, const struct stat* unused, int type, struct FTW* place) {
    (void)unused;
    (void)type;
    (void)place;
    return remove(path);
}

// In a process of its own, so that its directory is removed however it ends.
static int run(const test* t) {
    char directory[] = "/tmp/ddbsnap-c-api.XXXXXX";
    CHECK(mkdtemp(directory));
    pid_t const child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        CHECK_EQUAL(chdir(directory), 0);
        set_up_environment();
        t->run();
        exit(0);
    }
    int status = 0;
    CHECK_EQUAL(waitpid(child, &status, 0), child);
    CHECK_EQUAL(nftw(directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    if (status) fprintf(stderr, "%s ended with status %d\n", t->name, status);
    return status != 0;
}

// Without an argument: lists the tests.
int main(int argc, char** argv) {
    for (test* t = tests; t; t = t->next) {
        if (argc != 2)
            puts(t->name);
        else if (strcmp(t->name, argv[1]) == 0)
            return run(t);
    }
    return argc == 2 ? 2 : 0;
}
