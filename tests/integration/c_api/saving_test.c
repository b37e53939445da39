// Saves, waits and reads.
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <time.h>

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static ddbsnap_snapshot* last_of(ddbsnap_handle* handle, const char* series) {
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_OK(ddbsnap_last(handle, series, DDBSNAP_FOREVER, &snapshot));
    CHECK(snapshot);
    return snapshot;
}

static void never_send(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_quiet_ms(options, INT64_MAX));
    CHECK_OK(ddbsnap_options_set_max_wait_ms(options, INT64_MAX));
}

TEST(stores_in_the_background_what_was_saved_and_reads_it_back) {
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    int64_t const before = now_ms();
    CHECK_OK(save_text(handle, "host-7", "workers=4\n"));
    size_t waiting = 1;
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, &waiting));
    CHECK_EQUAL(waiting, 0);
    ddbsnap_snapshot* const snapshot = last_of(handle, "host-7");
    CHECK_TEXT(snapshot->series, "host-7");
    CHECK_HOLDS(snapshot->name, "-snapshot.cfg");
    CHECK(snapshot->created_ms >= before && snapshot->created_ms <= now_ms());
    CHECK_EQUAL(snapshot->expires_ms, 0);
    CHECK_EQUAL(snapshot->is_binary, 0);
    CHECK_EQUAL(snapshot->size, 10);
    CHECK_TEXT(snapshot->body, "workers=4\n");
    ddbsnap_free(snapshot);
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(stores_bytes_of_any_value_and_none_at_all) {
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
    details.is_binary = 1;
    details.name = "bytes";
    char body[256];
    for (int i = 0; i != 256; ++i) body[i] = (char)i;
    CHECK_OK(ddbsnap_save_and_wait(handle, "a", body, sizeof body, &details, DDBSNAP_UNTIL_STORED,
                                   DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_save_and_wait(handle, "b", NULL, 0, NULL, DDBSNAP_UNTIL_STORED, DDBSNAP_FOREVER, NULL));
    ddbsnap_snapshot* snapshot = last_of(handle, "a");
    CHECK_TEXT(snapshot->name, "bytes");
    CHECK_EQUAL(snapshot->size, sizeof body);
    CHECK_EQUAL(memcmp(snapshot->body, body, sizeof body), 0);
    ddbsnap_free(snapshot);
    snapshot = last_of(handle, "b");
    CHECK_EQUAL(snapshot->size, 0);
    CHECK_TEXT(snapshot->body, "");
    ddbsnap_free(snapshot);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(has_copied_all_it_was_given_when_a_save_returns) {
    ddbsnap_handle* const handle = open_store("file:snapshots", never_send);
    char series[] = "a", name[] = "first", body[] = "before";
    ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
    details.name = name;
    CHECK_OK(ddbsnap_save(handle, series, body, strlen(body), &details));
    strcpy(series, "z");
    strcpy(name, "later");
    strcpy(body, "after!");
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    ddbsnap_snapshot* const snapshot = last_of(handle, "a");
    CHECK_TEXT(snapshot->name, "first");
    CHECK_TEXT(snapshot->body, "before");
    ddbsnap_free(snapshot);
    CHECK_OK(ddbsnap_destroy(handle));
}

static void set_series(ddbsnap_options* options) { CHECK_OK(ddbsnap_options_set_series(options, "host-7")); }

TEST(takes_the_series_of_the_options_where_none_is_given) {
    ddbsnap_handle* const handle = open_store("file:snapshots", set_series);
    CHECK_OK(save_text(handle, NULL, "own"));
    CHECK_OK(save_text(handle, "", "unnamed"));
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    static const struct {
        const char *series, *found, *body;
    } expected[] = {{NULL, "host-7", "own"}, {"host-7", "host-7", "own"}, {"", "", "unnamed"}};
    for (size_t i = 0; i != 3; ++i) {
        ddbsnap_snapshot* const snapshot = last_of(handle, expected[i].series);
        CHECK_TEXT(snapshot->series, expected[i].found);
        CHECK_TEXT(snapshot->body, expected[i].body);
        ddbsnap_free(snapshot);
    }
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(says_that_there_is_nothing) {
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    ddbsnap_snapshot* snapshot = (ddbsnap_snapshot*)&snapshot;
    CHECK_EQUAL(ddbsnap_last(handle, "a", DDBSNAP_FOREVER, &snapshot), DDBSNAP_NOTHING_THERE);
    CHECK(!snapshot);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(waits_until_a_snapshot_is_stored) {
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    ddbsnap_outcome outcome = 0;
    CHECK_OK(
        ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_STORED, DDBSNAP_FOREVER, &outcome));
    CHECK_EQUAL(outcome, DDBSNAP_OUTCOME_STORED);
    CHECK_EQUAL(stats_of(handle).stored, 1);
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, 0, DDBSNAP_FOREVER, &outcome),
                DDBSNAP_INVALID);
    CHECK_EQUAL(outcome, 0);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(refuses_to_wait_for_a_spool_that_is_not_there) {
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_SPOOLED, 0, NULL),
                DDBSNAP_INVALID);
    CHECK_HOLDS(ddbsnap_last_error(), "spool");
    CHECK_EQUAL(stats_of(handle).accepted, 0);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(counts_what_becomes_of_all_saves) {
    ddbsnap_handle* const handle = open_store("file:snapshots", never_send);
    CHECK_OK(save_text(handle, "a", "1"));
    CHECK_OK(save_text(handle, "a", "2"));
    CHECK_OK(save_text(handle, "b", "3"));
    ddbsnap_stats stats = stats_of(handle);
    CHECK_EQUAL(stats.accepted, 3);
    CHECK_EQUAL(stats.superseded, 1);
    CHECK_EQUAL(stats.pending, 2);
    CHECK_EQUAL(stats.pending_bytes, 2 + 2 * 256);
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    stats = stats_of(handle);
    CHECK_EQUAL(stats.stored, 2);
    CHECK_EQUAL(stats.pending, 0);
    CHECK(stats.batches >= 1 && stats.store_seconds > 0);
    CHECK_OK(ddbsnap_destroy(handle));
}

static void be_small(ddbsnap_options* options) {
    never_send(options);
    CHECK_OK(ddbsnap_options_set_max_pending_bytes(options, 4096));
}

TEST(refuses_what_there_is_no_room_for_and_keeps_the_rest) {
    ddbsnap_handle* const handle = open_store("file:snapshots", be_small);
    char large[3000];
    memset(large, 'x', sizeof large);
    CHECK_OK(ddbsnap_save(handle, "a", large, sizeof large, NULL));
    CHECK_EQUAL(ddbsnap_save(handle, "b", large, sizeof large, NULL), DDBSNAP_QUEUE_FULL);
    CHECK_HOLDS(ddbsnap_last_error(), "series \"b\"");
    CHECK_HOLDS(ddbsnap_last_error(), "max_pending_bytes");
    CHECK_EQUAL(stats_of(handle).refused, 1);
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    ddbsnap_snapshot* const snapshot = last_of(handle, "a");
    CHECK_EQUAL(snapshot->size, sizeof large);
    ddbsnap_free(snapshot);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(refuses_what_is_too_large_without_looking_at_it) {
    ddbsnap_handle* const handle = open_store("file:snapshots", be_small);
    char body[5000] = "";
    CHECK_EQUAL(ddbsnap_save(handle, "a", body, sizeof body, NULL), DDBSNAP_TOO_LARGE);
    CHECK_EQUAL(ddbsnap_save(handle, "a", body, ((size_t)64 << 20) + 1, NULL), DDBSNAP_TOO_LARGE);
    CHECK_EQUAL(ddbsnap_save(handle, "a", body, SIZE_MAX, NULL), DDBSNAP_TOO_LARGE);
    CHECK_EQUAL(stats_of(handle).refused, 3);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(refuses_saves_after_it_was_closed_and_reads_on) {
    ddbsnap_handle* const handle = open_store("file:snapshots", never_send);
    CHECK_OK(save_text(handle, "a", "1"));
    ddbsnap_reports* reports = (ddbsnap_reports*)&reports;
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, &reports));
    CHECK(!reports);
    CHECK_EQUAL(save_text(handle, "a", "2"), DDBSNAP_CLOSED);
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "2", 1, NULL, DDBSNAP_UNTIL_STORED, 0, NULL),
                DDBSNAP_CLOSED);
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, &reports));
    ddbsnap_snapshot* const snapshot = last_of(handle, "a");
    CHECK_TEXT(snapshot->body, "1");
    ddbsnap_free(snapshot);
    CHECK_EQUAL(stats_of(handle).stored, 1);
    CHECK_OK(ddbsnap_destroy(handle));
}

enum { threads = 8, saves_each = 2000 };

static ddbsnap_handle* shared;

static void* save_many(void* series) {
    for (int i = 0; i != saves_each; ++i) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        CHECK_OK(save_text(shared, series, text));
        if (i % 500 == 0) stats_of(shared);
    }
    ddbsnap_outcome outcome;
    CHECK_OK(ddbsnap_save_and_wait(shared, series, "end", 3, NULL, DDBSNAP_UNTIL_STORED, DDBSNAP_FOREVER,
                                   &outcome));
    return NULL;
}

TEST(serves_many_threads_at_once) {
    shared = open_store("file:snapshots", NULL);
    pthread_t running[threads];
    char series[threads][8];
    for (int i = 0; i != threads; ++i) {
        snprintf(series[i], sizeof series[i], "s%d", i);
        CHECK_EQUAL(pthread_create(&running[i], NULL, save_many, series[i]), 0);
    }
    for (int i = 0; i != threads; ++i) CHECK_EQUAL(pthread_join(running[i], NULL), 0);
    for (int i = 0; i != threads; ++i) {
        ddbsnap_snapshot* const snapshot = last_of(shared, series[i]);
        CHECK_TEXT(snapshot->body, "end");
        ddbsnap_free(snapshot);
    }
    ddbsnap_stats const stats = stats_of(shared);
    CHECK_EQUAL(stats.accepted, threads * (saves_each + 1));
    CHECK_EQUAL(stats.accepted, stats.stored + stats.superseded);
    CHECK_OK(ddbsnap_destroy(shared));
}
