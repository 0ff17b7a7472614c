"""Pages of a claim read each thing once. The calls stand here in their order."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from tests.cabinet.visitors import HOME, at_area
from tests.cargo.shippers import announced, shipper
from tests.claims.papers import filed
from tests.conversations.chats import asked
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.support.area import company_user, open_area, registered
from tests.support.faults import between
from tests.support.pdfs import pdf

#: Things that a call reads, by the beginning of a sort key or of a kind.
THINGS = {
    "session": "session",
    "person": "person",
    "claim'": "claim",
    "due#": "deadlines",
    "doc#": "documents",
    "att#goods#": "photos of the goods",
    "att#packaging#": "photos of the packaging",
    "client_request'": "open photo requests",
    "req#": "photo requests of the case",
    "case'": "case",
    "msg#": "messages",
    "mark#": "ends of the conversation",
    "note#": "notices",
}


class Cargo(NamedTuple):
    """A claim of cargo that has started, with a document and a message, in the browsers of both sides."""

    company: Desk
    staff: Desk
    claim_id: str
    case_id: str
    document_id: str


@pytest.fixture
def cargo(api: People) -> Cargo:
    client_id = shipper(api)
    open_area(api.account.id)
    visitor = at_area(registered(api.account.id, company_user(client_id)))
    claim = announced(api.key, client_id)
    visitor.call("POST", f"/claims/{claim['id']}/moves", {"move": "start", "version": claim["version"]}).expect(200)
    document = filed(api.key, claim["id"], pdf(), "invoice")
    asked(visitor, claim["id"])
    return Cargo(visitor, at_desk(api.admin), claim["id"], claim["case_id"], document["id"])


def reads(shown: Callable[[], Any]) -> list[tuple[str, str]]:
    """Return the calls of DynamoDB of a page that was shown before, each with all that it reads."""
    assert shown().status == 200
    calls: list[tuple[str, str]] = []

    def note(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        named = ("Key", "ExpressionAttributeValues", "RequestItems")
        calls.append((operation, str([parameters.get(each) for each in named])))
        return call()

    with between(note):
        assert shown().status == 200
    return calls


def in_words(calls: list[tuple[str, str]]) -> Iterator[str]:
    """Yield each call with the things that it reads."""
    for operation, said in calls:
        yield f"{operation} {next(thing for key, thing in THINGS.items() if f"{{'S': '{key}" in said)}"


def test_the_claims_page_reads_the_claim_once(cargo: Cargo) -> None:
    calls = reads(lambda: cargo.company.get(f"{HOME}/claims/{cargo.claim_id}"))

    assert list(in_words(calls)) == [
        "GetItem session",
        "GetItem person",
        "GetItem claim",
        "Query photos of the goods",
        "Query photos of the packaging",
        "BatchGetItem case",
        "Query deadlines",
        "Query documents",
        "Query open photo requests",
        "Query photo requests of the case",
        "Query messages",
        "BatchGetItem ends of the conversation",
        "Query notices",
    ]


@pytest.mark.parametrize("page", ["", "/chat", "/documents/{document_id}", "/expectation", "/goods", "/moves/withdraw"])
def test_no_page_of_an_own_claim_reads_anything_twice(cargo: Cargo, page: str) -> None:
    path = f"{HOME}/claims/{cargo.claim_id}{page.format(document_id=cargo.document_id)}"

    calls = reads(lambda: cargo.company.get(path))

    assert len(calls) == len(set(calls))
    assert sum("claim_" in said and "'claim'" in said for _, said in calls) == 1


@pytest.mark.parametrize(
    "page",
    [
        "cases/{case_id}?tab=claim",
        "cases/{case_id}?tab=conversation",
        "claims/{claim_id}/documents/{document_id}",
        "claims/{claim_id}/decide",
        "claims/{claim_id}/goods",
    ],
)
def test_no_page_of_the_staff_reads_anything_of_a_claim_twice(cargo: Cargo, page: str) -> None:
    path = f"/console/{page.format(**cargo._asdict())}"

    calls = reads(lambda: cargo.staff.get(path))

    assert len(calls) == len(set(calls))
