"""Re-indexes cases for search: `make reindex STAGE=prod` (STAGE=local: the system that `make run` runs).

Run it after a release with another rule of searching is deployed. Until then cases are found by both rules, with one
more Query. It may be stopped and run again at any time, and goes on from there (decisions/0022).
"""

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from infra.stages import StageError, environment_of


def main(arguments: list[str]) -> int:
    """Re-index a stage and print the numbers. Returns 1, with one line printed, when it can't be done."""
    parser = argparse.ArgumentParser(prog="python -m infra.reindex", description="Write anew what cases are found by.")
    parser.add_argument("--stage", required=True)
    options = parser.parse_args(arguments)
    try:
        os.environ |= environment_of(options.stage)
        for line in reindex():
            print(line, flush=True)
    except (BotoCoreError, ClientError, PynamoDBException, StageError) as error:
        print(f"osmotr: can't re-index {options.stage}: {error}", file=sys.stderr)
        return 1
    return 0


def reindex() -> Iterator[str]:
    """Re-index the cases of all accounts; yield a line for each account, for people."""
    from chalicelib.features.cases.reindexing import reindex_all  # noqa: PLC0415 - reads the environment that `main` has set

    for account_id, cases in reindex_all(accounts()):
        yield f"{account_id}: {cases} cases re-indexed"


def accounts() -> Iterator[str]:
    """Yield the ids of all accounts. Production never lists them, so the operator scans the small table they are in."""
    table: Any = boto3.client("dynamodb").get_paginator("scan")
    pages = table.paginate(
        TableName=os.environ["ACCOUNTS_TABLE"],
        FilterExpression="kind = :account",
        ExpressionAttributeValues={":account": {"S": "account"}},
        ProjectionExpression="pk",
    )
    return (item["pk"]["S"] for page in pages for item in page["Items"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
