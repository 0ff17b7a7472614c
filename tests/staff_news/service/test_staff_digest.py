"""The number of e-mails for a person in an hour, and the digest of all the rest."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.service import NewCase
from chalicelib.features.staff_news import digest, mailing
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.model import Role
from chalicelib.outbox import kinds
from chalicelib.outbox import service as notifications
from tests.support import mailboxes, outbox, staff
from tests.support.staff import Letter, dispatch, hired, letters
from tests.support.world import World

ME = "user:test-admin"
NOON = datetime(2026, 11, 28, 12, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """Two e-mails an hour, in an account of one person, ten minutes after noon."""
    mailboxes.verify_sender()
    monkeypatch.setattr(mailing, "AN_HOUR", 2)
    monkeypatch.setattr(digest, "NAMED", 3)
    with time_machine.travel(NOON, tick=False) as traveller:
        hired(world.account, "test-admin", Role.ADMIN)
        yield traveller


def handed_over(world: World, number: int) -> Case:
    """Open a case that a colleague hands over at once."""
    case = cases.open_case(world.admin, NewCase(reference=f"CLM-{number}"))
    staff.handed_over(case, ME)
    return case


def numbers(letter: Letter) -> set[str]:
    return {f"CLM-{number}" for number in range(20) if f">CLM-{number}<" in letter.html}


def later(clock: time_machine.Traveller, minutes: int) -> list[Letter]:
    """Return the letters that come within some minutes."""
    before = len(letters())
    clock.shift(timedelta(minutes=minutes))
    dispatch()
    return letters()[before:]


def test_what_is_over_is_told_together_after_the_hour(world: World, clock: time_machine.Traveller) -> None:
    for number in range(7):
        handed_over(world, number)
    dispatch()
    assert len(letters()) == 2
    assert later(clock, 54) == []  # 13:04

    (summary,) = later(clock, 1)

    assert summary.subject == "Новости в 5 делах"
    assert len(numbers(summary)) == 3
    assert "И ещё 2 дела" in summary.html
    assert not numbers(summary) & {letter.subject.partition(":")[0] for letter in letters()[:2]}
    assert later(clock, 120) == []


def test_the_next_hour_begins_anew(world: World, clock: time_machine.Traveller) -> None:
    for number in range(3):
        handed_over(world, number)
    dispatch()
    clock.shift(timedelta(minutes=50))

    handed_over(world, 3)
    dispatch()

    assert [letter.subject for letter in letters()][2:] == ["CLM-3: дело передано вам"]
    assert [letter.subject for letter in later(clock, 5)] == ["Новости в 1 деле"]


def test_a_digest_says_what_is_true_when_it_is_sent(world: World, clock: time_machine.Traveller) -> None:
    made = [handed_over(world, number) for number in range(4)]
    dispatch()
    told = {letter.subject.partition(":")[0] for letter in letters()}
    (gone, kept) = (case for case in made if case.reference not in told)
    tx = Transaction()
    cases.save(tx, gone, gone.model_copy(update={"handler": "user:colleague", "version": gone.version + 1}))
    tx.commit()

    (summary,) = later(clock, 55)

    assert numbers(summary) == {kept.reference}
    assert "ещё" not in summary.html


@pytest.mark.parametrize("said", [{"case_emails": OwnCaseEmails.NONE}, {"disabled": True}], ids=str)
def test_who_is_not_to_be_told_any_more_gets_no_digest(
    world: World, clock: time_machine.Traveller, said: dict[str, object]
) -> None:
    for number in range(4):
        handed_over(world, number)
    dispatch()
    hired(world.account, "test-admin", Role.ADMIN, **said)

    assert later(clock, 55) == []


def test_an_email_that_is_tried_again_counts_once(world: World) -> None:
    handed_over(world, 1)
    (item,) = outbox.items(topic="news")
    notifications.dispatch(item.account_id, item.id)
    mail = next(each for each in outbox.items(topic="news") if each.kind == "case_news_mail")

    outcomes = [kinds.send(mail) for _ in range(4)]

    assert not any(isinstance(outcome, mailing.PutOff) for outcome in outcomes)
    handed_over(world, 2)
    handed_over(world, 3)
    dispatch()
    assert {letter.subject for letter in letters()} == {"CLM-1: дело передано вам", "CLM-2: дело передано вам"}
    assert not isinstance(kinds.send(mail), mailing.PutOff)  # the hour is full, and has its place in it
