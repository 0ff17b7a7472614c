"""The console's page of figures of conversations, and its file."""

from datetime import timedelta

import time_machine

from tests.conversations.chats import answered, asked, in_area
from tests.conversations.service.test_expected_answers import client_of
from tests.figures.api.test_conversations import MONDAY, promised
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/figures/conversations"
MONTHS = "from=2026-11&to=2026-11"


def some(api: People) -> None:
    """Answer twice of which once in the promised hour."""
    _, claim_id = in_area(api)
    promised(api, 1)
    with time_machine.travel(MONDAY, tick=False) as clock:
        visitor = client_of(api, claim_id)
        for minutes in (30, 90):
            asked(visitor, claim_id)
            clock.shift(timedelta(minutes=minutes))
            answered(api.key, claim_id)


def test_staff_see_first_answers_by_month(api: People) -> None:
    some(api)

    page = " ".join(seen(at_desk(api.staff).speaking("es").get(f"{PAGE}?{MONTHS}")).split())

    assert "11.2026 2 – 2 50 %" in page.replace("\u00a0", " ")
    assert "En total 2 – 2 50 %" in page.replace("\u00a0", " ")
    assert PAGE in at_desk(api.staff).get("/console/figures/claims").text


def test_without_answers_the_page_says_so(api: People) -> None:
    assert "клиентам не отвечали" in seen(at_desk(api.staff).speaking("ru").get(PAGE))


def test_wrong_months_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}?from=2026&to=2026-13")

    assert answer.status == 422
    assert all(f'id="{field}-wrong"' in answer.text for field in ("from", "to"))


def test_the_file_has_a_row_for_each_month(api: People) -> None:
    some(api)

    answer = at_desk(api.staff).speaking("ru").get(f"{PAGE}.csv?{MONTHS}")

    assert answer.text.lstrip("\ufeff").splitlines() == [
        "month;answered;median_hours;promised;kept",
        "2026-11;2;;2;1",
    ]
    assert "conversations-2026-11-to-2026-11.csv" in answer.headers["content-disposition"]
