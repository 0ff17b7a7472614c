"""Cursors that no page returned, at each list of the API: an empty page or a refusal, never a fault."""

import base64
from collections.abc import Iterator

from chalicelib.http.openapi import openapi
from tests.cabinet.visitors import API, Visitor, at_area
from tests.cargo.shippers import announced, shipper
from tests.companies.people import member
from tests.conversations.chats import answered, asked
from tests.conversations.requests import registered
from tests.support.api.people import People
from tests.support.area import company_user, open_area

#: Ends of the order of keys, signs that keys are made of, and a key without one right before it.
POSITIONS = ("\0", " ", "!", "#", "|", "~", "\x7f", "\ue000", "\U0010ffff", "evt#\0", "2026-01-01#\ue000", "x" * 590)
#: Filters that choose another list.
FILTERS = ("stage=documents", "state=open", "turn=mine", "q=S", "due_before=2027-01-01T00:00:00Z", "desk=main")


def lists_of(ids: dict[str, str]) -> Iterator[str]:
    """Yield the paths of all lists with a cursor, each whole and with each of its filters."""
    for path, operations in openapi()["paths"].items():
        names = [each.get("name") for each in operations.get("get", {}).get("parameters", ())]
        if "cursor" in names:
            whole = path.format_map({name: ids.get(name, "x") for name in names} | {"slug": "ingos"})
            client = (f"client_id={ids['client_id']}",) if "client_id" in names and "{client_id}" not in path else ()
            for each in ("", *client, *(each for each in FILTERS if each.partition("=")[0] in names)):
                yield f"{whole}?{each}&cursor=" if each else f"{whole}?cursor="


def test_no_list_breaks_at_a_made_up_cursor(api: People) -> None:
    client_id = shipper(api)
    open_area(api.account.id)
    ana = at_area(member(api.account.id, "ana", company_user(client_id, administrator=True)))
    claim_id = announced(api.staff, client_id)["id"]
    asked(ana, claim_id)
    answered(api.staff, claim_id)
    ticket_id = registered(api.admin, client_id=client_id)["id"]
    case_id = claim_id.replace("claim_", "case_")
    ids = {"client_id": client_id, "claim_id": claim_id, "ticket_id": ticket_id, "case_id": case_id}
    positions = (*POSITIONS, *(f"{client_id}|{each}" for each in POSITIONS))

    found = [(path, each, status(api, ana, path, each)) for path in lists_of(ids) for each in positions]

    assert len({path for path, _, _ in found}) > 30
    assert [each for each in found if each[2] >= 500] == []


def status(api: People, ana: Visitor, path: str, position: str) -> int:
    whole = path + base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")
    answer = ana.call("GET", whole.removeprefix(API)) if path.startswith(API) else api.admin.get(whole)
    return answer.status
