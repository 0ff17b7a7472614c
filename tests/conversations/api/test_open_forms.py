"""Forms of a claim stay good while files of its conversation come, and are refused once something real has changed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Stale
from chalicelib.features.claims import machine, service, table
from chalicelib.features.claims.documents.filing import Arrived, file_document
from tests.cabinet.visitors import HOME, Visitor
from tests.claims.cases import claim_of, complete, shown, told
from tests.claims.papers import announced, filed, put
from tests.conversations.chats import in_area, moved, sent
from tests.support import pdfs
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases

type Place = tuple[Visitor, str]


@pytest.fixture
def place(api: People) -> Place:
    """Return a client in the area, and a claim of theirs that was started."""
    visitor, claim_id = in_area(api)
    moved(api, claim_id, "start")
    return visitor, claim_id


def version_in(page: str) -> str:
    """Return the version that the form of a page is of."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def _received(api: People, visitor: Visitor, claim_id: str) -> None:
    sent(visitor, claim_id, pdfs.pdf())


def _from_staff(api: People, visitor: Visitor, claim_id: str) -> None:
    filed(api.staff, claim_id, pdfs.pdf(), "chat")


def _refused(api: People, visitor: Visitor, claim_id: str) -> None:
    sent(visitor, claim_id, b"<html>")


def _removed(api: People, visitor: Visitor, claim_id: str) -> None:
    document_id = sent(visitor, claim_id, pdfs.pdf())
    api.staff.delete(f"/v1/claims/{claim_id}/documents/{document_id}").expect(204)


def _never_came(api: People, visitor: Visitor, claim_id: str) -> None:
    slot = shown(api.staff, claim_id)["slots"][0]["code"]
    for each in ("chat", slot):
        visitor.call("POST", f"/claims/{claim_id}/documents", announced(pdfs.pdf(), each)).expect(201)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        sweep_cases()
    found = api.key.get(f"/v1/claims/{claim_id}/documents").expect(200)["items"]
    assert {each["state"] for each in found} == {"expired"}


@pytest.mark.parametrize("happens", [_received, _from_staff, _refused, _removed, _never_came])
def test_a_change_of_the_version_before_a_file_of_the_conversation_passes(
    api: People, place: Place, happens: Callable[[People, Visitor, str], None]
) -> None:
    visitor, claim_id = place
    before = shown(api.key, claim_id)

    happens(api, visitor, claim_id)

    after = shown(api.key, claim_id)
    assert (after["version"], after["changed_at"]) == (before["version"], before["changed_at"])
    body = {"version": before["version"], "facts": {"place": "Getafe"}}
    api.key.patch(f"/v1/claims/{claim_id}", body).expect(200)


def test_the_form_of_a_client_holds_while_staff_attach_a_file(api: People, place: Place) -> None:
    visitor, claim_id = place
    complete(api, claim_id)
    version = version_in(visitor.get(f"{HOME}/claims/{claim_id}").text)

    filed(api.staff, claim_id, pdfs.pdf(), "chat")

    assert visitor.post(f"{HOME}/claims/{claim_id}/moves/send", {"version": version}).status == 303
    assert shown(api.staff, claim_id)["stage"] == "review"


def test_the_form_of_a_decision_holds_while_the_client_attaches_a_file(api: People, place: Place) -> None:
    visitor, claim_id = place
    moved(api, claim_id, "review")
    desk, path = at_desk(api.staff), f"/console/claims/{claim_id}/decide"
    version = version_in(desk.get(path).text)

    sent(visitor, claim_id, pdfs.pdf())

    answer = desk.post(path, {"version": version, "outcome": "refused", "reason": "No está cubierto"})
    assert answer.status == 303, seen(answer)
    assert shown(api.staff, claim_id)["stage"] == "decided"


def test_a_file_that_becomes_a_document_is_a_real_change(api: People, place: Place) -> None:
    visitor, claim_id = place
    slot, document_id = shown(api.staff, claim_id)["slots"][0]["code"], sent(visitor, claim_id, pdfs.pdf())
    version = shown(api.key, claim_id)["version"]

    visitor.call("POST", f"/claims/{claim_id}/documents/{document_id}/move", {"slot": slot}).expect(200)

    body = {"version": version, "facts": {"place": "Getafe"}}
    assert api.key.patch(f"/v1/claims/{claim_id}", body).expect(409)["version"] == version + 1


@pytest.mark.parametrize("data", [pdfs.pdf(), b"<html>"])
def test_a_place_is_no_change_but_a_document_that_came_is(api: People, place: Place, data: bytes) -> None:
    visitor, claim_id = place
    slot, version = shown(api.staff, claim_id)["slots"][0]["code"], shown(api.key, claim_id)["version"]
    made = visitor.call("POST", f"/claims/{claim_id}/documents", announced(data, slot)).expect(201)
    awaited = shown(api.key, claim_id)["version"]

    put(made["upload"]["fields"]["key"], data)
    file_document(Arrived(made["upload"]["fields"]["key"], None))

    assert (awaited, shown(api.key, claim_id)["version"]) == (version, version + 1)


def test_back_ends_hear_of_a_file_of_the_conversation_with_the_version_that_the_claim_has(
    api: People, place: Place
) -> None:
    visitor, claim_id = place
    version = shown(api.key, claim_id)["version"]

    sent(visitor, claim_id, pdfs.pdf())

    (event,) = told("claim.document.received")
    assert (event["slot"], event["version"]) == ("chat", version)


def test_a_file_at_the_very_moment_of_a_move_refuses_neither(
    api: People, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, claim_id = place
    version, made, really = shown(api.key, claim_id)["version"], list[str](), machine.moved

    def meanwhile(*arguments: Any, **changes: Any) -> Any:
        if not made:
            made.append(sent(visitor, claim_id, pdfs.pdf()))
        return really(*arguments, **changes)

    monkeypatch.setattr(machine, "moved", meanwhile)
    api.key.post(f"/v1/claims/{claim_id}/review", {"version": version}).expect(200)

    claim = claim_of(api, claim_id)
    assert (claim.stage, claim.version) == ("review", version + 1)
    assert claim.documents["chat"].received == 1


def test_of_two_counts_at_once_none_is_lost(api: People, place: Place) -> None:
    _, claim_id = place
    before = claim_of(api, claim_id)
    for expected in (True, False):
        tx = Transaction()
        table.replace_claim(tx, before, service.noted(before, reminded=before.reminded + 1))
        if expected:
            tx.commit()
        else:
            with pytest.raises(Stale):
                tx.commit()
