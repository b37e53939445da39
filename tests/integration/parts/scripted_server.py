"""Answers HTTP requests as a script says, good answers and bad ones.

usage: scripted_server.py SCRIPT LOG [--host H] [--port P] [--tls CERTIFICATE KEY]
prints its port, then serves until it is ended

SCRIPT is a JSON file, read anew for each request: {"GET /path?query": ANSWER or [ANSWER, ...], ...}. Of a list,
each request takes the next answer, and the last one stays; "*" stands for whatever is not named, which is a 404
otherwise. An answer may have

  status, headers, body   body is text, or a value to be written as JSON
  require                 headers that the request must have, else the answer is a 401
  forward                 another server's origin, whose answer is given
  delay                   seconds to wait before anything is sent
  drip                    seconds to wait before each byte of the body
  endless                 true: the body goes on for as long as the client reads
  silent, close           true: no answer at all; the connection is kept, or closed

LOG gets a JSON object a line for each request: method, target, headers with lower-case names, body.
"""

import argparse
import http.server
import json
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request

parser = argparse.ArgumentParser()
parser.add_argument("script")
parser.add_argument("log")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--tls", nargs=2)
arguments = parser.parse_args()

lock = threading.Lock()
taken = {}  # how many answers of a list were given


def next_answer(name):
    with lock:
        with open(arguments.script) as script:
            answers = json.load(script)
        answer = answers.get(name, answers.get("*", {"status": 404}))
        if not isinstance(answer, list):
            return answer
        count = taken.get(name, 0)
        taken[name] = count + 1
        return answer[min(count, len(answer) - 1)]


def note(entry):
    with lock, open(arguments.log, "a") as log:
        log.write(json.dumps(entry) + "\n")


def forwarded(origin, handler, body):
    """The answer of another server, as an answer of a script."""
    headers = {name: value for name, value in handler.headers.items() if name.lower() != "host"}
    request = urllib.request.Request(origin + handler.path, body or None, headers, method=handler.command)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(request)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    kept = {name: value for name, value in answer.headers.items() if name.lower().startswith(("x-", "content-type"))}
    return {"status": answer.status, "headers": kept, "body": answer.read().decode()}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        note({"method": self.command, "target": self.path, "headers": headers, "body": body.decode()})
        answer = next_answer(f"{self.command} {self.path}")
        time.sleep(answer.get("delay", 0))
        if "forward" in answer:
            answer = forwarded(answer["forward"], self, body)
        if any(headers.get(name.lower()) != value for name, value in answer.get("require", {}).items()):
            answer = {"status": 401}
        if answer.get("silent") or answer.get("close"):
            self.close_connection = True
            if answer.get("silent"):
                self.rfile.read(1)  # until the client has had enough
            return
        self.send(answer)

    do_GET = do_PUT = do_POST = answer

    def send(self, answer):
        body = answer.get("body", "")
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(answer.get("status", 200))
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        if not answer.get("endless"):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.get("endless"):
            self.close_connection = True
            while True:
                self.wfile.write(b" " * 65536)
        for byte in body if "drip" in answer else ():
            self.wfile.write(bytes([byte]))
            time.sleep(answer["drip"])
        if "drip" not in answer:
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET6 if ":" in arguments.host else socket.AF_INET

    def server_bind(self):
        # Without the look-up of a name for the address, which can take long.
        http.server.socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, *_):
        pass  # clients that go away are what is tested


server = Server((arguments.host, arguments.port), Handler)
if arguments.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*arguments.tls)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
server.serve_forever()
