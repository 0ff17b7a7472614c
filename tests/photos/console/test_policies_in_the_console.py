"""Policies in the console's pages of cases and photo requests."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.clients.bodies import PERSON, added
from tests.policies.sales import PLATE, sold
from tests.support.api.desk import Fields, at_desk, seen
from tests.support.api.people import People

NEW = "/console/new"
NUMBER = "ХХХ 0123456789"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-29T09:00:00+03:00", tick=False):
        yield


def osago(api: People, client_id: str) -> str:
    made: str = sold(api.agent, client_id, product="osago", number=NUMBER, sum_insured=None, paid_instalments=1)["id"]
    return made


def typed(policy_id: str, **changes: str) -> Fields:
    told: Fields = {"do": "send", "once": "one", "policy": policy_id, "phone": "+7 910 937-03-41", "channels": ["sms"]}
    return {**told, "plate": PLATE, "categories": ["damage"], "language": "ru", "expires_in_days": "7", **changes}


def test_r26_the_form_is_filled_by_the_policy(api: People) -> None:
    policy_id, desk = osago(api, added(api.agent, PERSON)), at_desk(api.staff)

    assert f'href="/console/new?policy={policy_id}">New case' in desk.get(f"/console/policies/{policy_id}").text
    form = desk.get(f"{NEW}?policy={policy_id}").text

    assert f'name="policy" value="{policy_id}"' in form
    assert [each for each in (NUMBER, f'value="{PLATE}"', 'value="vera@example.org"') if each not in form] == []
    assert 'name="client"' not in form


def test_case_54_a_case_of_a_policy_says_that_it_was_not_in_force(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id, desk = osago(api, client_id), at_desk(api.staff)

    answer = desk.post(NEW, typed(policy_id, occurred="2026-11-30T23:59"))

    assert answer.status == 303, seen(answer)
    (case,) = api.staff.get(f"/v1/policies/{policy_id}/cases").expect(200)["items"]
    assert (case["loss"]["occurred_at"], case["process"]) == ("2026-11-30T23:59:00+03:00", "osago")
    assert (case["client_id"], case["vehicle"]["vin"]) == (client_id, "XTAGFK330KY123456")
    page = desk.get(f"/console/cases/{case['id']}")
    assert "its term had not begun" in page.text
    assert f'<a href="/console/policies/{policy_id}">{NUMBER}</a>' in page.text
    assert "not in force" in seen(page)
    tab = desk.get(f"/console/policies/{policy_id}?tab=cases").text
    assert f"/console/cases/{case['id']}" in tab


def test_a_case_in_force_has_no_warning(api: People) -> None:
    policy_id, desk = osago(api, added(api.agent, PERSON)), at_desk(api.staff)
    body = {"policy_id": policy_id, "loss": {"occurred_at": "2026-12-01T00:00:00+03:00"}}
    case = api.staff.post("/v1/cases", body).expect(201)["id"]

    page = desk.get(f"/console/cases/{case}").text

    assert ("<dd>in force</dd>" in page, "The policy was not in force" in page) == (True, False)


def test_policies_of_the_chosen_client_are_offered(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id, desk = osago(api, client_id), at_desk(api.staff)

    form = desk.get(f"{NEW}?client={client_id}").text

    assert (f'href="{NEW}?policy={policy_id}"' in form, NUMBER in form) == (True, True)


def test_a_policy_is_chosen_by_number_or_plate(api: People) -> None:
    policy_id, desk = osago(api, added(api.agent, PERSON)), at_desk(api.staff)
    assert "/console/policies?choose=request" in desk.get(NEW).text

    for words in ("0123456789", "а123вс777"):
        found = desk.get(f"/console/policies?choose=request&q={words}").text
        assert f'href="{NEW}?policy={policy_id}"' in found
        assert '<input type="hidden" name="choose" value="request">' in found
    # Whoever asks for no photos sees the usual list.
    assert f"{NEW}?policy=" not in at_desk(api.viewer).get("/console/policies?choose=request").text


def test_a_chosen_policy_stays_chosen_when_the_form_is_refused(api: People) -> None:
    policy_id = osago(api, added(api.agent, PERSON))

    answer = at_desk(api.staff).post(NEW, typed(policy_id, phone="1", occurred="yesterday"))

    assert answer.status == 422
    assert f'name="policy" value="{policy_id}"' in answer.text
    assert [
        each for each in ('id="occurred-wrong"', 'id="phone-wrong"', 'value="yesterday"') if each not in answer.text
    ] == []


def test_an_unknown_policy_is_not_found(api: People) -> None:
    osago(api, added(api.agent, PERSON))

    assert at_desk(api.staff).get(f"{NEW}?policy=pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA").status == 404


def test_an_agent_sees_no_cases_of_its_policy(api: People) -> None:
    policy_id = osago(api, added(api.agent, PERSON))
    api.staff.post("/v1/cases", {"policy_id": policy_id, "reference": "У-1"}).expect(201)

    desk = at_desk(api.agent)
    pages = [desk.get(f"/console/policies/{policy_id}{query}").text for query in ("", "?tab=cases")]

    assert [hidden for hidden in ("У-1", ">Cases<", "New case") for page in pages if hidden in page] == []


def test_an_id_of_another_system_is_shown_as_it_is(api: People) -> None:
    case = api.staff.post("/v1/cases", {"policy_id": "OSAGO-17"}).expect(201)["id"]

    assert "<dd>OSAGO-17</dd>" in at_desk(api.staff).get(f"/console/cases/{case}").text
