"""Case 54: things of another client are answered like those that nobody has, at every operation of client areas.

The operations are those that are registered; the things are made by each feature (`owned` of its permissions.py).
"""

import re
from collections.abc import Iterable, Mapping

import pytest

from chalicelib.http.cookies import area_session
from tests.cabinet.visitors import Visitor
from tests.clients.bodies import added, named
from tests.platform.api.test_permissions import AREA, UNKNOWN
from tests.support.api.client import NOTHING, Answer, Api
from tests.support.api.people import People
from tests.support.api.permissions import bodies, owned
from tests.support.area import SLUG, company_user, holder, registered, signed_in

#: Parts of paths that name no thing of anybody, with a value of each.
NO_THINGS = {"slug": SLUG, "contact": "email", "claim_move": "withdraw"}

#: Things of one person, which no colleague has.
PERSONAL = {"session_id", "notice_id"}


def names_in(operation: str) -> set[str]:
    """Return the names of the things in the path of an operation."""
    return set(re.findall(r"{(\w+)}", operation)) - set(NO_THINGS)


def call(operation: str, ids: Mapping[str, str], secret: str) -> Answer:
    method, path = operation.split(" ")
    headers = {"Cookie": f"{area_session(SLUG)}={secret}"}
    address = path.format_map({**UNKNOWN, **ids, **NO_THINGS})
    if path.startswith("/area"):
        visitor = Visitor(headers=headers)
        return visitor.get(address) if method == "GET" else visitor.post(address)
    body = bodies().get(operation, {}) if method in {"POST", "PATCH", "PUT"} else NOTHING
    return Api(headers=headers).call(method, address, body=body)


def told(answers: Mapping[str, Answer], ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids that an answer to somebody else has in it, by operation."""
    found = {each: [thing for thing in ids if thing in answer.text] for each, answer in answers.items()}
    return {each: things for each, things in found.items() if things}


@pytest.mark.parametrize("who", ["another holder", "user of another company"])
def test_case_54_nothing_of_another_client_is_shown_or_changed(api: People, who: str) -> None:
    ids = owned(api)
    other = added(api.key, named("Петров Иван"))
    membership = holder(other) if who == "another holder" else company_user(other, administrator=True)
    person = registered(api.account.id, membership, email="other@mail.example", phone=None)
    naming = sorted(each for each in AREA if names_in(each))
    assert {each: names_in(each) - set(ids) for each in naming if names_in(each) - set(ids)} == {}

    named_ones = {each: call(each, ids, signed_in(person)) for each in naming}
    # a session each: some of these end it
    others = {each: call(each, ids, signed_in(person)) for each in sorted(AREA - set(naming))}

    assert {each: answer.status for each, answer in named_ones.items() if answer.status != 404} == {}
    assert told(others, (ids[each] for operation in naming for each in names_in(operation))) == {}


def test_the_things_are_there_for_the_clients_that_they_are_of(api: People) -> None:
    ids = owned(api)
    clients = [each["id"] for each in api.key.get("/v1/clients?limit=100").expect(200)["items"]]
    of = [*clients, "cli_of_nobody"]
    administering = (company_user(each, administrator=True) for each in of)
    person = registered(api.account.id, *map(holder, of), *administering, email="own@mail.example", phone=None)
    shown = sorted(each for each in AREA if names_in(each) - PERSONAL and each.startswith("GET "))

    answers = {each: call(each, ids, signed_in(person)).status for each in shown}

    assert {each: status for each, status in answers.items() if status == 404} == {}
