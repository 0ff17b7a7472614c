"""The pages of calendars: the list, the form with lists of days, its example and warnings, removal."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from chalicelib.features.claims.deadlines.calendars import Calendar
from chalicelib.features.claims.deadlines.settings import CalendarSettings
from chalicelib.tenancy import sections
from tests.account.console.forms import filled_in, problem_at
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

LIST = "/console/settings/calendars"
NEW, RUSSIA = f"{LIST}/new-calendar", f"{LIST}/ru"
API = "/v1/account/calendars"


@pytest.fixture
def at_the_end_of_2026() -> Iterator[None]:
    with time_machine.travel("2026-12-30T12:00:00+03:00", tick=False):
        yield


def calendar(api: People, code: str = "ru") -> Calendar:
    calendars = sections.show(api.account.id, CalendarSettings).value.calendars
    return next(each for each in calendars if each.code == code)


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_a_form_that_is_sent_back_changes_nothing(api: People, language: str) -> None:
    desk, before = at_desk(api.admin).speaking(language), calendar(api)
    days = {"dates": ["2027-05-02"], "days_off": ["2027-01-01", "2027-01-04"], "working_days": ["2027-02-20"]}
    changed = before.model_dump(mode="json") | days
    api.admin.patch(API, {"version": 0, "calendars": [changed]}).expect(200)
    saved = calendar(api)

    answer = desk.post(RUSSIA, {**filled_in(desk.get(RUSSIA)), "do": "save"})

    assert answer.status == 303, seen(answer)
    assert calendar(api) == saved
    assert saved.days_off == (date(2027, 1, 1), date(2027, 1, 4))


def test_rows_of_days_are_written_as_ranges(api: People) -> None:
    typed = filled_in(at_desk(api.admin).speaking("ru").get(RUSSIA))

    assert str(typed["yearly"]).splitlines()[:3] == ["01.01 – 08.01", "23.02", "08.03"]


def test_lists_are_pasted_as_people_write_days(api: People, desk: Desk) -> None:
    answer = desk.post(
        NEW,
        {
            **filled_in(desk.get(NEW)),
            "do": "save",
            "label_es": "España",
            "zones": "Europe/Madrid\n\nAtlantic/Canary",
            "yearly": "1.1\r\n6 Jan\n12/10-13/10",
            "dates": "2027-03-25 – 2027-03-26; 02.05.2027\n3 May 2027",
            "working_days": "20/02/2027",
        },
    )

    assert answer.status == 303, seen(answer)
    made = calendar(api, "espana")
    assert made.zones == ("Europe/Madrid", "Atlantic/Canary")
    assert made.yearly == ("01-01", "01-06", "10-12", "10-13")
    assert made.dates == (date(2027, 3, 25), date(2027, 3, 26), date(2027, 5, 2), date(2027, 5, 3))
    assert made.working_days == (date(2027, 2, 20),)
    assert [each.code for each in sections.show(api.account.id, CalendarSettings).value.calendars] == ["ru", "espana"]


def test_all_errors_are_told_at_their_fields_and_nothing_is_lost(api: People) -> None:
    desk, before = at_desk(api.admin).speaking("en"), calendar(api)
    typed = {
        **filled_in(desk.get(RUSSIA)),
        "do": "save",
        **{f"label_{language}": "" for language in ("ru", "es", "en")},
        "zones": "Europe/Moscow\nEurope/Atlantis\nMars",
        "yearly": "01.01\n30.02\n05-09",
        "dates": "31.02.2027\n01.05.2027\n04.05.2027 – 01.05.2027",
        "days_off": "soon",
        "working_days": "04.01.2027\n20.02.2027",
    }

    answer = desk.post(RUSSIA, typed)

    assert answer.status == 422
    assert problem_at(answer, f"label_{api.account.language}") == "Write a label in at least one language."
    assert "Europe/Atlantis, Mars" in problem_at(answer, "zones")
    assert "30.02, 05-09" in problem_at(answer, "yearly")
    assert "31.02.2027, 04.05.2027 – 01.05.2027" in problem_at(answer, "dates")
    assert "soon" in problem_at(answer, "days_off")
    assert problem_at(answer, "working_days") == "Only Saturdays and Sundays belong here, not 04 Jan 2027."
    again = filled_in(answer)
    assert (again["dates"], again["zones"]) == (typed["dates"], typed["zones"])
    assert calendar(api) == before


def test_a_zone_of_another_calendar_is_told_at_the_field(api: People, desk: Desk) -> None:
    answer = desk.post(NEW, {**filled_in(desk.get(NEW)), "do": "save", "label_en": "Mine", "zones": "Europe/Moscow"})

    assert answer.status == 422
    assert "Europe/Moscow is in the calendar" in problem_at(answer, "zones")


def test_a_code_that_is_taken_is_told_at_the_field(api: People, desk: Desk) -> None:
    answer = desk.post(NEW, {**filled_in(desk.get(NEW)), "do": "save", "label_en": "Mine", "code": "ru"})

    assert answer.status == 422
    assert "Choose another code" in problem_at(answer, "code")


def test_an_example_shows_the_days_as_typed(api: People) -> None:
    desk, before = at_desk(api.admin).speaking("ru"), calendar(api)
    form = desk.get(RUSSIA)

    answer = desk.post(RUSSIA, {**filled_in(form), "do": "example", "yearly": ""})

    assert "20 дней без учёта праздников, отсчёт от" in seen(form)
    assert (answer.status, calendar(api)) == (200, before)
    page = seen(desk.post(RUSSIA, {**filled_in(form), "do": "example", "yearly": "soon"}))
    assert "Заполните форму, чтобы увидеть пример расчёта." in page


@pytest.mark.usefixtures("at_the_end_of_2026")
def test_the_example_counts_by_the_days_that_are_typed(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    typed = filled_in(desk.get(RUSSIA))

    usual = desk.post(RUSSIA, {**typed, "do": "example"})
    bare = desk.post(RUSSIA, {**typed, "do": "example", "yearly": ""})

    # From 30.12.2026 on: 20 days are 19.01.2027, and eight of them are holidays.
    assert "20 дней без учёта праздников, отсчёт от 30.12.2026: до 27.01.2027" in seen(usual)
    assert "20 дней без учёта праздников, отсчёт от 30.12.2026: до 19.01.2027" in seen(bare)


@pytest.mark.usefixtures("at_the_end_of_2026")
def test_years_without_days_of_their_own_are_warned_of(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    typed = filled_in(desk.get(RUSSIA))

    listed, before = seen(desk.get(LIST)), seen(desk.get(RUSSIA))
    assert desk.post(RUSSIA, {**typed, "do": "save", "days_off": "31.12.2026"}).status == 303
    after = seen(desk.get(RUSSIA))

    assert "Праздники и переносы выходных 2026 года не заданы" in listed
    assert "выходных 2027 года не заданы. Сроки в рабочих днях могут быть неверны." in before
    assert ("2026 года не заданы" in after, "2027 года не заданы" in after) == (False, True)


def test_a_form_that_somebody_else_overtook_comes_back(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(RUSSIA))
    assert desk.post(RUSSIA, {**typed, "do": "save", "dates": "01.05.2027"}).status == 303

    late = desk.post(RUSSIA, {**typed, "do": "save", "dates": "02.05.2027"})

    assert (late.status, filled_in(late)["dates"]) == (409, "02.05.2027")
    assert calendar(api).dates == (date(2027, 5, 1),)


def test_a_calendar_is_removed_after_a_question(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")

    question = desk.get(f"{RUSSIA}/remove")
    done = desk.post(f"{RUSSIA}/remove")

    assert "Удалить этот календарь?" in seen(question)
    assert done.status == 303
    assert "Календарь удалён." in seen(desk.get(LIST))
    assert api.viewer.get(API).expect(200)["calendars"] == []


def test_nobody_else_opens_the_pages(api: People) -> None:
    assert [at_desk(by).get(LIST).status for by in (api.staff, api.viewer, api.agent)] == [403, 403, 403]
