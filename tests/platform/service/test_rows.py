"""Rows of kinds that a process does not know, and documents as they are kept."""

import json
from typing import Any

import boto3
import pytest

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Document, Row
from chalicelib.features.photos import service
from chalicelib.features.webhooks.table.rows import WebhooksRow
from chalicelib.identity import table
from chalicelib.identity.table.base import AccountsRow
from tests.support import sending
from tests.support.faults import counted
from tests.support.lambda_events import Log
from tests.support.world import World


@pytest.fixture
def log() -> Any:
    """The log lines of the test."""
    from tests.support.lambda_events import recorded_log  # noqa: PLC0415

    with recorded_log() as log:
        yield log


def put(table: str, pk: str, sk: str, kind: str = "visit") -> None:
    """Write a row of a kind that is to come."""
    boto3.resource("dynamodb").Table(table).put_item(Item={"pk": pk, "sk": sk, "kind": kind, "version": "x"})


@pytest.mark.parametrize("sk", ["visit#1", "att#visit", "req#visit", "case#more", "tl#visit", "event#visit"])
def test_a_row_of_an_unknown_kind_raises_an_alarm_and_hides_nothing(world: World, log: Log, sk: str) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())
    whole = service.show_case(world.admin, shown.request.case_id)
    put("cases", case_key(world.account.id, shown.request.case_id), sk)

    with counted() as calls:
        seen = service.show_case(world.admin, shown.request.case_id)

    assert seen == whole
    assert [fields["kind"] for fields in log.named("row of an unknown kind")] == ["cases_table visit"]
    assert calls.count("Query") == 1


@pytest.mark.parametrize(("root", "table"), [(CasesRow, "cases"), (WebhooksRow, "webhooks"), (AccountsRow, "accounts")])
def test_a_root_finds_rows_of_all_kinds_by_query_and_by_key(
    world: World, log: Log, root: type[Row], table: str
) -> None:
    put(table, "a", "b")

    found = [*root.query("a"), *root.batch_get([("a", "b")])]

    assert [(row.pk, row.sk, type(row)) for row in found] == [("a", "b", root)] * 2
    assert len(log.named("row of an unknown kind")) == 2


def test_a_class_of_rows_finds_its_own_only(world: World, log: Log) -> None:
    put("accounts", world.account.id, "key#visit")

    assert list(table.KeyEntryRow.query(world.account.id)) == []
    assert log.alarms == []


@pytest.mark.parametrize("text", ["Ёлкин", "\U0001f697", 'a"b\\n', "\u2028"])
def test_a_document_is_kept_as_utf8_and_read_as_it_was(text: str) -> None:
    kept = str(Document().serialize({"name": text}))

    assert text.strip('a"b\\n') in kept
    assert Document().deserialize(kept) == {"name": text} == Document().deserialize(json.dumps({"name": text}))


def test_half_of_a_surrogate_pair_is_kept_too() -> None:
    kept = str(Document().serialize({"name": "\ud800"}))

    assert kept.encode() == b'{"name": "\\ud800"}'
