"""What boto3 finds in this environment, as the JSON that `ddbsnap credentials --format process` prints.

exit 1 and a line on standard error when it finds nothing or fails
"""

import json
import os
import sys

import boto3
import botocore.exceptions

# boto3 knows only the older name.
if os.environ.get("AWS_REGION"):
    os.environ["AWS_DEFAULT_REGION"] = os.environ["AWS_REGION"]
try:
    found = boto3.Session().get_credentials()
    keys = found and found.get_frozen_credentials()
except botocore.exceptions.BotoCoreError as failure:
    sys.exit(f"{type(failure).__name__}: {failure}")
if not keys:
    sys.exit("nothing found")
document = {
    "Version": 1,
    "AccessKeyId": keys.access_key,
    "SecretAccessKey": keys.secret_key,
    "SessionToken": keys.token,
    "AccountId": keys.account_id,
}
print(json.dumps({name: value for name, value in document.items() if value is not None}))
