// Stores that do not answer, and what is left of what was saved there.
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

static void spool(ddbsnap_options* options) { CHECK_OK(ddbsnap_options_set_spool_dir(options, "spool")); }

TEST(tells_a_store_that_cannot_be_reached) {
    ddbsnap_handle* const handle = open_store(AWAY, NULL);
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_EQUAL(ddbsnap_last(handle, NULL, DDBSNAP_FOREVER, &snapshot), DDBSNAP_UNREACHABLE);
    CHECK_HOLDS(ddbsnap_last_error(), "127.0.0.1");
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(tells_that_there_are_no_keys) {
    unsetenv("AWS_ACCESS_KEY_ID");
    unsetenv("AWS_SECRET_ACCESS_KEY");
    ddbsnap_handle* const handle = open_store(AWAY, NULL);
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_EQUAL(ddbsnap_last(handle, NULL, DDBSNAP_FOREVER, &snapshot), DDBSNAP_UNAUTHORIZED);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(tells_that_aws_settings_cannot_be_meant) {
    setenv("AWS_USE_FIPS_ENDPOINT", "perhaps", 1);
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_OK(ddbsnap_options_set_store(options, AWAY));
    ddbsnap_handle* handle = NULL;
    CHECK_EQUAL(ddbsnap_open(options, &handle), DDBSNAP_BAD_CONFIGURATION);
    CHECK_HOLDS(ddbsnap_last_error(), "perhaps");
    ddbsnap_options_free(options);
}

TEST(ends_each_wait_at_its_timeout) {
    // Connections are made and never answered.
    int const silent = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    CHECK_EQUAL(bind(silent, (struct sockaddr*)&address, size), 0);
    CHECK_EQUAL(listen(silent, 8), 0);
    CHECK_EQUAL(getsockname(silent, (struct sockaddr*)&address, &size), 0);
    char uri[96];
    snprintf(uri, sizeof uri, "dynamodb:Snapshots?region=us-east-1&endpoint=http://127.0.0.1:%d",
             ntohs(address.sin_port));
    ddbsnap_handle* const handle = open_store(uri, NULL);

    ddbsnap_snapshot* snapshot = NULL;
    CHECK_EQUAL(ddbsnap_last(handle, "a", 20, &snapshot), DDBSNAP_TIMEOUT);
    CHECK_HOLDS(ddbsnap_last_error(), "no answer within 20 ms");
    CHECK_EQUAL(ddbsnap_last(handle, "a", 0, &snapshot), DDBSNAP_TIMEOUT);
    ddbsnap_outcome outcome = DDBSNAP_OUTCOME_STORED;
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_STORED, 20, &outcome),
                DDBSNAP_TIMEOUT);
    CHECK_HOLDS(ddbsnap_last_error(), "it stays accepted");
    CHECK_EQUAL(outcome, 0);
    size_t waiting = 0;
    CHECK_EQUAL(ddbsnap_flush(handle, 20, &waiting), DDBSNAP_TIMEOUT);
    CHECK_EQUAL(waiting, 1);
    CHECK_EQUAL(stats_of(handle).pending, 1);
    CHECK_OK(ddbsnap_destroy(handle));
    close(silent);
}

TEST(names_what_a_close_could_not_store_and_names_it_again) {
    ddbsnap_handle* const handle = open_store(AWAY, NULL);
    ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
    details.name = "state";
    CHECK_OK(ddbsnap_save(handle, "a", "12345", 5, &details));
    CHECK_OK(save_text(handle, "", "1"));
    for (int i = 0; i != 2; ++i) {
        ddbsnap_reports* reports = NULL;
        CHECK_EQUAL(ddbsnap_close(handle, 0, &reports), DDBSNAP_NOT_STORED);
        CHECK_HOLDS(ddbsnap_last_error(), "2 snapshots");
        CHECK_EQUAL(reports->count, 2);
        const ddbsnap_report* const named = reports->reports[reports->reports[0]->series[0] == 'a' ? 0 : 1];
        CHECK_TEXT(named->series, "a");
        CHECK_TEXT(named->name, "state");
        CHECK_EQUAL(named->outcome, DDBSNAP_OUTCOME_FAILED);
        CHECK(named->status != DDBSNAP_OK);
        CHECK(*named->message);
        CHECK_EQUAL(named->size, 5);
        CHECK(named->created_ms > 0);
        ddbsnap_free(reports);
    }
    CHECK_EQUAL(ddbsnap_close(handle, 0, NULL), DDBSNAP_NOT_STORED);
    CHECK_EQUAL(stats_of(handle).failed, 2);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(spools_what_it_cannot_store_and_stores_it_at_the_next_start) {
    ddbsnap_handle* handle = open_store(AWAY, spool);
    ddbsnap_outcome outcome = 0;
    CHECK_OK(
        ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_SPOOLED, DDBSNAP_FOREVER, &outcome));
    CHECK_EQUAL(outcome, DDBSNAP_OUTCOME_SPOOLED);
    ddbsnap_reports* reports = NULL;
    CHECK_EQUAL(ddbsnap_close(handle, 0, &reports), DDBSNAP_NOT_STORED);
    CHECK_EQUAL(reports->count, 1);
    CHECK_EQUAL(reports->reports[0]->outcome, DDBSNAP_OUTCOME_SPOOLED);
    ddbsnap_free(reports);
    CHECK_EQUAL(stats_of(handle).spooled, 1);
    CHECK_OK(ddbsnap_destroy(handle));

    handle = open_store("file:snapshots", spool);
    CHECK_EQUAL(stats_of(handle).replayed, 1);
    CHECK_OK(ddbsnap_flush(handle, DDBSNAP_FOREVER, NULL));
    ddbsnap_snapshot* snapshot = NULL;
    CHECK_OK(ddbsnap_last(handle, "a", DDBSNAP_FOREVER, &snapshot));
    CHECK_TEXT(snapshot->body, "1");
    ddbsnap_free(snapshot);
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(refuses_a_spool_directory_that_is_in_use_or_cannot_be) {
    ddbsnap_handle* const handle = open_store(AWAY, spool);
    ddbsnap_options* const options = ddbsnap_options_create();
    CHECK_OK(ddbsnap_options_set_store(options, AWAY));
    spool(options);
    ddbsnap_handle* other = NULL;
    CHECK_EQUAL(ddbsnap_open(options, &other), DDBSNAP_SPOOL_IN_USE);
    CHECK(!other);
    CHECK_OK(ddbsnap_options_set_spool_dir(options, "/dev/null/spool"));
    CHECK_EQUAL(ddbsnap_open(options, &other), DDBSNAP_IO_ERROR);
    CHECK_OK(ddbsnap_destroy(handle));
    spool(options);
    CHECK_OK(ddbsnap_open(options, &other));
    CHECK_OK(ddbsnap_destroy(other));
    ddbsnap_options_free(options);
}

static void give_up_after_an_attempt(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_quiet_ms(options, 0));
    CHECK_OK(ddbsnap_options_set_deadline_ms(options, 500));
}

static void give_up_soon(ddbsnap_options* options) {
    CHECK_OK(ddbsnap_options_set_quiet_ms(options, 0));
    CHECK_OK(ddbsnap_options_set_deadline_ms(options, 1));
}

TEST(says_what_went_wrong_when_it_gives_up) {
    FILE* const file = fopen("taken", "w");
    CHECK(file);
    fclose(file);
    ddbsnap_handle* const handle = open_store("file:taken/snapshots", give_up_after_an_attempt);
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_STORED, DDBSNAP_FOREVER, NULL),
                DDBSNAP_NOT_STORED);
    CHECK_HOLDS(ddbsnap_last_error(), "taken");
    CHECK_OK(ddbsnap_destroy(handle));
}

TEST(gives_up_at_the_deadline) {
    ddbsnap_handle* const handle = open_store(AWAY, give_up_soon);
    CHECK_EQUAL(ddbsnap_save_and_wait(handle, "a", "1", 1, NULL, DDBSNAP_UNTIL_STORED, DDBSNAP_FOREVER, NULL),
                DDBSNAP_NOT_STORED);
    CHECK_HOLDS(ddbsnap_last_error(), "within 1 ms");
    CHECK_EQUAL(stats_of(handle).failed, 1);
    CHECK_OK(ddbsnap_close(handle, 0, NULL));
    CHECK_OK(ddbsnap_destroy(handle));
}
