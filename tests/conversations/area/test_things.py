"""Requests about an own policy or claim, and the card of requests on the home page."""

from chalicelib.features.claims.stages import Stage
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.claims.cases import changed, claimed
from tests.clients.bodies import PERSON, added, named
from tests.conversations.console.test_requests_in_the_console import once_in
from tests.conversations.requests import shown
from tests.policies.sales import sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import holder, open_area, registered

NEW = f"{HOME}/messages/new"


def client_at(api: People, client_id: str, **contacts: str) -> Visitor:
    return at_area(registered(api.account.id, holder(client_id), **contacts), language="ru")


def opened(api: People) -> tuple[Visitor, str, str, str]:
    """Open the area; return a client's browser, the client's id, and those of their policy and claim."""
    open_area(api.account.id)
    client_id = added(api.agent, PERSON)
    policy_id = sold(api.agent, client_id, number="К-1")["id"]
    claim_id = claimed(api.admin, "osago", client_id=client_id, reference="У-77")
    return client_at(api, client_id), client_id, policy_id, claim_id


def write(visitor: Visitor, about: str, text: str = "Почему так дорого?") -> str:
    """Write a request in the page that a link leads to; return the id."""
    form = visitor.get(f"{NEW}?about={about}").text
    sent = visitor.post(NEW, {"once": once_in(form), "topic": "question", "about": about, "text": text})
    assert sent.status == 303, seen(sent)
    return sent.headers["location"].rpartition("/")[2]


def test_a_policy_and_a_claim_lead_to_a_request_about_them(api: People) -> None:
    visitor, _, policy_id, claim_id = opened(api)

    by_policy = visitor.get(f"{HOME}/policies/{policy_id}").text
    by_claim = visitor.get(f"{HOME}/claims/{claim_id}").text
    changed(api, claim_id, stage=Stage.CLOSED)
    by_closed = visitor.get(f"{HOME}/claims/{claim_id}").text
    form = visitor.get(f"{NEW}?about={policy_id}").text

    assert f'href="{NEW}?about={policy_id}"' in by_policy
    assert f"{NEW}?about={claim_id}" not in by_claim  # its chat is there
    assert f'href="{NEW}?about={claim_id}"' in by_closed
    assert f'<option value="{policy_id}" selected>' in form
    assert f'<option value="{claim_id}">Убыток У-77</option>' in form


def test_staff_see_what_a_request_is_about(api: People) -> None:
    visitor, client_id, policy_id, claim_id = opened(api)

    about_policy, about_claim, about_nothing = write(visitor, policy_id), write(visitor, claim_id), write(visitor, "")

    found = [shown(api.staff, each) for each in (about_policy, about_claim, about_nothing)]
    assert [(each["policy_id"], each["claim_id"]) for each in found] == [
        (policy_id, None), (None, claim_id), (None, None),
    ]  # fmt: skip
    assert {(each["client_id"], each["channel"]) for each in found} == {(client_id, "area")}
    desk = at_desk(api.staff).speaking("ru")
    assert f'href="/console/policies/{policy_id}"' in desk.get(f"/console/tickets/{about_policy}").text
    assert f'href="/console/cases/{claim_id.replace("claim_", "case_")}"' in (
        desk.get(f"/console/tickets/{about_claim}").text
    )
    assert "К-1" in seen(visitor.get(f"{HOME}/messages/{about_policy}"))
    assert "Убыток У-77" in seen(visitor.get(f"{HOME}/messages/{about_claim}"))


def test_case_54_anothers_policy_and_claim_are_unknown(api: People) -> None:
    visitor, _, policy_id, claim_id = opened(api)
    other = client_at(api, added(api.agent, named("Сидоров Пётр")), email="o@mail.example", phone="+79167654321")

    for each in (policy_id, claim_id, "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"):
        assert other.get(f"{NEW}?about={each}").status == 404
        refused = other.post(NEW, {"topic": "question", "about": each, "text": "Чужое"})
        assert refused.status == 422
        assert 'id="about-wrong"' in refused.text
    assert other.call("GET", "/tickets").expect(200)["items"] == []
    assert visitor.call("GET", "/tickets").expect(200)["items"] == []


def test_the_home_page_has_what_waits_and_new_answers_first(api: People) -> None:
    visitor, client_id, _, _ = opened(api)
    assert "Ответим до" not in seen(visitor.get(HOME))
    answered, waiting = write(visitor, ""), write(visitor, "")
    api.staff.post(f"/v1/tickets/{answered}/answer", {"text": "Так надо."}).expect(200)
    body = {"topic": "question", "text": "По телефону", "client_id": client_id}
    called = api.staff.post("/v1/tickets", body).expect(201)["id"]

    card = visitor.get(HOME).text
    visitor.get(f"{HOME}/messages/{answered}")
    read = visitor.get(HOME).text
    for each in (answered, waiting, called):
        api.staff.post(f"/v1/tickets/{each}/close", {"text": "Готово."}).expect(200)

    assert card.count("Есть новый ответ") == 1
    assert card.index(answered) < min(card.index(waiting), card.index(called))
    assert "Есть новый ответ" not in read
    assert "Есть ответ" in read
    assert answered not in visitor.get(HOME).text
