#!/usr/bin/env python3
"""Writes botocore.tsv: what DynamoDB's published endpoint rules, which botocore carries and evaluates, say of a grid of
settings.

    python3 -m venv venv && venv/bin/pip install botocore==1.43.67
    venv/bin/python tests/data/endpoints/record_botocore.py

Later versions have endpoints of accounts in four regions of aws-cn and aws-us-gov too, and say "in this region" instead
of "in this partition"; ddbsnap does not follow them yet.

The last column is not botocore's: it says how ddbsnap refuses what the rules would let pass.
"""

import itertools
import pathlib

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.loaders import Loader

COLUMNS = ["region", "fips", "dual", "endpoint", "account", "mode", "arn", "arns", 'url or "error"',
           "signing region or reason", "ddbsnap refuses"]
FLAGS = list(itertools.product((False, True), repeat=2))
MODES = ["preferred", "required", "disabled"]
ACCOUNT = "111122223333"
TABLE = "arn:aws:dynamodb:{r}:222222222222:table/T"
OTHER_TABLE = "arn:aws:dynamodb:{r}:444444444444:table/U"

# One or more of each partition; the last ones are of none, or not like a region at all.
REGIONS = ["us-east-1", "eu-west-1", "mx-central-1", "il-central-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1",
           "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1", "local"]
ODD_REGIONS = ["aws-global", "aws-cn-global", "aws-iso-global", "aws-iso-b-global", "aws-iso-e-global",
               "aws-iso-f-global", "aws-us-gov-global", "us-gov-moon-12", "us-east-10", "cn-north", "cn-north-1a",
               "eusc-fr-east-1", "xx-moon-1", "US-EAST-1", "LOCAL", "unheard"]
NO_HOST_LABELS = ["eu west", "us_east_1", "us-east-1.", "-x", "x-", "a@b", "evil.example/", "a:1", "x" * 64]
ACCOUNTS = [None, ACCOUNT, "my-account", "-a", "a-", "a.b", "bad_label", "x" * 63, "x" * 64, "1 2"]

ARNS = ["T", "", TABLE, TABLE + "/index/I", "arn:aws:dynamodb:{r}:222222222222:table:T",
        "arn:aws-cn:dynamodb:{r}:222222222222:table/T", "arn::dynamodb:{r}:222222222222:table/T",
        "arn:aws:s3:{r}:222222222222:table/T", "arn:aws::{r}:222222222222:table/T",
        "arn:aws:DynamoDB:{r}:222222222222:table/T", "arn:aws:dynamodb:eu-central-1:222222222222:table/T",
        "arn:aws:dynamodb::222222222222:table/T", "arn:aws:dynamodb:{r}::table/T", "arn:aws:dynamodb:{r}:a_b:table/T",
        "arn:aws:dynamodb:{r}:my-account:table/T", "arn:aws:dynamodb:{r}:333333333333:", "arn:aws:dynamodb:{r}:3333",
        "arn:aws:dynamodb", "ARN:aws:dynamodb:{r}:222222222222:table/T", " " + TABLE, "arn:", ":::::"]
ARN_LISTS = [["T"], [TABLE], [OTHER_TABLE, TABLE], ["T", TABLE], [TABLE, "T"],
             ["arn:aws:dynamodb:eu-central-1:222222222222:table/T", TABLE], ["arn:aws:dynamodb:{r}:a_b:table/T", TABLE],
             ["arn:aws:dynamodb", TABLE], ["arn:aws:s3:{r}:222222222222:table/T"]]

ENDPOINTS = ["http://localhost:8000", "http://[::1]:8000", "https://h.example/base",
             "https://vpce-1.dynamodb.us-east-1.vpce.amazonaws.com", "https://dynamodb.us-east-1.amazonaws.com",
             "https://dynamodb.us-east-1.api.aws", "https://dynamodb.us-east-1.api.aws/path",
             "https://dynamodb.us-east-1.api.aws:8443", "https://search-dynamodb.us-east-1.api.aws",
             "https://dynamodb.eu-west-1.api.aws", "https://dynamodb-fips.us-east-1.api.aws",
             "http://dynamodb.us-east-1.api.aws", "https://111122223333.ddb.us-east-1.api.aws",
             "https://dynamodb.cn-north-1.api.amazonwebservices.com.cn",
             "https://111122223333.ddb.us-east-1.amazonaws.com"]
NO_ENDPOINTS = {"localhost:8000": "does not start with http:// or https://",
                "ftp://h.example": "neither http nor https",
                "https://h.example?x=y": "has no query",
                "https://user:pass@h.example": "user name",
                "https://h.example:99999": "not a number from 1 to 65535",
                # The same hosts that the rules refuse, written another way.
                "https://dynamodb.us-east-1.api.aws:443": "not supported for dual-stack endpoints",
                "https://DynamoDB.us-east-1.api.aws": "not supported for dual-stack endpoints"}


def grid():
    """Every case as (parameters, how ddbsnap refuses it)."""
    for region, (fips, dual), account, mode in itertools.product(REGIONS + [None], FLAGS, [None, ACCOUNT], MODES):
        yield dict(Region=region, UseFIPS=fips, UseDualStack=dual, AccountId=account, AccountIdEndpointMode=mode), ""
    for region, (fips, dual), mode in itertools.product(ODD_REGIONS, FLAGS, MODES):
        yield dict(Region=region, UseFIPS=fips, UseDualStack=dual, AccountId=ACCOUNT, AccountIdEndpointMode=mode), ""
    for region, (fips, dual) in itertools.product(NO_HOST_LABELS, FLAGS):
        yield dict(Region=region, UseFIPS=fips, UseDualStack=dual), "cannot be part of a host name"
    for account, mode, region, dual in itertools.product(ACCOUNTS, MODES, ["us-east-1", "cn-north-1"], [False, True]):
        yield dict(Region=region, UseDualStack=dual, AccountId=account, AccountIdEndpointMode=mode), ""
    yield from arn_grid()
    yield from endpoint_grid()


def arn_grid():
    places = [("us-east-1", False, False), ("us-east-1", False, True), ("us-east-1", True, False),
              ("cn-north-1", False, False)]
    for (region, fips, dual), account, mode in itertools.product(places, [None, ACCOUNT], MODES):
        base = dict(Region=region, UseFIPS=fips, UseDualStack=dual, AccountId=account, AccountIdEndpointMode=mode)
        for arn in ARNS:
            yield base | dict(ResourceArn=arn.format(r=region)), ""
        for arns in ARN_LISTS:
            yield base | dict(ResourceArnList=[arn.format(r=region) for arn in arns]), ""
        for arn in ["T", TABLE]:
            yield base | dict(ResourceArn=arn.format(r=region), ResourceArnList=[OTHER_TABLE.format(r=region)]), ""
    yield dict(Region="us-east-1", AccountId="bad_label", ResourceArn=TABLE.format(r="us-east-1")), ""
    yield dict(Region="local", AccountId=ACCOUNT, ResourceArn=TABLE.format(r="local")), ""


def endpoint_grid():
    for endpoint, region, (fips, dual) in itertools.product(
            ENDPOINTS, ["us-east-1", "cn-north-1", "local", None], FLAGS):
        yield dict(Region=region, UseFIPS=fips, UseDualStack=dual, Endpoint=endpoint, AccountId=ACCOUNT), ""
    for mode, account in itertools.product(MODES, [None, ACCOUNT, "a.b"]):
        yield dict(Region="us-east-1", Endpoint="http://localhost:8000", AccountId=account, AccountIdEndpointMode=mode,
                   ResourceArn=TABLE.format(r="us-east-1")), ""
    for endpoint, reason in NO_ENDPOINTS.items():
        yield dict(Region="us-east-1", Endpoint=endpoint), reason


def answer(provider, parameters):
    try:
        endpoint = provider.resolve_endpoint(**{name: value for name, value in parameters.items() if value is not None})
    except Exception as refusal:  # pylint: disable=broad-except
        return ["error", str(refusal)]
    schemes = endpoint.properties.get("authSchemes") or [{}]
    return [endpoint.url, schemes[0].get("signingRegion", parameters["Region"]) or "-"]


def row(provider, parameters, refusal):
    # The rules act only where a mode is given, so a client gives the default.
    parameters = {"UseFIPS": False, "UseDualStack": False, "AccountIdEndpointMode": "preferred"} | parameters
    fips, dual = ("fips" if parameters["UseFIPS"] else ""), ("dual" if parameters["UseDualStack"] else "")
    given = [parameters["Region"], fips, dual, parameters.get("Endpoint"), parameters.get("AccountId"), parameters["AccountIdEndpointMode"],
             parameters.get("ResourceArn"), ",".join(parameters.get("ResourceArnList", []))]
    return [text or "-" for text in given] + answer(provider, parameters) + [refusal or "-"]


def main():
    loader = Loader()
    provider = EndpointProvider(loader.load_service_model("dynamodb", "endpoint-rule-set-1"),
                                loader.load_data("partitions"))
    rows = {"\t".join(row(provider, *case)): None for case in grid()}
    target = pathlib.Path(__file__).with_name("botocore.tsv")
    lines = [f"# written by record_botocore.py with botocore {botocore.__version__}", "# " + "\t".join(COLUMNS), *rows]
    target.write_text("\n".join(lines) + "\n")
    print(f"{len(rows)} cases in {target}")


if __name__ == "__main__":
    main()
