"""Disturbs a saving process' way to DynamoDB, and looks at its counters.

outage.py CHILD SECONDS SPOOL_DIR     DDBSNAP_COMMAND, ENGINE_COMMAND (tools/local-dynamodb and its arguments) and
                                      AWS_ENDPOINT_URL_DYNAMODB lead to the server

For SECONDS each, or longer until it has shown, between a proxy of ours and the server: all is well, the server is
stopped, all is well, each request is throttled, all is well, the table is gone, all is well.
"""

import http.client
import http.server
import json
import os
import queue
import subprocess
import sys
import threading
import urllib.parse

child, seconds, spool = sys.argv[1], int(sys.argv[2]), sys.argv[3]
upstream = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
engine = os.environ["ENGINE_COMMAND"].split()
command = os.environ["DDBSNAP_COMMAND"]
throttling = threading.Event()
throttled = 0  # requests, by the proxy


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if throttling.is_set():
            global throttled
            throttled += 1
            kind = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
            return self.answer(400, json.dumps({"__type": kind, "message": "slow down"}).encode())
        try:
            link = http.client.HTTPConnection(upstream.hostname, upstream.port, timeout=20)
            # The Host header stays as it was signed.
            link.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                link.putheader(name, value)
            link.endheaders(body)
            got = link.getresponse()
            kept = [h for h in got.getheaders() if h[0].lower() not in ("content-length", "connection", "transfer-encoding")]
            self.answer(got.status, got.read(), kept)
        except OSError:
            self.close_connection = True


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = dict(os.environ, AWS_ENDPOINT_URL_DYNAMODB=f"http://127.0.0.1:{server.server_port}")

phases = ["well", "stopped", "well", "throttled", "well", "no table", "well"]
process = subprocess.Popen(
    [child, "load", "-", spool], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
)
lines = queue.Queue()  # so that none is behind what it is taken for


def read_lines():
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


threading.Thread(target=read_lines, daemon=True).start()
rows = []
left = None


def take(line):
    """One of the child's; whether there is more to come."""
    global left
    if line is None:
        return False
    if line.startswith("left"):
        left = int(line.split()[1])
    else:
        rows.append((phase, {k: int(v) for k, v in (pair.split("=") for pair in line.split())}))
    return True


def enter(phase):
    throttling.clear()
    if phase == "stopped":
        subprocess.run([*engine, "stop"], check=True, stdout=subprocess.DEVNULL)
    elif phase == "throttled":
        throttling.set()
    elif phase == "no table":
        subprocess.run([command, "table", "delete", "--yes"], check=True, stderr=subprocess.DEVNULL)


def leave(phase):
    if phase == "stopped":
        subprocess.run([*engine, "start"], check=True, stdout=subprocess.DEVNULL)
    elif phase == "no table":
        subprocess.run([command, "table", "create"], check=True, stderr=subprocess.DEVNULL)


def has_shown(phase):
    if phase == "throttled":
        return throttled > 0
    return phase != "no table" or rows[-1][1]["spooled"] > 0


for phase in phases:
    enter(phase)
    while not lines.empty():
        take(lines.get())
    needed = len(rows) + 4 * seconds
    while len(rows) < needed or not has_shown(phase):
        if not take(lines.get()):
            sys.exit(f"the child ended while it was {phase}")
        if len(rows) > needed + 4 * 300:
            sys.exit(f"five minutes long nothing has shown that it is {phase}")
    leave(phase)
process.stdin.close()
while take(lines.get()):
    pass
if process.wait() != 0:
    sys.exit(f"the child ended with {process.returncode}")

for name, row in rows:
    ended = row["stored"] + row["superseded"] + row["spooled"] + row["failed"]
    if row["accepted"] != ended + row["pending"]:
        sys.exit(f"the counters do not add up: {row}")
    if row["pending_bytes"] > 2 << 20:
        sys.exit(f"more is pending than may be: {row}")
for (_, a), (name, b) in zip(rows, rows[1:-1]):
    if b["accepted"] + b["refused"] < a["accepted"] + a["refused"] + 250:
        sys.exit(f"while it was {name}, saves did not go on")
last = rows[-1][1]
first = rows[4][1]
if last["pending"] != 0 or left != 0:
    sys.exit(f"after all was well again, something was left: {last}, left {left}")
if last["resident"] > first["resident"] + 64 * 1024:
    sys.exit(f"memory grew from {first['resident']} to {last['resident']} KB")
# A batch has patience for a while, and only then do its snapshots come back.
if last["throttled"] == 0 and seconds >= 30:
    sys.exit("the writer did not notice that it was throttled")
if last["failed"] != 0:
    sys.exit(f"{last['failed']} snapshots are lost, though there is a spool directory")
print(f"{last['accepted']} saves: {last['stored']} stored, {last['superseded']} superseded, {last['spooled']} spooled; "
      f"{last['refused']} refused; {last['requests']} requests; "
      f"resident {first['resident']} KB at first, {last['resident']} KB at last")
