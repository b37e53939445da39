"""moto's STS and IAM, with session tokens that POST /moto-api/seed?a=N repeats as it repeats moto's other keys:
two clients that ask after the same seed must get the same.

usage: moto_server.py [--ssl-cert FILE --ssl-key FILE]    says on standard error where it runs
"""

import sys

import moto.server
import moto.sts.models
from moto.moto_api._internal import mock_random

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


def session_token():
    return "hushFromMoto/" + "".join(mock_random.choice(LETTERS) for _ in range(300))


moto.sts.models.random_session_token = session_token
moto.server.main(["--host", "127.0.0.1", "--port", "0", *sys.argv[1:]])
