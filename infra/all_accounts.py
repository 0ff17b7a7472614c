"""Operators' commands that do the same for each account of a stage."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from infra.stages import StageError, environment_of


def run(arguments: list[str], *, name: str, description: str, refused: str, lines: Callable[[], Iterator[str]]) -> int:
    """Print the lines of a command in the environment of the stage that its arguments name.

    `name` is its module in infra; `refused` begins the line that says why it can't be done. Returns 1 then.
    """
    parser = argparse.ArgumentParser(prog=f"python -m infra.{name}", description=description)
    parser.add_argument("--stage", required=True)
    options = parser.parse_args(arguments)
    try:
        os.environ |= environment_of(options.stage)
        for line in lines():
            print(line, flush=True)
    except (BotoCoreError, ClientError, PynamoDBException, StageError) as error:
        print(f"osmotr: {refused} {options.stage}: {error}", file=sys.stderr)
        return 1
    return 0


def accounts() -> Iterator[str]:
    """Yield the ids of all accounts. Production never lists them, so the operator scans their small table."""
    table: Any = boto3.client("dynamodb").get_paginator("scan")
    pages = table.paginate(
        TableName=os.environ["ACCOUNTS_TABLE"],
        FilterExpression="kind = :account",
        ExpressionAttributeValues={":account": {"S": "account"}},
        ProjectionExpression="pk",
    )
    return (item["pk"]["S"] for page in pages for item in page["Items"])
