"""Accounts as commit 46aba20 wrote them, in one item each: read, changed by both releases, and moved to sections."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws.clients import client
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.identity.model import Caller, Role, Scope
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.tenants import load_tenant
from chalicelib.tenancy import operating, service, table
from chalicelib.tenancy.model import SmsCeiling, SmsPolicy
from infra import all_accounts, migrate
from infra.stages import StageError
from tests.platform.service.test_sections import full_processes
from tests.support.faults import Moment, between, counted, crashes, once
from tests.support.stored_settings import (
    FULL,
    LARGE,
    PLAIN,
    as_read_before,
    as_read_now,
    items_of,
    overwrite,
    put_whole_accounts,
    read,
)
from tests.support.world import World

ALL = (FULL, LARGE, PLAIN)
SECTIONS_OF_FULL = {"organisation", "appearance", "categories", "templates", "processes", "quotas", "operator"}


@pytest.fixture(autouse=True)
def written_before(world: World) -> Iterator[World]:
    put_whole_accounts()
    yield world


def admin_of(account_id: str) -> Caller:
    return Caller(account_id=account_id, principal=StaffMember("boss"), role=Role.ADMIN, scopes=frozenset(Scope))


def document_of(account_id: str) -> str:
    return str(items_of(account_id)["account"]["document"]["S"])


def write_as_before(account_id: str, name: str, *, read_version: int) -> None:
    """Write an account's name as the former release does: the whole document, if its version is the one it read."""
    document = document_of(account_id)
    client("dynamodb").put_item(
        TableName="accounts",
        Item={
            "pk": {"S": account_id},
            "sk": {"S": "account"},
            "kind": {"S": "account"},
            "version": {"N": str(read_version + 1)},
            "document": {"S": document.replace("Мастерская", name).replace("}", f',"version":{read_version + 1}}}', 1)},
        },
        ConditionExpression="version = :read",
        ExpressionAttributeValues={":read": {"N": str(read_version)}},
    )


@pytest.mark.parametrize("account_id", ALL)
def test_they_are_read_as_the_release_read_them(account_id: str) -> None:
    with counted() as calls:
        account = service.show_account(account_id)

    assert calls == ["Query"]
    assert as_read_now(account_id) == as_read_before(account_id)
    assert account.id == account_id
    gate, before = load_tenant(account_id), as_read_before(account_id)
    assert gate.second_factor_required == before["second_factor_required"]
    assert (gate.suspended_at is None) == (before["suspended_at"] is None)


def test_a_change_leaves_them_in_one_item_that_the_former_release_reads() -> None:
    service.change_account(admin_of(PLAIN), changes={"name": "Иное"})
    service.change_account(admin_of(PLAIN), changes={"sms": SmsPolicy(per_day=9)})

    assert items_of(PLAIN) == {
        "account": {
            "pk": {"S": PLAIN},
            "sk": {"S": "account"},
            "kind": {"S": "account"},
            "version": {"N": "3"},
            "document": {"S": document_of(PLAIN)},
        }
    }
    written = {**as_read_before(PLAIN), "name": "Иное", "version": 3}
    assert as_read_now(PLAIN) == {**written, "sms": {**written["sms"], "per_day": 9}}
    assert '"version":3' in document_of(PLAIN)
    assert "versions" not in document_of(PLAIN)


def test_what_both_releases_write_by_turns_is_all_kept() -> None:
    write_as_before(PLAIN, "Их имя", read_version=1)
    service.change_account(admin_of(PLAIN), changes={"signature": "Наша подпись"})

    assert (read(PLAIN).name, read(PLAIN).signature, read(PLAIN).version) == ("Их имя", "Наша подпись", 3)


def test_what_the_former_release_writes_at_the_same_moment_is_a_conflict() -> None:
    theirs = once("TransactWriteItems", lambda: write_as_before(PLAIN, "Их имя", read_version=1))

    with between(theirs), pytest.raises(Conflict):
        service.change_account(admin_of(PLAIN), changes={"signature": "Наша подпись"})

    assert read(PLAIN).name == "Их имя"


def test_while_whole_they_have_one_conflict_and_one_room_as_before() -> None:
    opened = read(LARGE)
    service.change_account(admin_of(LARGE), changes={"name": "Иное"})

    with pytest.raises(Conflict):
        service.change_account(admin_of(LARGE), changes={"sms": SmsPolicy(per_day=9)}, since=opened)
    with pytest.raises(Invalid) as refused:
        service.change_account(admin_of(LARGE), changes={"processes": full_processes(12)})
    assert refused.value.errors[0].params == {"limit": 200_000}


def test_the_operator_changes_them_too() -> None:
    service.set_sms_ceiling(PLAIN, SmsCeiling(per_day=5))
    operating.resume_account(FULL)

    assert read(PLAIN).sms_ceiling.per_day == 5
    assert as_read_now(FULL) == {**as_read_before(FULL), "suspended_at": None, "version": 6}
    assert items_of(PLAIN).keys() == items_of(FULL).keys() == {"account"}


@pytest.mark.parametrize("account_id", ALL)
def test_moved_to_sections_they_say_the_same(account_id: str) -> None:
    before = as_read_before(account_id)

    assert table.split(account_id)

    assert as_read_now(account_id) == {**before, "version": before["version"] + 1}
    gate = load_tenant(account_id)
    assert (gate.suspended_at is None) == (before["suspended_at"] is None)
    assert gate.second_factor_required == before["second_factor_required"]
    assert '"name"' not in document_of(account_id)  # so the former release refuses it, and doesn't write it over


def test_each_section_has_an_item_then_and_no_other_conflict() -> None:
    table.split(FULL)
    opened = read(FULL)
    overwrite(opened, signature="Их подпись")

    assert items_of(FULL).keys() == {"account", *(f"account#{code}#0" for code in SECTIONS_OF_FULL)}
    changed = service.change_account(admin_of(FULL), changes={"processes": full_processes(30)}, since=opened)
    assert (changed.signature, len(changed.processes)) == ("Их подпись", 30)


def test_a_form_that_was_opened_before_the_move_can_be_saved_after_it_unless_somebody_changed_that_section() -> None:
    opened = read(PLAIN)
    table.split(PLAIN)

    assert service.change_account(admin_of(PLAIN), changes={"name": "Иное"}, since=opened).name == "Иное"
    with pytest.raises(Conflict):
        service.change_account(admin_of(PLAIN), changes={"name": "Моё"}, since=opened)


def test_what_the_former_release_had_read_before_the_move_is_written_by_nobody() -> None:
    table.split(PLAIN)

    with pytest.raises(client("dynamodb").exceptions.ConditionalCheckFailedException):
        write_as_before(PLAIN, "Их имя", read_version=1)
    assert read(PLAIN).name == "Мастерская"


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("point", [1, 2])
def test_stopped_at_any_moment_the_move_goes_on_where_it_was(point: int, moment: Moment) -> None:
    assert crashes(point, moment, lambda: table.split(FULL))
    first = as_read_now(FULL)["version"]

    assert table.split(FULL) == (first == 5)
    assert not table.split(FULL)
    assert as_read_now(FULL) == {**as_read_before(FULL), "version": 6}


@pytest.mark.parametrize("first", ["Query", "TransactWriteItems"])
def test_a_change_while_an_account_is_moved_is_kept(first: str) -> None:
    rename = once(first, lambda: service.change_account(admin_of(PLAIN), changes={"name": "Иное"}))

    with between(rename):
        assert table.split(PLAIN)

    assert read(PLAIN).name == "Иное"
    assert items_of(PLAIN).keys() == {"account", "account#organisation#0"}


def test_a_move_while_an_account_is_changed_is_a_conflict_and_loses_nothing() -> None:
    with between(once("TransactWriteItems", lambda: table.split(PLAIN))), pytest.raises(Conflict):
        service.change_account(admin_of(PLAIN), changes={"name": "Иное"})

    assert read(PLAIN).name == "Мастерская"
    assert service.change_account(admin_of(PLAIN), changes={"name": "Иное"}).name == "Иное"


def test_an_account_restored_to_before_the_move_is_whole_again_and_can_be_moved_again() -> None:
    """Sections that were saved since then say nothing any more."""
    restored = items_of(PLAIN)["account"]
    table.split(PLAIN)
    service.change_account(admin_of(PLAIN), changes={"name": "Позже", "processes": full_processes(2)})

    client("dynamodb").put_item(TableName="accounts", Item=restored)

    assert as_read_now(PLAIN) == as_read_before(PLAIN)
    assert table.split(PLAIN)
    assert as_read_now(PLAIN) == {**as_read_before(PLAIN), "version": 2}
    assert service.change_account(admin_of(PLAIN), changes={"processes": full_processes(1)}).versions["processes"] == 1


def run(capsys: pytest.CaptureFixture[str], *, ends: int = 0) -> tuple[list[str], list[str]]:
    """Return the command's lines, and those of its errors."""
    assert migrate.main(["--stage", "prod"]) == ends
    out, err = capsys.readouterr()
    return sorted(out.splitlines()), err.splitlines()


def test_the_command_moves_all_accounts_says_which_and_moves_none_again(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(all_accounts, "environment_of", lambda stage: {})
    there = [f"{each.id}: moved already" for each in (world.account, world.other_account)]

    said, _ = run(capsys)
    assert said == sorted(
        [
            *there,
            *(f"{each}: settings moved to sections" for each in ALL),
            "3 accounts moved, 2 moved already, 0 failed",
        ]
    )

    with counted() as calls:
        said, _ = run(capsys)
    assert said == sorted(
        [*there, *(f"{each}: moved already" for each in ALL), "0 accounts moved, 5 moved already, 0 failed"]
    )
    assert "TransactWriteItems" not in calls
    assert [read(each).version for each in ALL] == [6, 3, 2]


def test_an_account_that_cannot_be_read_is_said_and_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(all_accounts, "environment_of", lambda stage: {})
    broken = {"pk": {"S": "acc_broken"}, "sk": {"S": "account"}, "kind": {"S": "account"}, "version": {"N": "1"}}
    client("dynamodb").put_item(TableName="accounts", Item={**broken, "document": {"S": '{"id":"acc_broken"}'}})

    said, wrong = run(capsys, ends=1)

    assert "3 accounts moved, 2 moved already, 1 failed" in said
    (line,) = wrong
    assert line.startswith("osmotr: acc_broken can't be moved and stays as it is: ")
    assert items_of("acc_broken").keys() == {"account"}


def test_a_stage_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing(stage: str) -> Any:
        raise StageError(f"nothing is deployed as stage {stage!r}")

    monkeypatch.setattr(all_accounts, "environment_of", missing)

    assert run(capsys, ends=1) == ([], ["osmotr: can't migrate prod: nothing is deployed as stage 'prod'"])
