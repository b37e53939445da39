// Tests in C: each TEST(name) is one, and runs in a process and an empty directory of its own:
//
//     ddbsnap_c_api_test NAME
#ifndef DDBSNAP_CHECK_H
#define DDBSNAP_CHECK_H

#include <ddbsnap/ddbsnap.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct test {
    const char* name;
    void (*run)(void);
    struct test* next;
} test;

void add_test(test* t);

#define TEST(test_name)                                                                                \
    static void test_name(void);                                                                       \
    static test test_name##_entry = {#test_name, test_name, NULL};                                     \
    __attribute__((constructor)) static void test_name##_added(void) { add_test(&test_name##_entry); } \
    static void test_name(void)

#define FAIL(...)                                       \
    do {                                                \
        fprintf(stderr, "%s:%d: ", __FILE__, __LINE__); \
        fprintf(stderr, __VA_ARGS__);                   \
        fputc('\n', stderr);                            \
        exit(1);                                        \
    } while (0)

#define CHECK(condition)                          \
    do {                                          \
        if (!(condition)) FAIL("%s", #condition); \
    } while (0)

#define CHECK_EQUAL(actual, expected)                                                                        \
    do {                                                                                                     \
        long long const actual_ = (long long)(actual);                                                       \
        long long const expected_ = (long long)(expected);                                                   \
        if (actual_ != expected_)                                                                            \
            FAIL("%s is %lld, not %lld; last error: %s", #actual, actual_, expected_, ddbsnap_last_error()); \
    } while (0)

#define CHECK_TEXT(actual, expected)                                                  \
    do {                                                                              \
        const char* const actual_ = (actual);                                         \
        if (strcmp(actual_, (expected)) != 0) FAIL("%s is \"%s\"", #actual, actual_); \
    } while (0)

/// That a text holds another one.
#define CHECK_HOLDS(actual, part)                                             \
    do {                                                                      \
        const char* const actual_ = (actual);                                 \
        if (!strstr(actual_, (part))) FAIL("%s is \"%s\"", #actual, actual_); \
    } while (0)

#define CHECK_OK(call) CHECK_EQUAL(call, DDBSNAP_OK)

/// A store that refuses every connection: what is saved there waits.
#define AWAY "dynamodb:Snapshots?region=us-east-1&endpoint=http://127.0.0.1:1"

/// Opens a handle on a store, with further settings from `change` unless it is NULL.
ddbsnap_handle* open_store(const char* uri, void (*change)(ddbsnap_options*));

ddbsnap_status save_text(ddbsnap_handle* handle, const char* series, const char* text);

ddbsnap_stats stats_of(ddbsnap_handle* handle);

#endif
