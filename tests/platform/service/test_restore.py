"""The restore of a table beside the live one, and items written back on demand: `make restore`."""

import re
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.base.clock import now
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.table import CaseRow
from infra import restore
from infra.stages import StageError
from tests.support.sending import ask, request_of
from tests.support.world import World

AT = (now() - timedelta(hours=1)).isoformat()


@pytest.fixture(autouse=True)
def reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach this process in place of every stage."""
    monkeypatch.setattr(restore, "environment_of", lambda stage: {})


def run(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, int, int, int]:
    """Return the numbers of items reported as same, changed, missing and written."""
    assert restore.main(["--stage", "prod", "--table", "cases", "--at", AT, *more]) == 0
    said = capsys.readouterr().out
    found = re.search(r"(\d+) are the same today, (\d+) have changed, (\d+) are missing(?:; (\d+) written)?", said)
    assert found, said
    same, changed, missing, written = found.groups(default="0")
    return int(same), int(changed), int(missing), int(written)


def items(beginning: str) -> list[Any]:
    found = boto3.client("dynamodb").scan(TableName="cases")["Items"]
    return [item for item in found if item["pk"]["S"].startswith(beginning)]


def lose(lost: list[Any]) -> None:
    for item in lost:
        boto3.client("dynamodb").delete_item(TableName="cases", Key={"pk": item["pk"], "sk": item["sk"]})


def test_a_case_that_was_lost_is_read_again(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    case, other = (request_of(ask(world)).case_id for _ in range(2))
    total = len(items(""))
    assert run(capsys) == (total, 0, 0, 0)
    place = ("--account", world.account.id, "--case", case)
    rows = items(f"{world.account.id}#{case}")
    lose([*rows, *items(f"{world.account.id}#{other}")])

    assert run(capsys, *place) == (0, 0, len(rows), 0)
    assert run(capsys, *place, "--write", "missing") == (0, 0, len(rows), len(rows))

    assert cases.show_case(world.admin, case).id == case
    assert run(capsys, *place) == (len(rows), 0, 0, 0)
    assert items(f"{world.account.id}#{other}") == []


def test_what_changed_since_is_written_back_on_demand_alone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    case = request_of(ask(world)).case_id
    run(capsys)
    row = CaseRow.get(f"{world.account.id}#{case}", "case")
    before = row.version
    row.update([CaseRow.version.set(99)])

    changed = run(capsys, "--write", "missing")
    assert (changed[1:], CaseRow.get(row.pk, "case").version) == ((1, 0, 0), 99)
    assert run(capsys, "--write", "all")[1:] == (1, 0, 1)

    assert CaseRow.get(row.pk, "case").version == before


def test_an_account_is_not_taken_for_one_with_a_longer_id(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    ask(world)

    assert run(capsys, "--account", world.account.id[:-1]) == (0, 0, 0, 0)
    assert run(capsys, "--account", world.account.id)[0] == len(items(world.account.id))


def test_all_that_is_wrong_is_said_at_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(stage: str) -> dict[str, str]:
        raise StageError("nothing is deployed")

    monkeypatch.setattr(restore, "environment_of", unreachable)
    wrong = ["--table", "outbox", "--at", "2999-01-01T00:00:00Z", "--write", "x", "--case", "case_1"]

    assert restore.main(wrong) == 1

    said = capsys.readouterr().err.splitlines()
    assert [line.removeprefix("osmotr: ").partition(":")[0] for line in said] == [
        "TABLE",
        "AT",
        "WRITE",
        "ACCOUNT, CASE",
        "STAGE",
    ]
