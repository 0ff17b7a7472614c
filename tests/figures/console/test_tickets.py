"""The console's page of figures of requests, and its file."""

from chalicelib.base.clock import now
from tests.conversations.requests import registered, with_desks
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/figures/tickets"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_staff_see_requests_by_month_desk_and_topic(api: People) -> None:
    ticket = registered(api.staff)
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Да"}).expect(200)
    desk = at_desk(api.staff).speaking("ru")

    by_month, by_desk, by_topic = (plain(seen(desk.get(f"{PAGE}?by={by}"))) for by in ("month", "desk", "topic"))

    assert f"{now():%m.%Y}" in by_month and "Всего" in by_month and "100 %" in by_month
    assert "Обращения клиентов 1 1 100 % 0" in " ".join(by_desk.split())
    assert "Жалоба 1 1 100 % 0" in " ".join(by_topic.split())
    assert PAGE in desk.get("/console/tickets").text
    assert PAGE in at_desk(api.admin).get("/console/figures").text


def test_staff_choose_among_their_own_desks(api: People) -> None:
    with_desks(api.admin, claims=[f"sub-viewer-{api.account.id}"], sales=[f"sub-staff-{api.account.id}"])
    registered(api.admin, "claims")

    page = at_desk(api.staff).speaking("en").get(f"{PAGE}?desk=claims")

    assert '<option value="sales"' in page.text
    assert 'value="claims"' not in page.text.partition('id="topic"')[0]
    assert "No requests came in these months." in seen(page)


def test_wrong_months_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}?from=2026&to=2026-13")

    assert answer.status == 422
    assert all(f'id="{field}-wrong"' in answer.text for field in ("from", "to"))
    assert 'value="2026-13"' in answer.text


def test_the_file_has_numbers_that_spreadsheets_sum(api: People) -> None:
    registered(api.staff)

    answer = at_desk(api.staff).speaking("ru").get(f"{PAGE}.csv")

    head, *lines = answer.text.lstrip("\ufeff").splitlines()
    assert head == "month;desk;topic;opened;answered;in_time;late;closed;mean_hours;rated;mean_stars"
    assert f"{now():%Y-%m};general;complaint;1;0;0;0;0;;0;" in lines
    assert 'filename="requests-' in answer.headers["content-disposition"]
