/* A server that does nothing but keep its state, for tools/bench/footprint: footprint_host LIBRARY STORE. It says
 * "before" when it has not loaded the library and "after" when the library has nothing left to do; each time it waits
 * for a line. */
#include <ddbsnap/ddbsnap.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void* library;

static void* function(const char* name) {
    void* const found = dlsym(library, name);
    if (!found) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    return found;
}
#define CALL(name) ((__typeof__(&name))function(#name))

static void require(ddbsnap_status status) {
    if (status == DDBSNAP_OK) return;
    fprintf(stderr, "%s\n", CALL(ddbsnap_last_error)());
    exit(1);
}

static void say(const char* word) {
    char line[2];
    puts(word);
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin)) exit(1);
}

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    say("before");

    library = dlopen(argv[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    ddbsnap_options* options = CALL(ddbsnap_options_create)();
    ddbsnap_handle* handle;
    require(CALL(ddbsnap_options_set_store)(options, argv[2]));
    require(CALL(ddbsnap_options_set_series)(options, "footprint"));
    require(CALL(ddbsnap_open)(options, &handle));
    CALL(ddbsnap_options_free)(options);

    static char state[2048];
    memset(state, '=', sizeof state);
    require(CALL(ddbsnap_save)(handle, NULL, state, sizeof state, NULL));
    require(CALL(ddbsnap_flush)(handle, 10000, NULL));
    say("after");

    require(CALL(ddbsnap_close)(handle, 10000, NULL));
    CALL(ddbsnap_destroy)(handle);
    return 0;
}
