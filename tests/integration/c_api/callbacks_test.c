// The caller's functions. They run on the handle's thread; a close() has ended only after they were called.
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

typedef struct told {
    ddbsnap_handle* handle;
    pthread_t thread;
    int count[5];  // by outcome
    ddbsnap_status status;
    char message[512];
    char series[32];
    char name[32];
    uint64_t size;
} told;

static void note(void* user_data, const ddbsnap_report* report) {
    told* const t = user_data;
    t->thread = pthread_self();
    ++t->count[report->outcome];
    t->status = report->status;
    t->size = report->size;
    snprintf(t->message, sizeof t->message, "%s", report->message);
    snprintf(t->series, sizeof t->series, "%s", report->series);
    snprintf(t->name, sizeof t->name, "%s", report->name);
}

static told the_told;

static void tell_me(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_outcome_callback(options, note, &the_told));
}

static void tell_me_at_the_end(ddbsnap_options* options) {
    tell_me(options);
    CHECK_OK(ddbsnap_options_set_quiet_ms(options, INT64_MAX));
    CHECK_OK(ddbsnap_options_set_max_wait_ms(options, INT64_MAX));
}

TEST(tells_how_each_snapshot_ended) {
    ddbsnap_handle* const handle = open_store("file:snapshots", tell_me_at_the_end);
    ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
    details.name = "state";
    CHECK_OK(ddbsnap_save(handle, "a", "123", 3, &details));
    CHECK_OK(ddbsnap_save(handle, "a", "1234", 4, &details));
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
    CHECK_EQUAL(the_told.count[DDBSNAP_OUTCOME_STORED], 1);
    CHECK_EQUAL(the_told.count[DDBSNAP_OUTCOME_SUPERSEDED], 1);
    CHECK_EQUAL(the_told.status, DDBSNAP_OK);
    CHECK_TEXT(the_told.message, "");
    CHECK_TEXT(the_told.series, "a");
    CHECK_TEXT(the_told.name, "state");
    CHECK_EQUAL(the_told.size, 4);
    CHECK(!pthread_equal(the_told.thread, pthread_self()));
}

TEST(tells_why_a_snapshot_is_not_stored) {
    // Files do not expire.
    ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
    details.ttl_seconds = 60;
    ddbsnap_handle* const handle = open_store("file:snapshots", tell_me);
    CHECK_OK(ddbsnap_save(handle, "a", "1", 1, &details));
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
    CHECK_EQUAL(the_told.count[DDBSNAP_OUTCOME_FAILED], 1);
    CHECK_EQUAL(the_told.status, DDBSNAP_INVALID);
    CHECK_HOLDS(the_told.message, "expire");
}

TEST(tells_of_what_is_left_when_a_handle_is_destroyed) {
    ddbsnap_handle* const handle = open_store(AWAY, tell_me);
    CHECK_OK(save_text(handle, "a", "1"));
    CHECK_OK(ddbsnap_destroy(handle));
    CHECK_EQUAL(the_told.count[DDBSNAP_OUTCOME_FAILED], 1);
}

static void save_again(void* user_data, const ddbsnap_report* report) {
    told* const t = user_data;
    ++t->count[report->outcome];
    if (t->count[DDBSNAP_OUTCOME_STORED] != 1) return;
    ddbsnap_snapshot* snapshot = NULL;
    ddbsnap_handle* other = NULL;
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_OK(ddbsnap_options_set_store(options, "file:snapshots"));
    CHECK_EQUAL(ddbsnap_last(t->handle, "a", 0, &snapshot), DDBSNAP_IN_CALLBACK);
    CHECK_EQUAL(ddbsnap_flush(t->handle, 0, NULL), DDBSNAP_IN_CALLBACK);
    CHECK_EQUAL(ddbsnap_save_and_wait(t->handle, "a", "2", 1, NULL, DDBSNAP_UNTIL_STORED, 0, NULL),
                DDBSNAP_IN_CALLBACK);
    CHECK_EQUAL(ddbsnap_close(t->handle, 0, NULL), DDBSNAP_IN_CALLBACK);
    CHECK_EQUAL(ddbsnap_destroy(t->handle), DDBSNAP_IN_CALLBACK);
    CHECK_EQUAL(ddbsnap_open(options, &other), DDBSNAP_IN_CALLBACK);
    ddbsnap_options_free(options);
    CHECK_EQUAL(stats_of(t->handle).accepted, 1);
    CHECK_OK(save_text(t->handle, "a", "2"));
}

static void save_again_in_callback(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_outcome_callback(options, save_again, &the_told));
    CHECK_OK(ddbsnap_options_set_max_in_flight(options, 1));
}

TEST(saves_from_a_callback_and_refuses_to_wait_in_one) {
    ddbsnap_handle* const handle = the_told.handle = open_store("file:snapshots", save_again_in_callback);
    CHECK_OK(save_text(handle, "a", "1"));
    // The first flush may end before the callback has saved again.
    while (stats_of(handle).stored != 2) CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
    CHECK_EQUAL(the_told.count[DDBSNAP_OUTCOME_STORED], 2);
}

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char logged[4096];

static void keep_line(void* user_data, ddbsnap_log_level level, const char* line) {
    pthread_mutex_lock(&log_lock);
    CHECK(user_data == logged);
    CHECK(level >= DDBSNAP_LOG_DEBUG && level <= DDBSNAP_LOG_ERROR);
    size_t const length = strlen(logged);
    snprintf(logged + length, sizeof logged - length, "%s\n", line);
    pthread_mutex_unlock(&log_lock);
}

static void keep_log(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_log_callback(options, DDBSNAP_LOG_DEBUG, keep_line, logged));
}

TEST(gives_its_log_line_by_line) {
    ddbsnap_handle* const handle = open_store(AWAY, keep_log);
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_EQUAL(ddbsnap_last(handle, "a", DDBSNAP_FOREVER, &snapshot), DDBSNAP_UNREACHABLE);
    CHECK_OK(ddbsnap_destroy(handle));
    CHECK_HOLDS(logged, "127.0.0.1");
    CHECK(!strstr(logged, "wJalrXUtnFEMI"));
}
