"""Removals by AWS itself, done to moto: lifecycle rules of a bucket, and the times to live of rows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import boto3

from chalicelib.base.clock import now

Rule = Mapping[str, Any]


def let_time_pass(*, rules: Sequence[Rule], tables: Mapping[str, str]) -> None:
    """Remove due objects from the bucket `photos` and due rows from tables (name -> attribute of the time to live)."""
    for rule in rules:
        _apply(rule)
    for table, attribute in tables.items():
        _expire_rows(table, attribute)


def expires(rule: Rule, key: str, *, noncurrent: bool, age: timedelta) -> bool:
    """Return True if a rule removes a version of this key that has been (non)current for so long."""
    days = _days(rule, noncurrent=noncurrent)
    return rule["Status"] == "Enabled" and key.startswith(rule.get("Prefix", "")) and days is not None and age >= days


def _days(rule: Rule, *, noncurrent: bool) -> timedelta | None:
    days = rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays") if noncurrent else None
    days = rule.get("ExpirationInDays") if not noncurrent else days
    return None if days is None else timedelta(days=days)


def _apply(rule: Rule) -> None:
    s3 = boto3.client("s3")
    for key, versions in _by_key().items():
        newer = None
        for version in versions:
            since = newer["LastModified"] if newer else version["LastModified"]
            if expires(rule, key, noncurrent=newer is not None, age=now() - since):
                name: dict[str, str] = {"VersionId": version["VersionId"]} if newer else {}
                s3.delete_object(Bucket="photos", Key=key, **name)
            newer = version


def _by_key() -> dict[str, list[dict[str, Any]]]:
    """Return all versions and delete markers by key, newest first."""
    found = defaultdict(list)
    for page in boto3.client("s3").get_paginator("list_object_versions").paginate(Bucket="photos"):
        for entry in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
            found[entry["Key"]].append(entry)
    return {
        key: sorted(entries, key=lambda each: (each["IsLatest"], each["LastModified"]), reverse=True)
        for key, entries in found.items()
    }


def _expire_rows(table: str, attribute: str) -> None:
    dynamodb = boto3.client("dynamodb")
    for item in _rows(table):
        if float(item.get(attribute, {}).get("N", "inf")) < now().timestamp():
            keys = {name: item[name] for name in ("pk", "sk", "id") if name in item}
            dynamodb.delete_item(TableName=table, Key=keys if "pk" in keys else {"id": item["id"]})


def _rows(table: str) -> Iterator[dict[str, Any]]:
    for page in boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]
