"""Clients are told of their agents, and contest them."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.clients import table
from chalicelib.features.clients.service.telling import tell_bound
from chalicelib.identity import table as users
from chalicelib.identity.model import Role
from chalicelib.outbox import service as notifications
from tests.clients.api.test_rebind import SECOND, agent_of, rebind
from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, person
from tests.clients.invariants import faults
from tests.clients.texts import PHONE, confirm, texts
from tests.support import outbox
from tests.support.api.client import Answer, as_user
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People, add_user
from tests.support.mailboxes import REGION, verify_sender

MAIL = "vera@example.org"


@pytest.fixture(autouse=True)
def _sender(api: People) -> None:
    verify_sender()
    agent = users.get_user(agent_of(api))
    assert agent is not None
    users.put_user(agent.model_copy(update={"id": "sub-named", "name": "Петров Иван", "email": "ivan@staff.example"}))


def told(api: People, **changes: object) -> str:
    """Add a client of the named agent, and tell the client as a sale does; return its id."""
    client_id = added(as_user("sub-named", Role.AGENT), person(**changes))
    bind(api, "sub-named", client_id)
    tell(api, client_id)
    return client_id


def tell(api: People, client_id: str) -> None:
    """Queue the messages of a client's binding."""
    client = table.get_client(api.account.id, client_id)
    assert client is not None
    tx = Transaction()
    tell_bound(tx, client)
    tx.commit()


def mail() -> str:
    """Dispatch the outbox and return the last e-mail to the client; empty if there is none."""
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    found = [str(each.__dict__) for each in sent if MAIL in each.destinations["ToAddresses"]]
    return found[-1] if found else ""


def path_in(said: str) -> str:
    """Return the path of the link in a message."""
    found = re.search(r"https?://[^\s\"<\\]+/c/[A-Za-z0-9_-]{22}", said)
    assert found, said
    return urlsplit(found[0]).path


def press(api: People, path: str) -> Answer:
    """Press the page's button."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return api.nobody.call("POST", f"{path}?lang=en", raw="contest=yes", headers=form)


def opened(api: People, path: str, language: str = "en") -> Answer:
    return api.nobody.get(f"{path}?lang={language}")


def test_b2_a_client_is_told_by_email_who_is_the_agent(api: People) -> None:
    told(api, language="en")

    said = mail()

    assert "Иван П. is your agent at" in said
    assert "Гевердава" not in said and "4517" not in said


def test_b2_a_confirmed_phone_gets_an_sms_that_ends_with_the_link(api: People) -> None:
    client = told(api)
    assert texts() == []
    confirm(as_user("sub-named", Role.AGENT), client)

    tell(api, client)

    number, said = texts()[-1]
    assert number == PHONE
    assert re.search(r"/c/[A-Za-z0-9_-]{22}$", said)
    assert "Иван П." in said


def test_b2_a_rebind_tells_a_bound_client_and_no_prospect(api: People) -> None:
    add_user(api.account, Role.AGENT, id=SECOND, email="agent2@staff.example", name="Сидорова Анна")
    prospect = added(api.agent, person(surname="Другая", document=None, phone=None))
    rebind(api, prospect).expect(200)
    assert mail() == ""
    client = told(api, language="en")
    first = path_in(mail())

    rebind(api, client).expect(200)

    assert "Анна С. is your agent" in mail()
    assert opened(api, first).status == 404
    assert opened(api, path_in(mail())).status == 200


def test_b2_the_page_names_agent_and_organisation_and_changes_nothing(api: People) -> None:
    client = told(api)
    path = path_in(mail())

    page = opened(api, path)

    assert "Иван" in seen(page) and api.account.shown_name in seen(page)
    assert [each for each in ("Петров", "Гевердава", "vera@", "937", client) if each in page.text] == []
    assert api.admin.get(f"/v1/clients/{client}").json["contested_at"] is None
    assert {opened(api, path, each).text[:40].split('lang="')[1][:2] for each in ("ru", "es", "en")} == {
        "ru",
        "es",
        "en",
    }


def test_b2_a_client_contests_once(api: People) -> None:
    client = told(api)
    path = path_in(mail())

    for _ in range(2):
        answer = press(api, path)
        assert (answer.status, answer.headers["location"]) == (303, f"{path.rpartition('/')[2]}?lang=en")

    assert "looks into it" in seen(opened(api, path))
    shown = api.admin.get(f"/v1/clients/{client}").json
    assert shown["contested_at"] is not None
    history = [each["type"] for each in api.admin.get(f"/v1/clients/{client}/history").json["items"]]
    assert history.count("contested") == 1
    assert len(outbox.events("client.contested")) == 1
    notices = [item.data for item in outbox.messages() if item.data.get("notice") == "client_contested"]
    assert [each["params"] for each in notices if "user_id" not in each] == [{"client_id": client}]
    assert faults(api.account.id) == []


def test_b2_unknown_links_look_alike(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = told(api)
    ended = path_in(mail())
    later = now() + timedelta(days=91)
    monkeypatch.setattr("chalicelib.features.clients.service.contesting.now", lambda: later)

    answers = [opened(api, each) for each in (ended, f"/c/{'A' * 22}", "/c/short")]
    posts = [press(api, each) for each in (ended, f"/c/{'A' * 22}", "/c/short")]

    assert [each.status for each in (*answers, *posts)] == [404] * 6
    assert len({each.text for each in answers}) == 1
    assert api.admin.get(f"/v1/clients/{client}").json["contested_at"] is None


def test_b2_an_administrator_closes_with_a_reason_or_moves_the_client(api: People) -> None:
    client = told(api)
    path = path_in(mail())
    press(api, path)
    desk = at_desk(api.admin).speaking("en")
    assert "Contested on" in seen(desk.get(f"/console/clients/{client}"))
    assert desk.post(f"/console/clients/{client}/contest", {"reason": " "}).status == 422

    assert desk.post(f"/console/clients/{client}/contest", {"reason": "spoke to her"}).status == 303

    assert "Contested on" not in seen(desk.get(f"/console/clients/{client}"))
    assert "Reason: spoke to her" in seen(desk.get(f"/console/clients/{client}?tab=history"))
    assert "has looked into it" in seen(opened(api, path))
    assert desk.get(f"/console/clients/{client}/contest").status == 303
    assert rebind(api, client, "sub-named").json["reason"] == "same-base"


def test_a_move_closes_a_contest(api: People) -> None:
    add_user(api.account, Role.AGENT, id=SECOND, email="agent2@staff.example", name="Сидорова Анна")
    client = told(api)
    press(api, path_in(mail()))

    assert rebind(api, client).expect(200)["contested_at"] is None


def test_nobody_is_told_by_an_address_that_is_blocked_or_after_an_erasure(api: People) -> None:
    client = told(api)
    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "asked"}).expect(200)

    assert mail() == ""
    assert PERSON["email"] == MAIL


def test_a_rebind_to_the_present_agent_closes_a_contest(api: People) -> None:
    client = told(api)
    press(api, path_in(mail()))

    kept = rebind(api, client, "sub-named").expect(200)

    assert (kept["contested_at"], kept["agent_id"]) == (None, "sub-named")
