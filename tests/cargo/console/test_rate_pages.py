"""The pages of rates: the list with the one that holds, the form, its errors, removal."""

from datetime import timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.features.cargo.rates.model import UnitRate
from chalicelib.features.cargo.settings import CargoSettings
from chalicelib.tenancy import sections
from tests.account.console.forms import filled_in, problem_at
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

LIST = "/console/settings/cargo"
NEW = f"{LIST}/new-rate"
TYPED = {"do": "save", "unit": "SDR", "value": "1,2134", "currency": "eur", "on": "01.06.2026", "source": "IMF"}


def rates(api: People) -> dict[str, UnitRate]:
    return {each.code: each for each in sections.show(api.account.id, CargoSettings).value.rates}


def add(desk: Desk, **typed: str) -> None:
    answer = desk.post(NEW, {**filled_in(desk.get(NEW)), **TYPED, **typed})
    assert answer.status == 303, seen(answer)


def test_a_rate_is_added_as_people_write_numbers_and_days(api: People, desk: Desk) -> None:
    add(desk)

    made = rates(api)["sdr_eur_2026_06_01"]
    assert (str(made.value), made.currency, made.source) == ("1.2134", "EUR", "IMF")
    assert len(rates(api)) == 3  # those of the IPREM stay


def test_the_list_says_which_rates_hold_today(api: People) -> None:
    desk, later = at_desk(api.admin).speaking("es"), (now() + timedelta(days=2)).date()
    add(desk)
    add(desk, value="1,25", on="01.12.2024")
    add(desk, value="1,3", on=later.isoformat())

    listed = seen(desk.get(LIST))

    assert "1 DEG = 1,2134 EUR desde el 01/06/2026 sdr_eur_2026_06_01 · vigente hoy · IMF" in listed
    assert listed.count("vigente hoy") == 2, listed  # and the last one of the IPREM


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_a_form_that_is_sent_back_changes_nothing(api: People, language: str) -> None:
    desk = at_desk(api.admin).speaking(language)
    add(desk)
    before, at = rates(api), f"{LIST}/sdr_eur_2026_06_01"

    answer = desk.post(at, {**filled_in(desk.get(at)), "do": "save"})

    assert answer.status == 303, seen(answer)
    assert rates(api) == before


def test_a_rate_is_corrected_in_its_place(api: People, desk: Desk) -> None:
    add(desk)
    at = f"{LIST}/sdr_eur_2026_06_01"

    assert desk.post(at, {**filled_in(desk.get(at)), "do": "save", "value": "1.22", "on": "02.06.2026"}).status == 303

    assert "sdr_eur_2026_06_01" not in rates(api)
    assert str(rates(api)["sdr_eur_2026_06_02"].value) == "1.22"


def test_all_errors_are_told_at_their_fields_and_nothing_is_lost(api: People) -> None:
    desk, before = at_desk(api.admin).speaking("en"), rates(api)
    typed = {**filled_in(desk.get(NEW)), **TYPED, "value": "a lot", "currency": "", "on": "31.02.2026", "source": ""}

    answer = desk.post(NEW, typed)

    assert answer.status == 422
    assert problem_at(answer, "value")
    assert problem_at(answer, "currency") == "Write a currency of three letters (ISO 4217), such as EUR."
    assert problem_at(answer, "on").startswith("Write the day from which the rate holds, such as ")
    assert problem_at(answer, "source") == "Write the source of the rate, such as IMF."
    again = filled_in(answer)
    assert (again["value"], again["on"]) == ("a lot", "31.02.2026")
    assert rates(api) == before


def test_a_second_rate_of_the_day_is_told_at_the_day(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    add(desk)

    answer = desk.post(NEW, {**filled_in(desk.get(NEW)), **TYPED, "value": "1.3"})

    assert answer.status == 422
    assert "There is a rate of the SDR in EUR on this day already." in problem_at(answer, "on")
    assert str(rates(api)["sdr_eur_2026_06_01"].value) == "1.2134"


def test_a_rate_is_removed_after_a_question(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    add(desk)
    at = f"{LIST}/sdr_eur_2026_06_01"

    question, done = desk.get(f"{at}/remove"), desk.post(f"{at}/remove")

    assert "Удалить это значение?" in seen(question)
    assert done.status == 303
    assert "Значение удалено." in seen(desk.get(LIST))
    assert len(rates(api)) == 2


def test_nobody_else_opens_the_pages(api: People) -> None:
    assert [at_desk(by).get(LIST).status for by in (api.staff, api.viewer, api.agent)] == [403, 403, 403]
