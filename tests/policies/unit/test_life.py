"""Life: days left in words, payouts by the level of an underlying."""

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.base.languages import Language
from chalicelib.base.money import read_money
from chalicelib.features.policies.life import (
    Investment,
    Level,
    days_left,
    first_working_day_after,
    is_weekday,
    payout,
    present_payout,
    working_days_after,
)

TODAY = date(2026, 11, 27)
TERMS = Investment(
    guaranteed=read_money("4500000.00", "RUB"),
    invested=read_money("4500000.00", "RUB"),
    participation=Decimal(80),
    began_at=Decimal("1000.00"),
)


@pytest.mark.parametrize(
    ("ends", "right"),
    [
        ("2027-04-18", "142 дня"),
        ("2027-04-17", "141 день"),
        ("2027-04-21", "145 дней"),
        ("2027-03-18", "111 дней"),
        ("2026-11-27", "сегодня"),
        ("2026-11-26", ""),
    ],
)
def test_case_49_of_the_cabinet_days_left_have_the_right_plural(ends: str, right: str) -> None:
    assert days_left("ru", TODAY, date.fromisoformat(ends)) == right


@pytest.mark.parametrize(("language", "right"), [("es", "142 días"), ("en", "142 days")])
def test_days_left_in_other_languages(language: Language, right: str) -> None:
    assert days_left(language, TODAY, date(2027, 4, 18)) == right


@pytest.mark.parametrize(
    ("level", "right"), [("1138.95345", "5000232.42"), ("990", "4500000.00"), ("1000.00", "4500000.00")]
)
def test_case_50_of_the_cabinet_the_payout_grows_with_the_level_and_never_falls(level: str, right: str) -> None:
    assert str(payout(TERMS, Decimal(level)).amount) == right


def test_case_50_of_the_cabinet_an_old_level_gives_no_sum() -> None:
    level = Level(Decimal(1100), on=date(2026, 11, 24))  # Tuesday

    assert present_payout(TERMS, level, date(2026, 11, 27)) is not None
    assert present_payout(TERMS, level, date(2026, 11, 29)) is not None
    assert present_payout(TERMS, level, date(2026, 11, 30)) is None
    assert present_payout(TERMS, level, date(2026, 11, 30), lambda day: is_weekday(day) and day.day != 30) is not None
    assert present_payout(TERMS, None, date(2026, 11, 27)) is None


def test_weekends_are_no_working_days() -> None:
    assert working_days_after(date(2026, 11, 27), date(2026, 11, 29)) == 0
    assert working_days_after(date(2026, 11, 27), date(2026, 12, 4)) == 5
    assert working_days_after(date(2026, 11, 27), date(2026, 11, 20)) == 0


def test_data_are_missing_from_the_next_working_day_on() -> None:
    assert first_working_day_after(date(2026, 11, 27)) == date(2026, 11, 30)
    assert first_working_day_after(date(2026, 11, 24)) == date(2026, 11, 25)
