"""Answers by the link of an e-mail: seven days, one conversation, while the person has the permission."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.recent import clear_recent
from chalicelib.features.conversations.reply_links import reply_url
from chalicelib.identity.area import people
from chalicelib.identity.area.model import AreaPerson, PersonState
from chalicelib.identity.table import area as table
from chalicelib.tenancy import operating
from tests.cabinet.visitors import mailed
from tests.claims.cases import shown
from tests.conversations.chats import answered, in_area, moved
from tests.conversations.requests import SETTINGS
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, seen
from tests.support.api.people import People
from tests.support.area import EMAIL
from tests.support.mailboxes import verify_sender
from tests.support.sweeping import sweep_cases


def allow(api: People, allowed: bool = True) -> None:
    version = api.admin.get(SETTINGS).expect(200)["version"]
    api.admin.patch(SETTINGS, {"version": version, "reply_links": allowed}).expect(200)
    clear_recent()


@pytest.fixture
def claim_id(api: People) -> Iterator[str]:
    """Return a claim with a message of the staff."""
    verify_sender()
    _, claim_id = in_area(api)
    allow(api)
    answered(api.key, claim_id, "¿Puede enviar la factura?")
    yield claim_id


def person_of(api: People, claim_id: str) -> AreaPerson:
    (person,) = table.list_persons_of_client(api.account.id, shown(api.key, claim_id)["client_id"])
    return person


def link(api: People, claim_id: str) -> str:
    url = reply_url(api.account.id, claim_id, person_of(api, claim_id).id, at=now())
    return "/m/" + url.rpartition("/m/")[2]


def changed(api: People, claim_id: str, **changes: Any) -> None:
    credentials = table.get_credentials(api.account.id, person_of(api, claim_id).id)
    assert credentials is not None
    tx = Transaction()
    people.change(tx, credentials, changes)
    tx.commit()


def get(path: str) -> Answer:
    return Desk().get(path)


def test_the_e_mail_leads_to_a_page_that_answers_without_signing_in(api: People, claim_id: str) -> None:
    with time_machine.travel(now() + timedelta(minutes=3), tick=False):
        sweep_cases()
        (letter,) = [body for to, body in mailed() if to == EMAIL]
    found = re.search(r"/m/[A-Za-z0-9_-]+", letter)
    assert found is not None
    path = found[0]

    page = get(path)
    once = re.search(r'name="once" value="([^"]+)"', page.text)
    assert once is not None
    for _ in range(2):
        assert Desk().post(path, {"once": once[1], "text": "Aquí está."}).status == 303
    empty = Desk().post(path, {"once": once[1], "text": " "})

    assert "¿Puede enviar la factura?" in seen(page)
    assert empty.status == 422
    found_now = api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)
    assert [(each["side"], each["text"]) for each in found_now["items"]] == [
        ("staff", "¿Puede enviar la factura?"), ("client", "Aquí está."),
    ]  # fmt: skip
    assert found_now["read"] == {"client": 0, "staff": 0}
    assert "Aquí está." in seen(get(path))


def test_a_link_is_of_one_conversation_and_ends_after_seven_days(api: People, claim_id: str) -> None:
    path = link(api, claim_id)
    assert get(path).status == 200
    assert get(path[:-1] + ("A" if path[-1] != "A" else "B")).status == 404
    with time_machine.travel(now() + timedelta(days=7, hours=1)):
        assert get(path).status == 404


@pytest.mark.parametrize(
    "changes", [{"state": PersonState.DISABLED}, {"memberships": ()}], ids=["disabled", "no permission"]
)
def test_case_f11_a_link_after_the_permission_went_is_a_link_that_never_was(
    api: People, claim_id: str, changes: dict[str, Any]
) -> None:
    path = link(api, claim_id)
    changed(api, claim_id, **changes)

    gone, never = get(path), get(path[:-4] + "AAAA")
    sent = Desk().post(path, {"once": "", "text": "¿Hola?"})

    assert (gone.status, sent.status) == (404, 404)
    assert gone.text == never.text == sent.text
    assert api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)["head"] == 1


def test_where_replies_by_link_are_not_allowed_the_link_is_unknown(api: People, claim_id: str) -> None:
    path = link(api, claim_id)
    allow(api, False)

    assert get(path).status == 404


def test_a_suspended_account_takes_no_replies_by_link(api: People, claim_id: str) -> None:
    path = link(api, claim_id)
    operating.suspend_account(api.account.id)
    clear_recent()

    assert (get(path).status, Desk().post(path, {"once": "", "text": "¿Hola?"}).status) == (404, 404)
    operating.resume_account(api.account.id)
    clear_recent()
    assert api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)["head"] == 1


def test_a_closed_claim_keeps_the_typed_answer(api: People, claim_id: str) -> None:
    path = link(api, claim_id)
    moved(api, claim_id, "start")
    moved(api, claim_id, "withdraw", reason="Arreglado")

    refused = Desk().post(path, {"once": "", "text": "Una cosa más"})

    assert refused.status == 409
    assert "<textarea" not in refused.text
    assert "Una cosa más" in seen(refused)
    assert api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)["head"] == 1
