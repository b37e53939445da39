"""Sends the example host what it should not get, and looks how it takes it.

usage: bad_http.py PORT         prints what was wrong; exit 1 then
       bad_http.py PORT slow    the same of what the host has to give up for its time
"""

import random
import socket
import struct
import sys

PORT = int(sys.argv[1])
WAIT = 30  # only a host that hangs lets it pass
wrong = []


def connect():
    return socket.create_connection(("127.0.0.1", PORT), timeout=WAIT)


def read_all(s):
    """All until the host closes; nothing more where it resets."""
    received = b""
    try:
        while piece := s.recv(65536):
            received += piece
    except ConnectionError:
        pass
    return received


def exchange(sent, ends=True):
    with connect() as s:
        try:
            s.sendall(sent)
            if ends:
                s.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it had enough already
        return read_all(s)


def statuses(received):
    """Of all replies that came, by their bodies' lengths."""
    found = []
    while received:
        head, _, received = received.partition(b"\r\n\r\n")
        found.append(int(head.split(b" ")[1]))
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        received = received[int(fields.get(b"content-length", 0)) :]
    return found


def expect(what, actual, expected):
    if actual != expected:
        wrong.append(f"{what}: {actual!r}, not {expected!r}")


def request(line=b"GET /ping HTTP/1.1", *fields, body=b""):
    return b"\r\n".join((line, b"Host: h") + fields) + b"\r\n\r\n" + body


POST = b"POST /predictions/noop HTTP/1.1"
ONE = {
    "garbage": (b"\x00\x01\x02\x03\r\n\r\n", 400),
    "a TLS hello": (bytes.fromhex("16030100c8010000c40303") + b"\x17" * 200, 400),
    "another protocol": (b"SSH-2.0-OpenSSH_9.2\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "no version": (b"GET /ping\r\n\r\n", 400),
    "version 9": (request(b"GET /ping HTTP/9.9"), 400),
    "a space in the target": (request(b"GET /ping pong HTTP/1.1"), 400),
    "no target": (request(b"GET  HTTP/1.1"), 400),
    "a target without a slash": (request(b"GET ping HTTP/1.1", b"Connection: close"), 400),
    "a star": (request(b"OPTIONS * HTTP/1.1", b"Connection: close"), 400),
    "a method of odd characters": (request(b"G@T /ping HTTP/1.1"), 400),
    "a field without a colon": (request(b"GET /ping HTTP/1.1", b"Nothing"), 400),
    "a space before the colon": (request(b"GET /ping HTTP/1.1", b"Name : x"), 400),
    "a NUL in a value": (request(b"GET /ping HTTP/1.1", b"Name: a\x00b"), 400),
    "a negative length": (request(POST, b"Content-Length: -1"), 400),
    "a length of words": (request(POST, b"Content-Length: ten"), 400),
    "two lengths": (request(POST, b"Content-Length: 1", b"Content-Length: 2", body=b"ab"), 400),
    "a length beside chunks": (request(POST, b"Content-Length: 5", b"Transfer-Encoding: chunked"), 400),
    "chunks of no number": (request(POST, b"Transfer-Encoding: chunked", body=b"zz\r\nab\r\n0\r\n\r\n"), 400),
    "a header too large": (request(b"GET /ping HTTP/1.1", b"Large: " + b"x" * 20000), 431),
    "many fields": (request(b"GET /ping HTTP/1.1", *[b"F: x"] * 5000), 431),
    "a target too large": (request(b"GET /" + b"x" * 20000 + b" HTTP/1.1"), 431),
    "a body said to be too large": (request(POST, b"Content-Length: 1048577"), 413),
    "a body that is too large": (request(POST, b"Content-Length: 4000000", body=b"x" * 4000000), 413),
    "the largest length there is": (request(POST, b"Content-Length: 18446744073709551615"), 413),
    "chunks that are too large": (
        request(POST, b"Transfer-Encoding: chunked", body=(b"10000\r\n" + b"x" * 65536 + b"\r\n") * 40),
        413,
    ),
}


def one_reply_each():
    for what, (sent, status) in ONE.items():
        received = exchange(sent, ends=False)  # the host has to close by itself
        expect(what, statuses(received), [status])
        expect(f"{what}, reply", b'"message"' in received, True)


def well_formed():
    chunked = request(POST, b"Transfer-Encoding: chunked", body=b"5\r\nhello\r\n0\r\n\r\n")
    expect("chunks", statuses(exchange(chunked)), [200])
    expect("HTTP/1.0", statuses(exchange(b"GET /ping HTTP/1.0\r\n\r\n", ends=False)), [200])
    expect("asked to close", statuses(exchange(request(b"GET /ping HTTP/1.1", b"Connection: close"), ends=False)), [200])
    expect("HEAD", exchange(request(b"HEAD /ping HTTP/1.1")).partition(b"\r\n\r\n")[2], b"")
    expect("a pipeline", statuses(exchange((request() + request(b"GET /x HTTP/1.1")) * 100)), [200, 404] * 100)
    expect("bad after good", statuses(exchange(request() * 3 + b"\x00\r\n\r\n", ends=False)), [200] * 3 + [400])
    asked = request(POST, b"Content-Length: 2", b"Expect: 100-continue")
    expect("100-continue", statuses(exchange(asked + b"ab")), [100, 200])


def fields_without_an_end():
    """Cut so that the start of the next one is there each time."""
    with connect() as s:
        try:
            s.sendall(b"GET /ping HTTP/1.1\r\nF")
            for _ in range(20000):
                s.sendall(b": x\r\nF")
            s.sendall(b": x\r\n\r\n")
        except OSError:
            pass
        expect("fields without an end", statuses(read_all(s)), [431])


def slow_ones():
    """Who does not go on is left: before, in and after a header, and in a body."""
    for sent in (b"", b"G", b"GET /ping HTTP/1.1\r\nHo", request(POST, b"Content-Length: 10", body=b"abc")):
        expect(f"after {sent!r}", exchange(sent, ends=False), b"")


def cut_off_at_every_byte():
    whole = request(POST, b"Content-Length: 5", body=b"hello")
    for size in range(len(whole)):
        expect(f"{size} bytes", exchange(whole[:size]), b"")
    expect("all bytes", statuses(exchange(whole)), [200])


def gone_before_the_reply():
    for _ in range(50):
        with connect() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not closed
            s.sendall(request(b"GET /metrics HTTP/1.1") * 20)


def changed_at_random():
    rng = random.Random(7)
    seeds = [sent for sent, _ in ONE.values() if len(sent) < 1000]
    seeds += [request(), request(POST, b"Content-Length: 5", body=b"hello"), request(b"PUT /models/noop?min_worker=2 HTTP/1.1")]
    for _ in range(500):
        sent = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(sent))
            sent[at : at + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
            sent = sent or bytearray(b"\n")
        for status in statuses(exchange(bytes(sent))):
            if status not in (100, 200, 202, 400, 403, 404, 405, 409, 413, 431):
                wrong.append(f"{bytes(sent)!r}: {status}")


at_any_speed = (
    one_reply_each,
    well_formed,
    fields_without_an_end,
    cut_off_at_every_byte,
    gone_before_the_reply,
    changed_at_random,
)
for check in (slow_ones,) if sys.argv[2:] == ["slow"] else at_any_speed:
    try:
        check()
    except OSError as e:
        wrong.append(f"{check.__name__}: {e}")
print("\n".join(wrong))
sys.exit(bool(wrong))
