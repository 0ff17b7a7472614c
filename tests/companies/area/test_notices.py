"""Notices in the client area: once each, counted in the menu, read each or as one, gone with the permission."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import Transaction
from chalicelib.identity.area import notices, people
from chalicelib.identity.area.model import AreaPerson, Membership
from chalicelib.identity.table import area as area_table
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.companies.people import AT, COMPANY, OTHER_COMPANY, member, said, tell_all
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import company_user, holder, open_area, registered


@pytest.fixture(autouse=True)
def _open(api: People) -> None:
    open_area(api.account.id)


@pytest.fixture
def ana(api: People) -> AreaPerson:
    return member(api.account.id, "ana", company_user(COMPANY, administrator=True))


@pytest.fixture(autouse=True)
def _soon_after() -> Any:
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        yield


def listed(visitor: Visitor, query: str = "") -> Any:
    return visitor.call("GET", f"/notices{query}").expect(200)


def texts_of(visitor: Visitor) -> list[str]:
    return [each["text"] for each in listed(visitor)["items"]]


def becomes(person: AreaPerson, *memberships: Membership) -> None:
    tx, before = Transaction(), area_table.get_credentials(person.account_id, person.id)
    assert before
    people.change(tx, before, {"memberships": memberships})
    tx.commit()


def test_case_a1_three_with_the_permission_get_a_notice_each_and_the_same_event_again_gives_none(api: People) -> None:
    grant = company_user(COMPANY)
    three = [member(api.account.id, name, grant) for name in ("ana", "luis", "eva")]

    tell_all(api.account.id, said("S-1"))
    tell_all(api.account.id, said("S-1"))

    assert [len(listed(at_area(each))["items"]) for each in three] == [1, 1, 1]


def test_case_a2_somebody_without_the_permission_gets_nothing(api: People) -> None:
    luis = member(api.account.id, "luis", company_user(COMPANY, permissions=frozenset()))
    tell_all(api.account.id, said("S-1"))

    assert at_area(luis).get(f"{HOME}/notices").status == 404
    becomes(luis, company_user(COMPANY))
    assert listed(at_area(luis)) == {"items": [], "next_cursor": None, "unread": 0}


def test_a_notice_is_written_in_the_language_of_the_page_and_leads_to_its_thing(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, said("S-1"))
    visitor = at_area(ana, language="es")

    page = visitor.get(f"{HOME}/notices")
    (notice,) = listed(visitor)["items"]
    led = visitor.get(f"{HOME}/notices/{notice['id']}")

    assert "New claim S-1: Inicio. Decide by 06/05/2026 whether we handle it" in seen(page)
    assert (led.status, led.headers["location"]) == (303, f"{HOME}/claims/claim_S-1")
    assert notice["url"] == f"{HOME}/claims/claim_S-1"
    assert (notice["kind"], notice["client_id"], notice["is_read"]) == ("claim_announced", COMPANY, False)
    assert [each["is_read"] for each in listed(visitor)["items"]] == [True]


def test_the_menu_and_the_card_tell_what_is_unread_until_it_is_read(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, *(said(f"S-{n}", after=timedelta(minutes=n)) for n in range(5)))
    visitor = at_area(ana)
    home = visitor.get(HOME)
    assert f'href="{HOME}/notices">Notices <span class="count">5</span></a>' in home.text
    assert [f"New claim S-{n}" in seen(home) for n in range(5)] == [False, False, True, True, True]

    visitor.get(f"{HOME}/notices/{listed(visitor)['items'][0]['id']}")
    assert f'href="{HOME}/notices">Notices <span class="count">4</span></a>' in visitor.get(f"{HOME}/me").text

    latest = listed(visitor)["items"][1]["id"]
    tell_all(api.account.id, said("S-5", after=timedelta(minutes=9)))
    assert visitor.post(f"{HOME}/notices/read", {"through": latest}).status == 303

    assert f'href="{HOME}/notices">Notices <span class="count">1</span></a>' in visitor.get(HOME).text
    assert [each["is_read"] for each in listed(visitor)["items"]] == [False, True, True, True, True, True]


def test_reading_up_to_an_earlier_notice_brings_nothing_back(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, *(said(f"S-{n}", after=timedelta(minutes=n)) for n in range(3)))
    visitor = at_area(ana)
    ids = [each["id"] for each in listed(visitor)["items"]]

    for each in (ids[0], ids[2], ids[0]):
        visitor.call("POST", "/notices/read", {"through": each}).expect(204)

    assert listed(visitor)["unread"] == 0


def test_pages_of_the_list_have_each_notice_once(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, *(said(f"S-{n}", after=timedelta(minutes=n)) for n in range(7)))
    visitor, found, cursor = at_area(ana), list[str](), ""
    while True:
        answer = listed(visitor, f"?limit=3{cursor}")
        found += [each["text"].split()[2] for each in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"

    assert found == [f"S-{n}:" for n in range(6, -1, -1)]
    assert visitor.call("GET", "/notices?cursor=eA").expect(422)["errors"][0]["pointer"] == "?cursor"


def test_what_was_read_as_one_is_read_on_later_pages_too(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, *(said(f"S-{n}", after=timedelta(minutes=n)) for n in range(4)))
    visitor = at_area(ana)
    first = listed(visitor, "?limit=2")
    visitor.call("POST", "/notices/read", {"through": first["items"][0]["id"]}).expect(204)

    later = listed(visitor, f"?limit=2&cursor={first['next_cursor']}")

    assert [each["is_read"] for each in later["items"]] == [True, True]


def test_notices_about_a_company_go_with_its_permission_and_those_of_another_one_stay(api: People) -> None:
    both = member(api.account.id, "ana", company_user(COMPANY), company_user(OTHER_COMPANY))
    tell_all(api.account.id, said("S-1"), said("S-2", client_id=OTHER_COMPANY, after=timedelta(minutes=1)))
    visitor = at_area(both)
    gone = listed(visitor)["items"][1]["id"]
    assert len(listed(visitor)["items"]) == 2

    becomes(both, company_user(COMPANY, permissions=frozenset()), company_user(OTHER_COMPANY))

    assert [each[:13] for each in texts_of(visitor)] == ["New claim S-2"]
    assert '<span class="count">1</span>' in visitor.get(HOME).text
    assert visitor.get(f"{HOME}/notices/{gone}").status == 404


def test_case_g3_without_the_permission_there_is_no_entry_no_page_and_no_notice(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, said("S-1"))
    visitor = at_area(ana)
    assert f'href="{HOME}/notices"' in visitor.get(HOME).text

    becomes(ana, company_user(COMPANY, permissions=frozenset()))

    home = visitor.get(HOME).text
    assert [f'href="{HOME}{path}"' in home for path in ("/notices", "/claims", "/messages")] == [False, False, False]
    for path in ("/notices", "/claims", "/messages"):
        answer = visitor.get(f"{HOME}{path}")
        assert (answer.status, "There is nothing at this address." in seen(answer)) == (404, True), path


def test_another_persons_notice_is_as_unknown_as_none(api: People, ana: AreaPerson) -> None:
    luis = member(api.account.id, "luis", company_user(COMPANY))
    tell_all(api.account.id, said("S-1"))
    his = listed(at_area(luis))["items"][0]["id"]

    assert at_area(ana).get(f"{HOME}/notices/{his}").status == 404
    at_area(ana).call("POST", "/notices/read", {"through": his}).expect(404)


def test_notices_end_after_180_days(api: People, ana: AreaPerson) -> None:
    tell_all(api.account.id, said("S-1"), said("S-2", after=timedelta(hours=1)))

    with time_machine.travel(AT + timedelta(days=180, seconds=1), tick=False):
        assert [each[:13] for each in texts_of(at_area(ana))] == ["New claim S-2"]


def test_the_home_page_reads_notices_once_and_a_policyholder_none(
    api: People, ana: AreaPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_all(api.account.id, *(said(f"S-{n}", after=timedelta(minutes=n)) for n in range(5)))
    visitor, other = at_area(ana), at_area(registered(api.account.id, holder("cli_1")))
    dynamodb = client("dynamodb")
    called: list[str] = []
    really = dynamodb._make_api_call
    assert visitor.get(HOME).status == 200

    def counted(name: str, arguments: Any) -> Any:
        if "area" in arguments.get("TableName", "") and name == "Query":
            called.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)
    assert (visitor.get(HOME).status, called) == (200, ["Query"])
    called.clear()
    assert (other.get(HOME).status, "/notices" in other.get(HOME).text) == (200, False)
    assert called == []


def test_a_hundred_unread_notices_are_told_as_more_than_99(api: People, ana: AreaPerson) -> None:
    for n in range(100):
        notices.put_notice(ana, said(f"S-{n}", after=timedelta(seconds=n)))

    assert '<span class="count">99+</span>' in at_area(ana).get(HOME).text
