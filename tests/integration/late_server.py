"""Stands for a DynamoDB whose clock is ahead: tells its time, and refuses what is signed as too old.

usage: late_server.py SECONDS EXCEPTION    prints its port, then serves until it is ended
"""

import email.utils
import http.server
import json
import sys
import time

AHEAD = int(sys.argv[1])
EXCEPTION = sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(time.time() + AHEAD, usegmt=True)

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, {})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(400, {"__type": "com.amazon.coral.service#" + EXCEPTION, "message": "Signature expired"})

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
