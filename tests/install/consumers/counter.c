/* The same as counter.cpp, by the C API. */
#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/version.h>

#include <stdio.h>
#include <stdlib.h>

static int failed(void) {
    fprintf(stderr, "%s\n", ddbsnap_last_error());
    return 1;
}

int main(int argc, char** argv) {
    ddbsnap_options* options = ddbsnap_options_create();
    if (argc < 2 || ddbsnap_options_set_store(options, argv[1])) return failed();
    ddbsnap_options_set_series(options, "counter");
    ddbsnap_handle* snapshots;
    if (ddbsnap_open(options, &snapshots)) return failed();
    ddbsnap_options_free(options);

    int starts = 1;
    ddbsnap_snapshot* last;
    ddbsnap_status const status = ddbsnap_last(snapshots, NULL, 5000, &last);
    if (status == DDBSNAP_OK) {
        starts += atoi(last->body);
        ddbsnap_free(last);
    } else if (status != DDBSNAP_NOTHING_THERE) {
        return failed();
    }
    char text[16];
    int const size = snprintf(text, sizeof text, "%d", starts);
    if (ddbsnap_save(snapshots, NULL, text, (size_t)size, NULL)) return failed();
    if (ddbsnap_close(snapshots, 5000, NULL)) return failed();
    ddbsnap_destroy(snapshots);
    printf("%d %s %s\n", starts, ddbsnap_version(), DDBSNAP_VERSION_STRING);
    return 0;
}
