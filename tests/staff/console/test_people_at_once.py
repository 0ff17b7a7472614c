"""Two who change the same person at once: nothing is undone unseen, and nothing is asked in vain."""

import re
from collections.abc import Callable
from typing import Any

import boto3

from chalicelib.identity import people
from chalicelib.identity.model import Role
from tests.account.console.forms import filled_in
from tests.staff.api.test_sessions import EMAIL, pool
from tests.support.api.client import Answer
from tests.support.api.desk import seen
from tests.support.api.office import NEWCOMER, PEOPLE, acting, colleague, keys, person, signed_in
from tests.support.faults import between
from tests.support.world import World

__all__ = ["keys", "pool"]


def test_a_name_of_before_that_nobody_sees_is_none(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys, name="\u200b\u3164")
    path = f"{PEOPLE}/{someone.id}"
    fields = filled_in(admin.get(path))

    changed = admin.post(path, {**fields, "role": "viewer"})

    assert fields["name"] == ""
    assert changed.status == 303, seen(changed)
    assert person(keys, NEWCOMER).role is Role.VIEWER


def test_a_name_can_be_left_out_where_there_was_none_and_is_not_lost_where_there_was_one(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys)
    address = f"{PEOPLE}/{someone.id}"

    assert admin.post(address, {"name": "", "role": "viewer"}).status == 303
    assert admin.post(address, {"name": "Ольга", "role": "viewer"}).status == 303
    answer = admin.post(address, {"name": " ", "role": "staff"})

    assert answer.status == 422
    changed = person(keys, NEWCOMER)
    assert (changed.name, changed.role) == ("Ольга", Role.VIEWER)


def test_a_change_by_somebody_else_meanwhile_is_told_and_not_undone_unseen(keys: World) -> None:
    admin, someone = signed_in().speaking("en"), colleague(keys, name="Ольга")
    address = f"{PEOPLE}/{someone.id}"
    opened = base_of(admin.get(address))
    people.rename_user(acting(person(keys, EMAIL)), someone.id, name="Мария")

    answer = admin.post(address, {"base": opened, "name": "Ольга", "role": "viewer"})

    assert answer.status == 409
    assert "now they are “Мария”, Staff." in seen(answer)
    assert 'value="Ольга"' in answer.text
    assert re.search(r'value="viewer" required checked', answer.text)
    assert (person(keys, NEWCOMER).name, person(keys, NEWCOMER).role) == ("Мария", Role.STAFF)
    again = admin.post(address, {"base": base_of(answer), "name": "Ольга", "role": "viewer"})
    assert again.status == 303
    assert (person(keys, NEWCOMER).name, person(keys, NEWCOMER).role) == ("Ольга", Role.VIEWER)


def test_who_changes_to_what_somebody_else_has_changed_to_is_not_asked_again(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys, name="Ольга")
    opened = base_of(admin.get(f"{PEOPLE}/{someone.id}"))
    people.change_role(acting(person(keys, EMAIL)), someone.id, role=Role.VIEWER)

    assert admin.post(f"{PEOPLE}/{someone.id}", {"base": opened, "name": "Ольга", "role": "viewer"}).status == 303


def test_an_access_that_somebody_has_taken_already_is_not_asked_about(keys: World) -> None:
    admin, someone = signed_in().speaking("en"), colleague(keys)
    people.disable_user(acting(person(keys, EMAIL)), someone.id)

    question = admin.get(f"{PEOPLE}/{someone.id}/disable")

    assert (question.status, question.headers["location"]) == (303, f"{PEOPLE}/{someone.id}")
    assert "This person has no access any more." in seen(admin.get(f"{PEOPLE}/{someone.id}"))


def base_of(answer: Answer) -> str:
    found = re.search(r'<input type="hidden" name="base" value="([^"]+)">', answer.text)
    assert found
    return found[1]


def test_two_changes_at_once_are_both_kept(keys: World) -> None:
    one, someone = person(keys, EMAIL), colleague(keys)
    came_between = False

    def interpose(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        nonlocal came_between
        if operation == "TransactWriteItems" and not came_between:
            came_between = True
            people.rename_user(acting(one), someone.id, name="Ольга")
        return call()

    with between(interpose):
        people.change_role(acting(one), someone.id, role=Role.VIEWER)

    changed = person(keys, NEWCOMER)
    assert (changed.name, changed.role) == ("Ольга", Role.VIEWER)


def test_users_of_before_versions_can_be_changed(keys: World) -> None:
    one, someone = person(keys, EMAIL), colleague(keys)
    boto3.client("dynamodb").update_item(
        TableName="accounts",
        Key={"pk": {"S": f"user#{someone.id}"}, "sk": {"S": "user"}},
        UpdateExpression="REMOVE version",
    )

    people.rename_user(acting(one), someone.id, name="Ольга")

    assert person(keys, NEWCOMER).name == "Ольга"
