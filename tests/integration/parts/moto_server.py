"""moto's STS and IAM. The session token of a role says what was asked for and by whom, so that two clients that get
the same token have asked the same; POST /moto-api/seed?a=N makes moto's other keys repeat themselves.

usage: moto_server.py [--ssl-cert FILE --ssl-key FILE]    says in its log where it runs
"""

import base64
import json
import sys

import flask
import moto.server
import moto.sts.models

make = moto.sts.models.AssumedRole.__init__


def make_with_telling_token(role, *positional, **named):
    make(role, *positional, **named)
    asked = {
        "by": flask.request.headers.get("Authorization", "nobody").partition("/")[0],
        "role": role.role_arn,
        "session": role.session_name,
        "external_id": role.external_id,
        "seconds": round((role.expiration - moto.sts.models.utcnow()).total_seconds(), -1),
        "key": role.access_key_id,
    }
    role.session_token = "hushFromMoto/" + base64.b64encode(json.dumps(asked).encode()).decode()


moto.sts.models.AssumedRole.__init__ = make_with_telling_token
moto.server.main(["--host", "127.0.0.1", "--port", "0", *sys.argv[1:]])
