"""Settings by section: an item, a version and a conflict each; and the rules among sections."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws.dynamo import stale
from chalicelib.base.errors import Conflict, Invalid, NotFound, Unavailable
from chalicelib.base.models import Frozen
from chalicelib.identity.principals import ApiClient
from chalicelib.identity.tenants import load_tenant
from chalicelib.tenancy import operating, service
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import (
    ACCESS,
    SECTIONS,
    Access,
    Account,
    Branding,
    CategoryChoice,
    Process,
    ProcessField,
    SmsCeiling,
    SmsPolicy,
    Template,
    sections_of,
)
from chalicelib.tenancy.table.sections import PART
from tests.support.faults import between, counted, once, refusal, refusing
from tests.support.stored_settings import items_of, overwrite, read
from tests.support.world import World

#: A change of each section that an administrator may make, which fits any values of the others.
CHANGES: dict[str, dict[str, Any]] = {
    "organisation": {"name": "Иное"},
    "appearance": {"branding": Branding(color="#aa0011")},
    "categories": {"own_categories": (Category(code="keys", labels={"ru": "Все ключи"}),)},
    "templates": {"templates": ()},
    "processes": {"processes": ()},
    "quotas": {"sms": SmsPolicy(per_day=9)},
    ACCESS: {"second_factor_required": True},
}


def full_processes(count: int) -> tuple[Process, ...]:
    """Return processes of 17,000 bytes each."""
    labels: Any = dict.fromkeys(("ru", "es", "en"), "ы" * 60)
    fields = tuple(ProcessField(code=f"field_{number}", labels=labels) for number in range(40))
    return tuple(Process(code=f"process_{number}", labels=labels, fields=fields) for number in range(count))


def full_templates(count: int) -> tuple[Template, ...]:
    """Return templates with a comment of 500 letters."""
    return tuple(
        Template(code=f"t{number}", name="ы" * 60, categories=(CategoryChoice(code="vin"),), comment="ы" * 500)
        for number in range(count)
    )


def change(world: World, changes: dict[str, Any], since: Account | None = None) -> Account:
    return service.change_account(world.admin, changes=changes, since=since)


def test_every_setting_is_in_one_section() -> None:
    kinds: list[type[Frozen]] = [*SECTIONS.values(), Access]
    fields = [name for kind in kinds for name in kind.model_fields]

    assert len(fields) == len(set(fields))
    assert set(fields) | {"id", "version", "versions"} == set(Account.model_fields)
    assert sections_of(("name", "reply_to", "templates", "suspended_at")) == {"organisation", "templates", ACCESS}


def test_an_account_has_an_item_for_each_section_that_says_more_than_its_defaults(world: World) -> None:
    before = items_of(world.account.id).keys()
    change(world, CHANGES["appearance"])

    saved = ("organisation", "categories", "templates", "processes")
    assert before == {"account", *(f"account#{code}#0" for code in saved)}
    assert items_of(world.account.id).keys() - before == {"account#appearance#0"}


def test_settings_are_read_by_one_query_and_who_gets_in_by_one_get(world: World) -> None:
    with counted() as calls:
        service.show_account(world.account.id)
        load_tenant(world.account.id)

    assert calls == ["Query", "GetItem"]


def test_the_item_of_who_gets_in_says_nothing_else(world: World) -> None:
    overwrite(world.account, second_factor_required=True)
    operating.suspend_account(world.account.id)

    document = items_of(world.account.id)["account"]["document"]["S"]
    assert all(name in document for name in ("created_at", "second_factor_required", "suspended_at"))
    assert "name" not in document
    gate = load_tenant(world.account.id)
    assert (gate.suspended_at is not None, gate.second_factor_required) == (True, True)


@pytest.mark.parametrize("code", CHANGES)
def test_a_change_counts_in_its_section_and_in_the_account(world: World, code: str) -> None:
    before = read(world.account.id)

    after = service.change_account(world.admin._replace(principal=ApiClient("key_1")), changes=CHANGES[code])

    assert (before.version, after.version) == (1, 2)
    assert after.versions == {code: 1}
    assert read(world.account.id) == after


@pytest.mark.parametrize("theirs", CHANGES)
def test_two_who_change_different_sections_do_not_collide(world: World, theirs: str) -> None:
    mine = "organisation" if theirs != "organisation" else "quotas"
    opened = read(world.account.id)
    overwrite(world.account, **CHANGES[theirs])

    after = change(world, CHANGES[mine], since=opened)

    assert after.versions == {mine: 1, theirs: 1}
    assert after.version == 3


@pytest.mark.parametrize("theirs", CHANGES)
def test_nor_do_they_at_the_same_moment(world: World, theirs: str) -> None:
    mine = "organisation" if theirs != "organisation" else "quotas"

    with between(once("TransactWriteItems", lambda: overwrite(world.account, **CHANGES[theirs]))):
        change(world, CHANGES[mine])

    assert read(world.account.id).versions == {mine: 1, theirs: 1}


@pytest.mark.parametrize("code", [code for code in CHANGES if code != ACCESS])
def test_two_who_change_the_same_section_do(world: World, code: str) -> None:
    opened = read(world.account.id)
    overwrite(world.account, **CHANGES[code])

    with pytest.raises(Conflict):
        change(world, CHANGES[code], since=opened)

    with (
        pytest.raises(Conflict),
        between(once("TransactWriteItems", lambda: overwrite(world.account, **CHANGES[code]))),
    ):
        change(world, CHANGES[code])
    assert read(world.account.id).versions == {code: 2}


def test_sections_that_are_changed_together_change_all_or_none(world: World) -> None:
    before = read(world.account.id)
    theirs = overwrite(world.account, sms=SmsPolicy(per_day=7))

    with pytest.raises(Conflict):
        change(world, {"name": "Иное", "processes": (), "sms": SmsPolicy(per_day=9)}, since=before)
    assert read(world.account.id) == theirs

    with counted() as calls:
        after = change(world, {"name": "Иное", "processes": (), "sms": SmsPolicy(per_day=9)})
    assert calls == ["GetItem", "Query", "TransactWriteItems"]  # first who it is that calls
    assert after == read(world.account.id)
    assert (after.name, after.processes, after.sms.per_day) == ("Иное", (), 9)
    assert after.versions == {"organisation": 1, "processes": 1, "quotas": 2}


WITH_KEYS = Template(code="keys", name="Ключи", categories=(CategoryChoice(code="keys"),))


def test_a_template_is_not_saved_for_a_category_that_goes_at_the_same_moment(world: World) -> None:
    goes = once("TransactWriteItems", lambda: overwrite(world.account, own_categories=()))

    with between(goes), pytest.raises(Invalid) as refused:
        change(world, {"templates": (WITH_KEYS,)})

    assert [error.pointer for error in refused.value.errors] == ["/templates/0/categories/0/code"]
    assert read(world.account.id).templates == world.account.templates


def test_a_category_does_not_go_while_a_template_that_asks_for_it_is_saved(world: World) -> None:
    comes = once("TransactWriteItems", lambda: overwrite(world.account, templates=(WITH_KEYS,)))

    with between(comes), pytest.raises(Invalid):
        change(world, {"own_categories": ()})

    assert read(world.account.id).own_categories == world.account.own_categories


def test_quotas_are_not_saved_over_a_ceiling_that_is_lowered_at_the_same_moment(world: World) -> None:
    falls = once("TransactWriteItems", lambda: service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=5)))

    with between(falls), pytest.raises(Invalid) as refused:
        change(world, {"sms": SmsPolicy(per_day=9)})

    assert [error.pointer for error in refused.value.errors] == ["/quotas/per_day"]
    assert service.show_account(world.account.id).sms.per_day == 5


def test_the_operator_and_an_administrator_do_not_collide(world: World) -> None:
    meanwhile = once("TransactWriteItems", lambda: change(world, {"name": "Иное"}))

    with between(meanwhile):
        service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=5))
        operating.suspend_account(world.account.id)

    account = read(world.account.id)
    assert (account.name, account.sms_ceiling.per_day, account.suspended_at is None) == ("Иное", 5, False)


def test_a_lowered_ceiling_leaves_what_was_chosen_stored_whatever_else_is_changed(world: World) -> None:
    change(world, {"sms": SmsPolicy(per_day=900)})
    service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=5))
    change(world, {"name": "Иное"})

    assert service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=1000)).sms.per_day == 900


def test_thirty_full_processes_and_fifty_templates_have_room(world: World) -> None:
    change(world, {"processes": full_processes(30)})
    change(world, {"templates": full_templates(50)})

    account = service.show_account(world.account.id)
    assert (account.processes, account.templates) == (full_processes(30), full_templates(50))
    parts = [sk for sk in items_of(world.account.id) if sk.startswith("account#processes#")]
    assert len(parts) > 1
    assert max(len(item["text"]["S"]) for item in items_of(world.account.id).values() if "text" in item) == PART


def test_a_section_that_shrinks_leaves_no_part_behind(world: World) -> None:
    change(world, {"processes": full_processes(30)})
    change(world, {"processes": full_processes(1)})

    assert [sk for sk in items_of(world.account.id) if sk.startswith("account#processes#")] == ["account#processes#0"]
    assert read(world.account.id).processes == full_processes(1)


def test_parts_of_two_versions_are_never_taken_for_one(world: World) -> None:
    """A reading in the middle of a change, whose pages are of before and of after, is repeated."""
    change(world, {"processes": full_processes(30)})
    torn = [True]

    def mix(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        answer = call()
        if operation == "Query" and torn:
            torn.pop()
            (part,) = [item for item in answer["Items"] if item["sk"]["S"] == "account#processes#1"]
            part["version"] = {"N": "0"}
        return answer

    with between(mix), counted() as calls:
        assert read(world.account.id).processes == full_processes(30)
    assert (calls, torn) == (["Query", "Query"], [])


def test_what_is_written_once_more_after_a_lost_answer_is_no_conflict(world: World) -> None:
    with refusing("TransactWriteItems", iter([refusal("TransactWriteItems", "InternalServerError", status=500)])):
        try:
            change(world, {"name": "Иное"})
        except Unavailable:
            pytest.fail("a call that failed once is repeated")
    assert read(world.account.id).versions == {"organisation": 1}


def test_an_account_that_there_is_not_is_not_found(world: World) -> None:
    stranger = world.admin._replace(account_id="acc_none")

    with pytest.raises(NotFound):
        service.change_account(stranger, changes={"name": "Иное"})
    with pytest.raises(NotFound):
        service.set_sms_ceiling("acc_none", SmsCeiling())
    assert items_of("acc_none") == {}
    assert stale(None).message
