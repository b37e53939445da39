"""What boto3 finds in this environment, as the JSON that `ddbsnap credentials --format process` prints.

exit 1 and a line on standard error when it finds nothing or fails
"""

import json
import sys

import boto3
import botocore.exceptions

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
