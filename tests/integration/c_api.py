"""Uses libddbsnap.so through ctypes, with its callbacks; c_api_python.test.sh runs it.

c_api.py LIBRARY STORE              saves, waits, reads, counts
c_api.py LIBRARY STORE --be-killed  spools a snapshot that the store does not take, and is killed
c_api.py LIBRARY STORE --recover    stores what that one has left
"""

import ctypes
import os
import signal
import sys
import threading

FOREVER = ctypes.c_int64(-1)
UNTIL_SPOOLED, UNTIL_STORED = 1, 2
STORED, SUPERSEDED, SPOOLED = 1, 2, 3


class Report(ctypes.Structure):
    _fields_ = [
        ("outcome", ctypes.c_int),
        ("status", ctypes.c_int),
        ("message", ctypes.c_char_p),
        ("series", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("created_ms", ctypes.c_int64),
        ("size", ctypes.c_uint64),
        ("superseded_by_other", ctypes.c_int),
    ]


class Snapshot(ctypes.Structure):
    _fields_ = [
        ("series", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("created_ms", ctypes.c_int64),
        ("expires_ms", ctypes.c_int64),
        ("is_binary", ctypes.c_int),
        ("size", ctypes.c_size_t),
        ("body", ctypes.POINTER(ctypes.c_char)),
    ]


class Details(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_size_t),
        ("name", ctypes.c_char_p),
        ("is_binary", ctypes.c_int),
        ("ttl_seconds", ctypes.c_int64),
    ]


class Stats(ctypes.Structure):
    COUNTERS = (
        "accepted refused replayed stored superseded spooled failed pending pending_bytes superseded_by_other "
        "batches requests retries throttled spool_writes spool_failures"
    ).split()
    _fields_ = (
        [("struct_size", ctypes.c_size_t)]
        + [(name, ctypes.c_uint64) for name in COUNTERS]
        + [("write_units", ctypes.c_double), ("store_seconds", ctypes.c_double)]
    )


OUTCOME = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(Report))
LOG = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p)

lib = ctypes.CDLL(sys.argv[1])
lib.ddbsnap_last_error.restype = ctypes.c_char_p
lib.ddbsnap_version.restype = ctypes.c_char_p
lib.ddbsnap_options_create.restype = ctypes.c_void_p


def check(status):
    assert status == 0, (status, lib.ddbsnap_last_error())


class Handle:
    def __init__(self, spool=None):
        self.reports, self.lines = [], []
        # ctypes does not keep what C calls.
        self.callbacks = OUTCOME(self.on_outcome), LOG(lambda _, level, line: self.lines.append((level, line)))
        options = ctypes.c_void_p(lib.ddbsnap_options_create())
        check(lib.ddbsnap_options_set_store(options, sys.argv[2].encode()))
        check(lib.ddbsnap_options_set_outcome_callback(options, self.callbacks[0], None))
        check(lib.ddbsnap_options_set_log_callback(options, 1, self.callbacks[1], None))
        check(lib.ddbsnap_options_set_spool_dir(options, spool))
        self.handle = ctypes.c_void_p()
        check(lib.ddbsnap_open(options, ctypes.byref(self.handle)))
        lib.ddbsnap_options_free(options)

    def on_outcome(self, _, report):
        r = report[0]
        self.reports.append((r.series, r.outcome, r.size, threading.get_native_id()))

    def save(self, series, body, **details):
        given = Details(ctypes.sizeof(Details), **details)
        check(lib.ddbsnap_save(self.handle, series, body, ctypes.c_size_t(len(body)), ctypes.byref(given)))

    def save_and_wait(self, series, body, until):
        outcome, size = ctypes.c_int(), ctypes.c_size_t(len(body))
        check(lib.ddbsnap_save_and_wait(self.handle, series, body, size, None, until, FOREVER, ctypes.byref(outcome)))
        return outcome.value

    def last(self, series):
        found = ctypes.POINTER(Snapshot)()
        check(lib.ddbsnap_last(self.handle, series, FOREVER, ctypes.byref(found)))
        s = found[0]
        copy = s.series, s.name, s.is_binary, s.body[: s.size]
        lib.ddbsnap_free(found)
        return copy

    def stats(self):
        stats = Stats(struct_size=ctypes.sizeof(Stats))
        check(lib.ddbsnap_get_stats(self.handle, ctypes.byref(stats)))
        return stats

    def close(self):
        check(lib.ddbsnap_close(self.handle, FOREVER, None))
        check(lib.ddbsnap_destroy(self.handle))


def save_wait_read_count():
    handle = Handle()
    everything = bytes(range(256)) * 100
    # The file store tells text from bytes by what is in a file.
    handle.save(b"py", everything, name=b"bytes", is_binary=1)
    check(lib.ddbsnap_flush(handle.handle, FOREVER, None))
    assert handle.last(b"py") == (b"py", b"bytes", 1, everything), handle.last(b"py")[:3]
    handle.save(b"py", "Schnee ☃".encode(), name=b"text")
    handle.save(b"py", b"newer", name=b"newer")
    assert handle.save_and_wait(b"other", b"x", UNTIL_STORED) == STORED
    check(lib.ddbsnap_flush(handle.handle, FOREVER, None))
    assert handle.last(b"py") == (b"py", b"newer", 0, b"newer")
    stats = handle.stats()
    assert (stats.accepted, stats.stored + stats.superseded, stats.pending) == (4, 4, 0), stats.stored
    assert stats.store_seconds > 0
    handle.close()
    told = sorted((r[0], r[2], r[1]) for r in handle.reports)
    # The text was overtaken, unless this process was held up between the two.
    assert told[2][2] in (STORED, SUPERSEDED), told
    text = len("Schnee ☃".encode())
    assert told == [(b"other", 1, STORED), (b"py", 5, STORED), (b"py", text, told[2][2]), (b"py", 25600, STORED)], told
    assert threading.get_native_id() not in [r[3] for r in handle.reports]
    assert not any(b"SecretAccessKey" in line for _, line in handle.lines)


def be_killed():
    handle = Handle(b"spool")
    assert handle.save_and_wait(b"spooled", b"before the kill", UNTIL_SPOOLED) == SPOOLED
    os.kill(os.getpid(), signal.SIGKILL)


def recover():
    handle = Handle(b"spool")
    assert handle.stats().replayed == 1
    check(lib.ddbsnap_flush(handle.handle, FOREVER, None))
    assert handle.last(b"spooled")[3] == b"before the kill"
    assert handle.stats().stored == 1
    handle.close()
    assert handle.reports[0][:2] == (b"spooled", STORED)


{(): save_wait_read_count, ("--be-killed",): be_killed, ("--recover",): recover}[tuple(sys.argv[3:])]()
