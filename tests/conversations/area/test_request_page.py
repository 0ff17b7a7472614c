"""The page of a request in the client area: live with a script, whole without one, light."""

import gzip

from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import open_area, registered


def asked(api: People, *, more: int = 0) -> tuple[Visitor, str]:
    """Return the browser of a client, and the page of a request of so many further messages."""
    open_area(api.account.id)
    visitor = at_area(registered(api.account.id), language="ru")
    ticket_id = visitor.call("POST", "/tickets", {"topic": "question", "text": "Слово 1"}).expect(201)["id"]
    for number in range(2, more + 2):
        visitor.call("POST", f"/tickets/{ticket_id}/messages", {"text": f"Слово {number}."}).expect(201)
    return visitor, f"{HOME}/messages/{ticket_id}"


def test_the_page_has_the_live_script_and_weighs_at_most_30_kilobytes(api: People) -> None:
    visitor, here = asked(api)
    page = visitor.get(here)
    policy = page.headers["content-security-policy"]

    assert "script-src 'sha256-" in policy
    assert "connect-src 'self' wss://" in policy
    assert 'id="chat-boot"' in page.text
    assert len(gzip.compress(page.text.encode())) <= 30_000
    assert "Готовим ответ. " in seen(page)


def test_earlier_messages_are_a_page_without_the_script(api: People) -> None:
    visitor, here = asked(api, more=31)
    latest, before = visitor.get(here), visitor.get(f"{here}?before=3")

    assert f"{here}?before=3" in latest.text
    assert "Слово 2." not in seen(latest)
    assert "Слово 32." in seen(latest)
    assert ("Слово 2." in seen(before), "Слово 3." in seen(before)) == (True, False)
    assert "script-src" not in before.headers["content-security-policy"]
    assert f'href="{here}"' in before.text


def test_what_was_typed_stays_where_it_is_refused(api: People) -> None:
    visitor, here = asked(api)
    empty = visitor.post(f"{here}/reply", {"once": "", "text": " "})
    api.staff.post(f"/v1/tickets/{here.rpartition('/')[2]}/close", {"text": "Всё"}).expect(200)
    closed = visitor.post(f"{here}/reply", {"once": "", "text": "Ещё одно"})

    assert (empty.status, closed.status) == (422, 409)
    assert "Напишите от 1 до 4000 знаков." in seen(empty)
    assert "Ещё одно" in closed.text
    assert "Обращение закрыто, поэтому писать здесь больше нельзя." in seen(closed)
    assert f'href="{HOME}/messages/new"' in closed.text
