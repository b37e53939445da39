// What a call refuses, and how it says so.
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

TEST(says_its_version) {
    CHECK_TEXT(ddbsnap_version(), DDBSNAP_VERSION_STRING);
    char from_numbers[32];
    snprintf(from_numbers, sizeof from_numbers, "%d.%d.%d", DDBSNAP_VERSION_MAJOR, DDBSNAP_VERSION_MINOR,
             DDBSNAP_VERSION_PATCH);
    CHECK_TEXT(ddbsnap_version(), from_numbers);
}

TEST(says_each_status_and_outcome_in_other_words) {
    static const int known[] = {0, 1, 10, 11, 12, 13, 14, 20, 21, 22, 23, 30, 31, 32, 33, 34, 40, 41, 42, 43};
    size_t const count = sizeof known / sizeof *known;
    for (size_t i = 0; i != count; ++i)
        for (size_t j = 0; j != i; ++j)
            CHECK(strcmp(ddbsnap_status_text(known[i]), ddbsnap_status_text(known[j])) != 0);
    CHECK_TEXT(ddbsnap_status_text(DDBSNAP_QUEUE_FULL), "queue full");
    CHECK_TEXT(ddbsnap_status_text(-1), "unknown status");
    CHECK_TEXT(ddbsnap_outcome_text(DDBSNAP_OUTCOME_STORED), "stored");
    CHECK_TEXT(ddbsnap_outcome_text(DDBSNAP_OUTCOME_SUPERSEDED), "superseded");
    CHECK_TEXT(ddbsnap_outcome_text(DDBSNAP_OUTCOME_SPOOLED), "spooled");
    CHECK_TEXT(ddbsnap_outcome_text(DDBSNAP_OUTCOME_FAILED), "failed");
    CHECK_TEXT(ddbsnap_outcome_text(0), "unknown outcome");
}

TEST(refuses_options_that_are_null) {
    CHECK_EQUAL(ddbsnap_options_set_store(NULL, "file:s"), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_series(NULL, "s"), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_quiet_ms(NULL, 1), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_max_wait_ms(NULL, 1), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_deadline_ms(NULL, 1), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_max_pending_bytes(NULL, 4096), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_max_in_flight(NULL, 1), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_spool_dir(NULL, "d"), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_outcome_callback(NULL, NULL, NULL), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_log_callback(NULL, DDBSNAP_LOG_INFO, NULL, NULL), DDBSNAP_INVALID);
    CHECK_TEXT(ddbsnap_last_error(), "options are NULL");
}

TEST(refuses_a_handle_that_is_null) {
    ddbsnap_snapshot* snapshot = NULL;
    ddbsnap_reports* reports = NULL;
    ddbsnap_stats stats = DDBSNAP_STATS_INIT;
    size_t waiting = 1;
    CHECK_EQUAL(ddbsnap_save(NULL, "s", "b", 1, NULL), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_save_and_wait(NULL, "s", "b", 1, NULL, DDBSNAP_UNTIL_STORED, 0, NULL),
                DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_flush(NULL, 0, &waiting), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_last(NULL, "s", 0, &snapshot), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_get_stats(NULL, &stats), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_close(NULL, 0, &reports), DDBSNAP_INVALID);
    CHECK_TEXT(ddbsnap_last_error(), "the handle is NULL");
    CHECK_EQUAL(waiting, 0);
}

TEST(refuses_where_there_is_no_place_for_an_answer) {
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_OK(ddbsnap_options_set_store(options, "file:snapshots"));
    CHECK_EQUAL(ddbsnap_open(options, NULL), DDBSNAP_INVALID);
    ddbsnap_options_free(options);
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    CHECK_EQUAL(ddbsnap_last(handle, NULL, 0, NULL), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_get_stats(handle, NULL), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_save(handle, NULL, NULL, 1, NULL), DDBSNAP_INVALID);
    CHECK_TEXT(ddbsnap_last_error(), "the body is NULL");
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(takes_null_for_nothing_where_something_is_freed) {
    ddbsnap_free(NULL);
    ddbsnap_options_free(NULL);
    CHECK_OK(ddbsnap_destroy(NULL));
}

TEST(opens_nothing_without_options_or_a_store) {
    ddbsnap_handle* handle = (ddbsnap_handle*)&handle;
    CHECK_EQUAL(ddbsnap_open(NULL, &handle), DDBSNAP_INVALID);
    CHECK(!handle);
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_EQUAL(ddbsnap_open(options, &handle), DDBSNAP_INVALID);
    CHECK_HOLDS(ddbsnap_last_error(), "ddbsnap_options_set_store()");
    CHECK_EQUAL(ddbsnap_options_set_store(options, NULL), DDBSNAP_INVALID);
    CHECK_OK(ddbsnap_options_set_store(options, "ftp:somewhere"));
    CHECK_EQUAL(ddbsnap_open(options, &handle), DDBSNAP_INVALID);
    CHECK_HOLDS(ddbsnap_last_error(), "ftp:somewhere");
    CHECK(!handle);
    ddbsnap_options_free(options);
}

TEST(refuses_settings_that_cannot_be_meant) {
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_EQUAL(ddbsnap_options_set_series(options, NULL), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_series(options, "a series"), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_quiet_ms(options, -1), DDBSNAP_INVALID);
    CHECK_TEXT(ddbsnap_last_error(), "quiet cannot be -1 ms");
    CHECK_EQUAL(ddbsnap_options_set_max_wait_ms(options, -1), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_deadline_ms(options, 0), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_max_pending_bytes(options, 4095), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_max_in_flight(options, 0), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_log_callback(options, 5, NULL, NULL), DDBSNAP_INVALID);
    CHECK_EQUAL(ddbsnap_options_set_log_callback(options, -1, NULL, NULL), DDBSNAP_INVALID);
    ddbsnap_options_free(options);
}

static void set_extremes(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_quiet_ms(options, INT64_MAX));
    CHECK_OK(ddbsnap_options_set_max_wait_ms(options, INT64_MAX));
    CHECK_OK(ddbsnap_options_set_deadline_ms(options, INT64_MAX));
    CHECK_OK(ddbsnap_options_set_deadline_ms(options, DDBSNAP_FOREVER));
    CHECK_OK(ddbsnap_options_set_max_pending_bytes(options, SIZE_MAX));
    CHECK_OK(ddbsnap_options_set_max_in_flight(options, SIZE_MAX));
    CHECK_OK(ddbsnap_options_set_spool_dir(options, NULL));
}

TEST(takes_the_largest_settings_and_timeouts) {
    ddbsnap_handle* const handle = open_store("file:snapshots", set_extremes);
    CHECK_OK(save_text(handle, "a", "1"));
    CHECK_OK(ddbsnap_flush(handle, INT64_MAX, NULL));
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_OK(ddbsnap_last(handle, "a", INT64_MAX, &snapshot));
    CHECK_TEXT(snapshot->body, "1");
    ddbsnap_free(snapshot);
    CHECK_OK(ddbsnap_close(handle, INT64_MIN, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(refuses_names_outside_their_alphabet) {
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_EQUAL(save_text(handle, "a/b", "1"), DDBSNAP_INVALID);
    CHECK_HOLDS(ddbsnap_last_error(), "series name");
    CHECK_EQUAL(ddbsnap_last(handle, "a/b", 1000, &snapshot), DDBSNAP_INVALID);
    ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
    details.name = "#head";
    CHECK_EQUAL(ddbsnap_save(handle, "a", "1", 1, &details), DDBSNAP_INVALID);
    CHECK_HOLDS(ddbsnap_last_error(), "#head");
    details.name = "\xff";
    CHECK_EQUAL(ddbsnap_save(handle, "a", "1", 1, &details), DDBSNAP_INVALID);
    CHECK_EQUAL(stats_of(handle).accepted, 0);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(refuses_details_that_are_not_initialised_or_unknown) {
    struct {
        ddbsnap_save_details known;
        long later;
    } details = {DDBSNAP_SAVE_DETAILS_INIT, 0};
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    details.known.struct_size = 0;
    CHECK_EQUAL(ddbsnap_save(handle, "a", "1", 1, &details.known), DDBSNAP_INVALID);
    CHECK_HOLDS(ddbsnap_last_error(), "DDBSNAP_SAVE_DETAILS_INIT");
    details.known.struct_size = sizeof details;
    CHECK_OK(ddbsnap_save(handle, "a", "1", 1, &details.known));
    details.later = 1;
    CHECK_EQUAL(ddbsnap_save(handle, "a", "1", 1, &details.known), DDBSNAP_INVALID);
    details.known.struct_size = sizeof details.known;
    details.known.ttl_seconds = -1;
    CHECK_EQUAL(ddbsnap_save(handle, "a", "1", 1, &details.known), DDBSNAP_INVALID);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(fills_as_much_of_the_stats_as_it_knows) {
    struct {
        ddbsnap_stats known;
        long later;
    } stats = {DDBSNAP_STATS_INIT, 7};
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    stats.known.struct_size = 0;
    CHECK_EQUAL(ddbsnap_get_stats(handle, &stats.known), DDBSNAP_INVALID);
    stats.known.struct_size = sizeof stats;
    CHECK_OK(ddbsnap_get_stats(handle, &stats.known));
    CHECK_EQUAL(stats.known.struct_size, sizeof stats.known);
    CHECK_EQUAL(stats.later, 7);
    CHECK_OK(ddbsnap_destroy(handle));
}

static void* last_error_there(void* unused) {
    (void)unused;
    CHECK_TEXT(ddbsnap_last_error(), "");
    CHECK_EQUAL(ddbsnap_options_set_quiet_ms(NULL, -3), DDBSNAP_INVALID);
    CHECK_TEXT(ddbsnap_last_error(), "quiet cannot be -3 ms");
    return NULL;
}

TEST(keeps_the_last_error_of_each_thread_until_its_next) {
    CHECK_TEXT(ddbsnap_last_error(), "");
    CHECK_EQUAL(ddbsnap_flush(NULL, 0, NULL), DDBSNAP_INVALID);
    pthread_t thread;
    CHECK_EQUAL(pthread_create(&thread, NULL, last_error_there, NULL), 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_TEXT(ddbsnap_last_error(), "the handle is NULL");
    CHECK_OK(ddbsnap_destroy(NULL));
    CHECK_TEXT(ddbsnap_last_error(), "the handle is NULL");
}
