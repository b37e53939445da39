#ifndef DDBSNAP_DDBSNAP_H
#define DDBSNAP_DDBSNAP_H

/// ddbsnap for C, and for all that can call C: keeps a program's snapshots in Amazon DynamoDB, or in files.
///
///     ddbsnap_options* options = ddbsnap_options_create();
///     ddbsnap_handle* snapshots = NULL;
///     ddbsnap_options_set_store(options, "dynamodb:Snapshots2");
///     if (ddbsnap_open(options, &snapshots) != DDBSNAP_OK) puts(ddbsnap_last_error());
///     ddbsnap_options_free(options);
///     ...
///     ddbsnap_save(snapshots, "host-7", state, size, NULL);     returns at once
///     ...
///     ddbsnap_close(snapshots, 5000, NULL);
///     ddbsnap_destroy(snapshots);
///
/// Status   Every call that can fail returns a ddbsnap_status, and leaves a text for a person in
///          ddbsnap_last_error(). What it gives through a pointer is NULL or 0 then. A NULL where something
///          has to be is DDBSNAP_INVALID, never a crash. No C++ exception comes out of any call.
/// Memory   The library copies what it is given, once, before a call returns. What it gives back belongs to
///          the caller and goes to ddbsnap_free(), unless the call says otherwise. Structs the library fills
///          may get more members at their end; so they are only read through pointers that it gave, or
///          begin with `struct_size`. A call that finds no memory says so; the handle's own thread cannot go
///          on without, and ends the process as C++ does.
/// Threads  Any function may be called from any thread at any time, one handle from several threads at once,
///          with the exception of ddbsnap_destroy(), after which the handle is gone. Options belong to one
///          thread at a time.
/// Time     Timeouts are milliseconds; DDBSNAP_FOREVER, or any negative number, sets none.
/// Fork     A handle belongs to the process that opened it, whose thread works for it. In a child made by
///          fork() without exec, calls with it give DDBSNAP_FORKED and change nothing, and so does
///          ddbsnap_open() where the parent had opened a handle before. Fork first, then open.
/// Exit     When the process exits with open handles, their callbacks are not called any more, and what has
///          not been stored is spooled or lost: close them before.

#include <ddbsnap/version.h>

#include <stddef.h>
#include <stdint.h>

/* Exported by the shared library; nothing else is. */
#if defined(__GNUC__)
#define DDBSNAP_C_API __attribute__((visibility("default")))
#else
#define DDBSNAP_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define DDBSNAP_FOREVER INT64_C(-1)

/// How a call ended. New ones may come; take what is not known for DDBSNAP_FAILED.
typedef enum ddbsnap_status {
    DDBSNAP_OK = 0,
    DDBSNAP_NOTHING_THERE = 1,  ///< no such snapshot

    // Called wrongly: the same call can never succeed.
    DDBSNAP_INVALID = 10,      ///< NULL, a setting, a name or a URI that cannot be meant
    DDBSNAP_TOO_LARGE = 11,    ///< a body above 64 MB, above max_pending_bytes, or above what the store takes
    DDBSNAP_CLOSED = 12,       ///< a save after ddbsnap_close()
    DDBSNAP_IN_CALLBACK = 13,  ///< what waits may not be called from a callback
    DDBSNAP_FORKED = 14,       ///< the handle belongs to the parent process

    // It may go better later.
    DDBSNAP_QUEUE_FULL = 20,  ///< what waits has max_pending_bytes; nothing was changed
    DDBSNAP_TIMEOUT = 21,
    DDBSNAP_UNREACHABLE = 22,  ///< no usable connection could be had or kept
    DDBSNAP_THROTTLED = 23,

    // Something has to be set up.
    DDBSNAP_UNAUTHORIZED = 30,       ///< keys missing, wrong, expired or without the right
    DDBSNAP_NO_TABLE = 31,           ///< the table or its index is missing, or is not for snapshots
    DDBSNAP_BAD_CONFIGURATION = 32,  ///< AWS's variables or files cannot be read or meant
    DDBSNAP_IO_ERROR = 33,           ///< of this machine's files
    DDBSNAP_SPOOL_IN_USE = 34,       ///< another process or handle has the spool directory

    DDBSNAP_NOT_STORED = 40,  ///< given up or closed, but not everything is in the store
    DDBSNAP_OUT_OF_MEMORY = 41,
    DDBSNAP_FAILED = 42  ///< anything else
} ddbsnap_status;

/// How an accepted snapshot ends: in exactly one of these ways, once.
typedef enum ddbsnap_outcome {
    DDBSNAP_OUTCOME_STORED = 1,      ///< it is in the store
    DDBSNAP_OUTCOME_SUPERSEDED = 2,  ///< a newer one of its series came before it was sent
    DDBSNAP_OUTCOME_SPOOLED = 3,     ///< it is in the spool directory only, whence the next start takes it
    DDBSNAP_OUTCOME_FAILED = 4       ///< it is nowhere, for the reason that is given
} ddbsnap_outcome;

typedef enum ddbsnap_log_level {
    DDBSNAP_LOG_TRACE = 0,
    DDBSNAP_LOG_DEBUG = 1,
    DDBSNAP_LOG_INFO = 2,
    DDBSNAP_LOG_WARNING = 3,
    DDBSNAP_LOG_ERROR = 4
} ddbsnap_log_level;

/// What became of one snapshot.
typedef struct ddbsnap_report {
    ddbsnap_outcome outcome;
    ddbsnap_status status;  ///< the reason: of a failed one, and of a spooled one where the store gave one
    const char* message;    ///< the same for a person; "" where there is none
    const char* series;     ///< "" for the unnamed one
    const char* name;
    int64_t created_ms;       ///< milliseconds since 1970
    uint64_t size;            ///< of the body
    int superseded_by_other;  ///< 1: it is stored, but another writer had stored a newer one of the series
} ddbsnap_report;

/// Reports in one block of memory, which goes to ddbsnap_free() as a whole.
typedef struct ddbsnap_reports {
    size_t count;
    const ddbsnap_report* const* reports;
} ddbsnap_reports;

/// A snapshot that was read: one block of memory, which goes to ddbsnap_free() as a whole.
typedef struct ddbsnap_snapshot {
    const char* series;
    const char* name;
    int64_t created_ms;  ///< milliseconds since 1970
    int64_t expires_ms;  ///< the same; 0: never
    int is_binary;       ///< 0: text
    size_t size;         ///< of the body
    const char* body;    ///< with a NUL behind it that does not count
} ddbsnap_snapshot;

/// Is told of each snapshot's end. It runs on the handle's own thread, one call at a time, so nothing is
/// stored while it runs. It may call what does not wait: ddbsnap_save(), ddbsnap_get_stats(). It must not
/// throw. The report is there only during the call.
typedef void (*ddbsnap_outcome_callback)(void* user_data, const ddbsnap_report* report);

/// Gets a line of the library's log, without an end of line. It may run on any thread, on several at once,
/// and must call no function of the library. The line is there only during the call; no secret is in it.
typedef void (*ddbsnap_log_callback)(void* user_data, ddbsnap_log_level level, const char* line);

/// The version of the library that runs: "0.1.0". Never freed.
DDBSNAP_C_API const char* ddbsnap_version(void);

/// What a ddbsnap_status means, in a few words: "queue full". Never NULL, never freed.
DDBSNAP_C_API const char* ddbsnap_status_text(int status);

/// "stored", "superseded", "spooled", "failed". Never NULL, never freed.
DDBSNAP_C_API const char* ddbsnap_outcome_text(int outcome);

/// What this thread's last failed call has to say: what failed, on what, why, and what to do about it. ""
/// when none has failed yet. It is there until the thread's next call that fails, and belongs to the thread:
/// where threads change from one call to the next (goroutines), both calls have to be made in one piece of C.
DDBSNAP_C_API const char* ddbsnap_last_error(void);

/// Frees what the library gave: ddbsnap_snapshot, ddbsnap_reports. NULL is nothing.
DDBSNAP_C_API void ddbsnap_free(void* given);

/// Settings for ddbsnap_open(), which copies them: they can be freed or changed after it.
typedef struct ddbsnap_options ddbsnap_options;

/// NULL when there is no memory.
DDBSNAP_C_API ddbsnap_options* ddbsnap_options_create(void);
/// NULL is nothing.
DDBSNAP_C_API void ddbsnap_options_free(ddbsnap_options* options);

/// `dynamodb:TABLE[?region=R&endpoint=URL&profile=P]` or `file:DIR`. There is no default.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_store(ddbsnap_options* options, const char* uri);
/// The series that is meant where NULL is given for one; default: the unnamed one.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_series(ddbsnap_options* options, const char* series);
/// A series is sent when nothing was saved to it for so long; default 50.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_quiet_ms(ddbsnap_options* options, int64_t quiet_ms);
/// It is sent no later than this after its first snapshot that has not been sent; default 1000.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_max_wait_ms(ddbsnap_options* options, int64_t max_wait_ms);
/// A snapshot that could not be stored for so long is given up: spooled or failed; default DDBSNAP_FOREVER.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_deadline_ms(ddbsnap_options* options, int64_t deadline_ms);
/// Bodies that wait or are under way, and 256 bytes for each snapshot on top; default 64 MB, at least 4096.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_max_pending_bytes(ddbsnap_options* options, size_t bytes);
/// Batches that are under way at the same time, of at most 25 snapshots each; default 4.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_max_in_flight(ddbsnap_options* options, size_t batches);
/// Keeps the newest snapshot of each series that is not stored yet in this directory too, so that it outlives
/// the process. It is created, and belongs to one handle at a time. NULL or "", the default: none.
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_spool_dir(ddbsnap_options* options, const char* directory);
/// @param callback  NULL: none
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_outcome_callback(ddbsnap_options* options,
                                                                  ddbsnap_outcome_callback callback,
                                                                  void* user_data);
/// @param least  the ddbsnap_log_level from which on lines are given
/// @param callback  NULL: none
DDBSNAP_C_API ddbsnap_status ddbsnap_options_set_log_callback(ddbsnap_options* options, int least,
                                                              ddbsnap_log_callback callback, void* user_data);

/// A store, its writer, and the thread on which both work.
typedef struct ddbsnap_handle ddbsnap_handle;

/// Reads AWS's settings and the spool directory, and starts the thread. Connects to nothing: keys and table
/// are looked at with the first save.
DDBSNAP_C_API ddbsnap_status ddbsnap_open(const ddbsnap_options* options, ddbsnap_handle** handle);

/// What a save may say besides the body:
///
///     ddbsnap_save_details details = DDBSNAP_SAVE_DETAILS_INIT;
///     details.name = "after-migration";
typedef struct ddbsnap_save_details {
    size_t struct_size;   ///< sizeof(ddbsnap_save_details), set by DDBSNAP_SAVE_DETAILS_INIT
    const char* name;     ///< NULL: its time, as in `20260102030405678-snapshot.cfg`
    int is_binary;        ///< 0: the body is UTF-8 text
    int64_t ttl_seconds;  ///< 0: for ever; otherwise it is not returned any more so long after it was sent
} ddbsnap_save_details;

#define DDBSNAP_SAVE_DETAILS_INIT \
    { sizeof(ddbsnap_save_details), 0, 0, 0 }

/// Accepts a snapshot, to be stored in the background. Copies the body once; never blocks and never waits.
///
/// Of a series only the newest snapshot is sent. What may pass is tried again until it is stored, superseded
/// or given up. How it ended is told to the outcome callback, and counted.
///
/// @param series   NULL: the one of the options; "": the unnamed one
/// @param body     may be NULL when `size` is 0
/// @param details  NULL: none
/// @return DDBSNAP_QUEUE_FULL, DDBSNAP_TOO_LARGE, DDBSNAP_CLOSED, DDBSNAP_INVALID: nothing was changed, and
///         what was accepted before stays; DDBSNAP_OUT_OF_MEMORY: it may have been accepted
DDBSNAP_C_API ddbsnap_status ddbsnap_save(ddbsnap_handle* handle, const char* series, const void* body,
                                          size_t size, const ddbsnap_save_details* details);

/// What "safe" means to the caller of ddbsnap_save_and_wait().
typedef enum ddbsnap_safety {
    DDBSNAP_UNTIL_SPOOLED = 1,  ///< it will outlive the process; needs a spool directory
    DDBSNAP_UNTIL_STORED = 2
} ddbsnap_safety;

/// Saves, and waits until the snapshot is safe or a newer one of its series is, which makes it superseded.
///
/// @param until    a ddbsnap_safety
/// @param outcome  NULL, or gets how it ended when DDBSNAP_OK is returned
/// @return those of ddbsnap_save(); DDBSNAP_TIMEOUT: it stays accepted; DDBSNAP_NOT_STORED: it was given up,
///         at its deadline or because the handle was closed, and is in the spool directory at best; the
///         reason for which it could not be stored or spooled
DDBSNAP_C_API ddbsnap_status ddbsnap_save_and_wait(ddbsnap_handle* handle, const char* series,
                                                   const void* body, size_t size,
                                                   const ddbsnap_save_details* details, int until,
                                                   int64_t timeout_ms, ddbsnap_outcome* outcome);

/// Sends now what was accepted up to here, and waits until all of it has ended, in whatever way.
///
/// @param waiting  NULL, or gets how many have not
/// @return DDBSNAP_TIMEOUT: these go on waiting
DDBSNAP_C_API ddbsnap_status ddbsnap_flush(ddbsnap_handle* handle, int64_t timeout_ms, size_t* waiting);

/// Reads the newest snapshot of a series from the store. Works after ddbsnap_close(), too.
///
/// @return DDBSNAP_NOTHING_THERE when there is none
DDBSNAP_C_API ddbsnap_status ddbsnap_last(ddbsnap_handle* handle, const char* series, int64_t timeout_ms,
                                          ddbsnap_snapshot** snapshot);

/// What a handle has done so far. At any time
/// `accepted + replayed == stored + superseded + spooled + failed + pending`.
typedef struct ddbsnap_stats {
    size_t struct_size;  ///< sizeof(ddbsnap_stats), set by the caller; then what of it the library has filled
    uint64_t accepted;
    uint64_t refused;   ///< saves that were not accepted: queue full, closed, too large
    uint64_t replayed;  ///< found in the spool directory at the start
    uint64_t stored;
    uint64_t superseded;
    uint64_t spooled;
    uint64_t failed;
    uint64_t pending;
    uint64_t pending_bytes;  ///< compared with max_pending_bytes
    uint64_t superseded_by_other;
    uint64_t batches;    ///< of snapshots, handed to the store
    uint64_t requests;   ///< that the store made of them
    uint64_t retries;    ///< snapshots handed to the store once more
    uint64_t throttled;  ///< of these: for throttling
    uint64_t spool_writes;
    uint64_t spool_failures;
    double write_units;    ///< capacity consumed, as DynamoDB says
    double store_seconds;  ///< from save to stored, summed over all that were stored
} ddbsnap_stats;

#define DDBSNAP_STATS_INIT \
    { sizeof(ddbsnap_stats), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

DDBSNAP_C_API ddbsnap_status ddbsnap_get_stats(ddbsnap_handle* handle, ddbsnap_stats* stats);

/// Refuses further saves, sends what waits, and ends what could not be stored in time as spooled or failed. A
/// second call waits for the first and gives the same.
///
/// @param not_stored  NULL, or gets what is not in the store, for ddbsnap_free(); NULL when that is nothing
/// @return DDBSNAP_NOT_STORED when there is such; the handle is closed all the same
DDBSNAP_C_API ddbsnap_status ddbsnap_close(ddbsnap_handle* handle, int64_t timeout_ms,
                                           ddbsnap_reports** not_stored);

/// Closes without waiting for the store, unless it is closed, and frees the handle. After it, and while it
/// runs, no other call may use the handle. NULL is nothing.
///
/// @return DDBSNAP_IN_CALLBACK, DDBSNAP_FORKED, DDBSNAP_OUT_OF_MEMORY: nothing was done
DDBSNAP_C_API ddbsnap_status ddbsnap_destroy(ddbsnap_handle* handle);

#ifdef __cplusplus
}
#endif

#endif
