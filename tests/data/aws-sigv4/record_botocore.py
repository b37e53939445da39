#!/usr/bin/env python3
"""Writes botocore.json: random requests and what botocore's SigV4 signer makes of each, stage by stage.

    /usr/bin/python3 tests/data/aws-sigv4/record_botocore.py

Needs botocore (Debian: python3-botocore). The seed is fixed, so the requests are the same each time.
"""

import datetime
import json
import pathlib
import random
from unittest import mock

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

COUNT = 200
UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
# No white space beyond ASCII and no U+001C to U+001F: botocore trims these too, AWS's description does not.
LETTERS = "éüßñø€漢字ሴ𝄞"
SERVICES = ["dynamodb", "sts", "execute-api", "lambda", "service"]
REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2", "us-gov-west-1", "local"]
HEADERS = ["Content-Type", "Content-Encoding", "X-Amz-Target", "X-Amz-User-Agent", "amz-sdk-invocation-id",
           "AMZ-SDK-Request", "Accept", "My-Header1", "my-header2", "MY-HEADER1-Suffix", "Cookie", "X-_odd~Name",
           # Left out by every version of botocore; later ones leave out more, as ddbsnap does.
           "User-Agent", "Expect", "X-Amzn-Trace-Id"]


class Recorder:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, alphabet, least, most):
        return "".join(self.random.choice(alphabet) for _ in range(self.random.randint(least, most)))

    def escaped(self, text):
        """A form of `text` as some client may send it: bytes escaped in either case, letters raw or not."""
        out = ""
        for c in text:
            may_be_raw = c in UNRESERVED or c in LETTERS or c in "!$'()*,:;@ /"
            if may_be_raw and self.random.random() < 0.7:
                out += c
            else:
                form = self.random.choice(["%%%02X", "%%%02x"])
                out += "".join(form % byte for byte in c.encode())
        return out

    def path(self):
        if self.random.random() < 0.2:
            return "/"
        segments = []
        for _ in range(self.random.randint(1, 6)):
            plain = self.text(UNRESERVED + LETTERS + "!$&'()*+,;=:@ \"<>[]^`{|}", 1, 8)
            segments.append(self.random.choice(["", ".", "..", plain, plain, plain, "%20a%2Fb%e1", "100%", "..."]))
        return "/" + "/".join(segments)

    def query(self):
        """The parameters, and a query string that means them."""
        names = [self.text(UNRESERVED + LETTERS + "+&= %/:", 1, 6) for _ in range(self.random.randint(0, 5))]
        names += self.random.choices(names, k=self.random.randint(0, 3)) if names else []
        params = [(name, self.text(UNRESERVED + LETTERS + "+&= %/?#\"", 0, 8)) for name in names]
        joined = []
        for name, value in params:
            equals = "" if value == "" and self.random.random() < 0.5 else "="
            joined.append(self.escaped(name) + equals + self.escaped(value))
        return params, "&".join(joined)

    def headers(self):
        out = []
        for name in self.random.sample(HEADERS, self.random.randint(0, 8)):
            for _ in range(self.random.choice([1, 1, 1, 2, 3])):
                words = [self.text(UNRESERVED + LETTERS + "\"',;=/", 1, 10) for _ in range(self.random.randint(0, 4))]
                gap = self.random.choice([" ", "  ", "\t", " \t  ", "\r\n ", "\n\t"])
                ends = self.random.choice(["", " ", "   ", "\t"])
                out.append((name, ends + gap.join(words) + ends))
        self.random.shuffle(out)
        return out

    def case(self):
        params, query = self.query()
        headers = self.headers() + [("Host", self.text("abcxyz.-", 1, 20) + self.random.choice(["", ":8000"]))]
        if self.random.random() < 0.2:
            headers.append(("x-amz-content-sha256", "UNSIGNED-PAYLOAD"))
        if self.random.random() < 0.3:
            headers += [("X-Amz-Date", "20010101T000000Z"), ("Authorization", "stale")]
        token = self.text(UNRESERVED + "+/=", 1, 400) if self.random.random() < 0.5 else ""
        if token and self.random.random() < 0.3:
            headers.append(("X-Amz-Security-Token", "stale"))
        return params, {
            "method": self.random.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]),
            "path": self.path(),
            "query": query,
            "headers": headers,
            "body": self.text(UNRESERVED + LETTERS + " \n{}\"", 0, 200) if self.random.random() < 0.7 else "",
            "accessKeyId": "AKID" + self.text("ABCDEFGHIJ234567", 4, 16),
            "secretAccessKey": self.text(UNRESERVED + "+/", 1, 100),
            "sessionToken": token,
            "region": self.random.choice(REGIONS),
            "service": self.random.choice(SERVICES),
            "time": self.random.randint(0, 4102444800),
        }


def sign(params, case):
    """Adds botocore's answers to a case."""
    # The path is put between scheme and query as it is: botocore's urlsplit must find nothing else in it.
    request = AWSRequest(method=case["method"], url="https://host" + case["path"], params=params,
                         data=case["body"].encode())
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    signer = botocore.auth.SigV4Auth(Credentials(case["accessKeyId"], case["secretAccessKey"],
                                                 case["sessionToken"] or None), case["service"], case["region"])
    stages = {}

    def recording(name):
        inner = getattr(signer, name)

        def run(*args):
            stages[name] = inner(*args)
            return stages[name]
        return mock.patch.object(signer, name, run)

    now = mock.Mock(wraps=datetime.datetime)
    now.utcnow.return_value = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc)
    with mock.patch("botocore.auth.datetime.datetime", now), recording("canonical_request"), \
            recording("string_to_sign"), recording("signature"):
        signer.add_auth(request)
    return {**case, "canonicalRequest": stages["canonical_request"], "stringToSign": stages["string_to_sign"],
            "signature": stages["signature"], "authorization": request.headers["Authorization"]}


def main():
    recorder = Recorder(20150830)
    cases = [sign(*recorder.case()) for _ in range(COUNT)]
    target = pathlib.Path(__file__).with_name("botocore.json")
    lines = ",\n".join(json.dumps(case, sort_keys=True) for case in cases)
    target.write_text('{"botocore": "%s", "cases": [\n%s\n]}\n' % (botocore.__version__, lines))
    print(f"{len(cases)} cases in {target}")


if __name__ == "__main__":
    main()
