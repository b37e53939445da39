// Forks and exits.
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

// A child has the memory that its parent's threads were using, and not the threads: to the leak sanitizer
// that is a leak.
static int is_child_of_user = 0;
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return is_child_of_user; }

// What the child found wrong ends it with 1; one that hangs is ended.
static void run_in_child(void (*run)(ddbsnap_handle*), ddbsnap_handle* handle) {
    pid_t const child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        alarm(20);
        run(handle);
        exit(0);
    }
    int status = 0;
    CHECK_EQUAL(waitpid(child, &status, 0), child);
    CHECK_EQUAL(status, 0);
}

static void use_inherited(ddbsnap_handle* handle) {
    is_child_of_user = 1;
    ddbsnap_snapshot* snapshot = NULL;
    ddbsnap_stats stats = DDBSNAP_STATS_INIT;
    CHECK_EQUAL(save_text(handle, "a", "2"), DDBSNAP_FORKED);
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "2", 1, NULL, DDBSNAP_UNTIL_STORED, 0, NULL),
                DDBSNAP_FORKED);
    CHECK_EQUAL(ddbsnap_flush(handle, 0, NULL), DDBSNAP_FORKED);
    CHECK_EQUAL(ddbsnap_last(handle, "a", 0, &snapshot), DDBSNAP_FORKED);
    CHECK_EQUAL(ddbsnap_get_stats(handle, &stats), DDBSNAP_FORKED);
    CHECK_EQUAL(ddbsnap_close(handle, 0, NULL), DDBSNAP_FORKED);
    CHECK_EQUAL(ddbsnap_destroy(handle), DDBSNAP_FORKED);
    CHECK_HOLDS(ddbsnap_last_error(), "parent process");
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_OK(ddbsnap_options_set_store(options, "file:snapshots"));
    CHECK_EQUAL(ddbsnap_open(options, &handle), DDBSNAP_FORKED);
    ddbsnap_options_free(options);
}

TEST(refuses_all_that_a_child_does_with_a_handle_of_its_parent) {
    // All threads there can be.
    ddbsnap_handle* const other = open_store(AWAY, NULL);
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_EQUAL(ddbsnap_last(other, "a", DDBSNAP_FOREVER, &snapshot), DDBSNAP_UNREACHABLE);
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    CHECK_OK(ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_STORED, DDBSNAP_FOREVER, NULL));
    run_in_child(use_inherited, handle);
    CHECK_OK(save_text(handle, "a", "3"));
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, NULL));
    CHECK_EQUAL(stats_of(handle).stored, 2);
    CHECK_OK(ddbsnap_destroy(handle));
    CHECK_OK(ddbsnap_destroy(other));
}

static void open_own(ddbsnap_handle* unused) {
    (void)unused;
    ddbsnap_handle* const handle = open_store("file:snapshots", NULL);
    CHECK_OK(save_text(handle, "a", "1"));
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(opens_in_a_child_whose_parent_had_opened_nothing) { run_in_child(open_own, NULL); }

TEST(opens_in_the_parent_after_a_child_has_gone) {
    run_in_child(open_own, NULL);
    open_own(NULL);
}

static int calls = 0;

static void count_call(void* unused, const ddbsnap_report* report) {
    (void)unused;
    (void)report;
    ++calls;
}

static void spool_and_count(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_spool_dir(options, "spool"));
    CHECK_OK(ddbsnap_options_set_outcome_callback(options, count_call, NULL));
}

static void expect_no_calls(void) {
    if (calls) _exit(1);
}

// Where the leak sanitizer sees it.
static ddbsnap_handle* volatile left_open;

static void leave_open(ddbsnap_handle* unused) {
    (void)unused;
    // Registered first, so called last.
    atexit(expect_no_calls);
    left_open = open_store(AWAY, spool_and_count);
    CHECK_OK(save_text(left_open, "a", "1"));
}

TEST(spools_at_exit_what_an_open_handle_has_and_calls_nobody) {
    run_in_child(leave_open, NULL);
    ddbsnap_handle* const handle = open_store("file:snapshots", spool_and_count);
    CHECK_EQUAL(stats_of(handle).replayed, 1);
    CHECK_OK(ddbsnap_close(handle, DDBSNAP_FOREVER, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
}

static void* save_for_ever(void* handle) {
    // The process does not wait for it.
    for (;;) save_text(handle, "a", "1");
    return NULL;
}

static void leave_saving(ddbsnap_handle* unused) {
    (void)unused;
    left_open = open_store("file:snapshots", NULL);
    pthread_t threads[2];
    for (int i = 0; i != 2; ++i) CHECK_EQUAL(pthread_create(&threads[i], NULL, save_for_ever, left_open), 0);
    while (stats_of(left_open).accepted < 100) {
    }
}

TEST(exits_while_threads_go_on_saving) {
    for (int i = 0; i != 10; ++i) run_in_child(leave_saving, NULL);
}

static void exit_now(void* unused, const ddbsnap_report* report) {
    (void)unused;
    (void)report;
    exit(0);
}

static void exit_in_callback(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_outcome_callback(options, exit_now, NULL));
}

static void wait_for_exit(ddbsnap_handle* unused) {
    (void)unused;
    left_open = open_store("file:snapshots", exit_in_callback);
    CHECK_OK(save_text(left_open, "a", "1"));
    for (;;) pause();
}

TEST(lets_a_callback_exit) { run_in_child(wait_for_exit, NULL); }
