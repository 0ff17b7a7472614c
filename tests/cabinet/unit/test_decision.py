"""The table of checks, row by row, and the comparison of names, answers and tries."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.features.cabinet.joining import pacing
from chalicelib.features.cabinet.joining.decision import Course, Matches, course_of
from chalicelib.features.cabinet.joining.names import FullName, is_holder, is_same_name
from chalicelib.features.cabinet.joining.questions import Facts, Question, is_right
from chalicelib.features.cabinet.joining.tries import Tries

VERA = FullName("Гевердава", "Вера", "Сергеевна")
NOON = datetime(2026, 12, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("holder", "phone", "email", "course"),
    [
        (True, True, True, Course(asks=False, opens=True)),
        (True, True, False, Course(asks=True, opens=True, tells="email")),
        (True, False, True, Course(asks=True, opens=True, tells="sms", restricts=True)),
        (True, False, False, Course(asks=True, opens=False, desk=True)),
        *((False, phone, email, Course(asks=True, opens=False)) for phone in (True, False) for email in (True, False)),
    ],
)
def test_k3_the_course_follows_from_the_facts_that_match(
    holder: bool, phone: bool, email: bool, course: Course
) -> None:
    assert course_of(Matches(holder=holder, phone=phone, email=email)) == course


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (FullName("ГЕВЕРДАВА", "вера", "сергеевна"), True),
        (FullName("Гевердава", "Вера"), True),
        (FullName("Гевердaва", "Вера", "Сергеевна"), True),  # a Latin letter among Cyrillic ones
        (FullName("Гевердава", "Вера", "Петровна"), False),
        (FullName("Гевердава", "Варвара", "Сергеевна"), False),
        (FullName("Вера", "Гевердава", "Сергеевна"), False),
        (FullName("", "", ""), False),
    ],
)
def test_names_are_compared_folded_and_either_may_lack_the_patronymic(given: FullName, same: bool) -> None:
    assert is_same_name(given, on_file=VERA) is same
    assert is_holder(given, "Гевердава Вера Сергеевна") is same
    if same:
        assert is_same_name(given, on_file=VERA._replace(patronymic=""))
        assert is_holder(given, "Гевердава Вера")


def test_a_name_of_several_words_is_that_of_the_holder() -> None:
    given = FullName("García-Pérez", "Ana María")

    assert is_holder(given, "Garcia Perez Ana Maria")
    assert not is_holder(given, "García-Pérez Ana")
    assert not is_same_name(FullName("", "", ""), on_file=FullName("", "", ""))


@pytest.mark.parametrize("answer", ["48320.5", "48 320,50", "48.320,50", "48,320.50", "48 320,50 ₽", "48320", "48 320"])
def test_an_amount_is_right_in_any_notation(answer: str) -> None:
    assert is_right(Question.PREMIUM, answer, Facts(premium=Decimal("48320.50")))


@pytest.mark.parametrize("answer", ["", "48320.51", "48321", "4832050", "48", "about", "-", "1" * 10_000])
def test_another_amount_is_wrong(answer: str) -> None:
    assert not is_right(Question.PREMIUM, answer, Facts(premium=Decimal("48320.50")))


@pytest.mark.parametrize(
    ("answer", "right"), [("4567", True), ("45 67", True), ("0412 764567", True), ("567", False), ("4568", False)]
)
def test_the_last_characters_of_a_document_are_compared(answer: str, right: bool) -> None:
    assert is_right(Question.DOCUMENT, answer, Facts(document="0412764567")) is right


@pytest.mark.parametrize("question", Question)
def test_every_answer_is_wrong_without_one_on_file(question: Question) -> None:
    assert not any(is_right(question, each, Facts()) for each in ("", "0", "0000", "None"))


def test_a_large_sum_is_right_as_it_is_written() -> None:
    assert is_right(Question.SUM_INSURED, "1.250.000", Facts(sum_insured=Decimal("1250000.00")))


def test_case_7_a_number_rests_for_24_hours_after_three_wrong_answers() -> None:
    tries = Tries()
    lefts = []
    for minute in range(3):
        lefts.append(tries.left(NOON + timedelta(minutes=minute)))
        tries = tries.after_wrong(NOON + timedelta(minutes=minute))
    last = NOON + timedelta(minutes=2)

    assert lefts == [3, 2, 1]
    assert tries.rests(last)
    assert tries.left(last) == 0
    assert tries.rests(last + timedelta(hours=23, minutes=59, seconds=59))
    assert not tries.rests(last + timedelta(hours=24, seconds=1))
    assert tries.left(last + timedelta(hours=24, seconds=1)) == 3
    assert tries.after_wrong(last + timedelta(hours=25)).wrong == 1


@pytest.mark.parametrize("spent", [0.0, 0.012])
def test_answers_leave_at_full_steps_of_time(monkeypatch: pytest.MonkeyPatch, spent: float) -> None:
    monkeypatch.setattr(pacing, "STEP", 0.01)
    begun = time.perf_counter()

    with pytest.raises(LookupError), pacing.evenly():
        time.sleep(spent)
        raise LookupError

    assert time.perf_counter() - begun >= spent // 0.01 * 0.01 + 0.0099
