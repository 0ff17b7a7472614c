"""Pages of requests in the console: the inbox, a request, and the actions of the staff."""

import re

from tests.conversations.requests import WORDS, registered, shown, with_desks
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

LIST = "/console/tickets"


def once_in(page: str) -> str:
    """Return the name of a message that the form carries."""
    found = re.search(r'name="once" value="([0-9A-Z]+)"', page)
    assert found
    return found[1]


def test_a_request_is_found_answered_and_closed(api: People) -> None:
    ticket = registered(api.key, text="<script>alert(1)</script>")
    desk = at_desk(api.staff).speaking("ru")
    here = f"{LIST}/{ticket['id']}"

    assert here in desk.get(LIST).text
    assert here in desk.get(f"{LIST}?number={ticket['number']}").text
    assert here not in desk.get(f"{LIST}?mine=yes").text
    first = desk.get(here)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in first.text  # case 53
    once = once_in(first.text)
    for _ in range(2):
        assert desk.post(f"{here}/answer", {"once": once, "text": "Позвоним сегодня."}).status == 303
    assert desk.post(f"{here}/answer", {"answer": "", "do": "close"}).status == 303

    found = shown(api.staff, ticket["id"])
    assert (found["state"], len(found["messages"])) == ("closed", 2)
    assert "Закрыл(а) обращение." in seen(desk.get(here))


def test_what_is_wrong_is_told_at_the_field(api: People) -> None:
    ticket = registered(api.key, "question")
    desk = at_desk(api.staff).speaking("en")
    here = f"{LIST}/{ticket['id']}"

    empty = desk.post(f"{here}/answer", {"text": " "})
    unanswered = desk.post(f"{here}/answer", {"answer": "", "do": "close"})
    late = desk.post(f"{here}/extend", {"why": "Because"})

    assert (empty.status, unanswered.status, late.status) == (422, 422, 409)
    assert "Write 1 to 4000 characters." in seen(empty)
    assert "The client has no answer yet." in seen(unanswered)


def test_case_52_a_request_is_handed_over_and_noted(api: People) -> None:
    with_desks(api.admin, claims=[f"sub-staff-{api.account.id}"], sales=[])
    ticket = registered(api.key, "claims", text=WORDS)
    desk, here = at_desk(api.staff).speaking("en"), f"{LIST}/{ticket['id']}"

    assert desk.post(f"{here}/notes", {"note": "Called the agent"}).status == 303
    assert desk.post(f"{here}/take", {}).status == 303
    assert desk.post(f"{here}/extend", {"why": "We wait for the bank."}).status == 303
    assert desk.post(f"{here}/route", {"desk": "sales", "reason": "About a sale"}).status == 303

    said = seen(desk.get(here))
    assert "Note: Called the agent" in said
    assert "Handed over to the desk “sales”: About a sale" in said
