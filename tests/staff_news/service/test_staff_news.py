"""E-mails to the staff about news in a case: once, together, and only while it is true."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.cases import news
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.handling import hand_over
from chalicelib.features.cases.service import NewCase
from chalicelib.features.photos import service, table
from chalicelib.features.photos.service import Shown
from chalicelib.features.photos.service.outcomes import _after_failure
from chalicelib.identity.case_emails import CaseEmails, OwnCaseEmails
from chalicelib.identity.model import Role
from chalicelib.identity.principals import ApiClient
from chalicelib.messaging.model import MessageStatus
from chalicelib.outbox import kinds
from chalicelib.outbox import service as notifications
from chalicelib.tenancy import service as accounts
from tests.support import mailboxes, outbox, sending, staff
from tests.support.faults import Between, Crash, Moment, between
from tests.support.lambda_events import Log
from tests.support.staff import dispatch, hired, letters
from tests.support.sweeping import sweep_cases
from tests.support.world import World, acting_in

QUARTER = timedelta(minutes=15)
PHONE = "+79161234567"
MOMENTS: tuple[Moment, ...] = ("before", "after")


@pytest.fixture(autouse=True)
def mail(world: World) -> None:
    """SES lets us send."""
    mailboxes.verify_sender()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def handler(world: World) -> Any:
    """The person who asks for photos in these tests, and so handles the cases."""
    return hired(world.account, "test-admin", Role.ADMIN)


def asked(world: World, **more: Any) -> Shown:
    """Return a request in a case with a number."""
    return sending.ask(world, new_case=NewCase(reference=f"CLM-{len(outbox.items())}"), **more)


def refused(shown: Shown, count: int = 1) -> None:
    """Send photos that can't be filed."""
    for _ in range(count):
        _, key = sending.send(shown, b"no photo")
        sending.file(key)


def completed(shown: Shown) -> None:
    sending.send_and_file(shown, sending.photo())
    service.submit(shown.link.token, address=sending.ADDRESS)


def undelivered(shown: Shown, reason: str = "phone_unreachable") -> None:
    """Fail the request's only message for good."""
    request = sending.request_of(shown)
    message = table.read_messages(request.account_id, request.case_id, request.id)[-1]
    failed = message.model_copy(update={"status": MessageStatus.FAILED, "reason": reason})
    tx = Transaction()
    table.write_message(tx, failed)
    _after_failure(tx, request, failed)
    tx.commit()


def untold(shown: Shown) -> int:
    return len(news.find_untold(shown.request.account_id, shown.request.case_id).entries)


HAPPENINGS: dict[str, tuple[Callable[[Shown], object], str]] = {
    "completed": (completed, "все фотографии получены"),
    "undelivered": (undelivered, "запрос не доставлен"),
    "refused": (refused, "1 фотография не принята"),
}


@pytest.mark.parametrize("kind", HAPPENINGS)
def test_the_handler_is_told_at_once(world: World, handler: Any, kind: str) -> None:
    shown = asked(world, phone=PHONE, channels=("sms",))
    happen, said = HAPPENINGS[kind]

    happen(shown)
    dispatch()

    case = cases.show_case(world.admin, shown.request.case_id)
    assert [(letter.to, letter.subject) for letter in letters()] == [(handler.email, f"{case.reference}: {said}")]
    assert f"/console/cases/{case.id}" in letters()[0].html
    assert PHONE not in letters()[0].html
    assert untold(shown) == 0


def test_an_expired_request_is_told_with_what_came_and_what_is_missing(world: World, handler: Any) -> None:
    shown = asked(world, categories={"damage": (1, 3), "vin": (1, 1)})
    sending.send_and_file(shown, sending.photo())

    with sending.days_later(8):
        sweep_cases()
        dispatch()

    assert "1 фото остаётся в деле" in letters()[0].html
    assert "Не хватает: VIN" in letters()[0].html


def test_what_happens_within_a_quarter_of_an_hour_is_told_in_one_more_email(
    world: World, handler: Any, clock: time_machine.Traveller
) -> None:
    shown = asked(world)
    refused(shown)
    dispatch()
    for _ in range(4):
        refused(shown)
    completed(shown)
    dispatch()
    assert len(letters()) == 1

    clock.shift(QUARTER - timedelta(seconds=1))
    dispatch()
    assert len(letters()) == 1
    clock.shift(timedelta(seconds=1))
    dispatch()
    dispatch()

    assert [letter.subject.partition(": ")[2] for letter in letters()] == [
        "1 фотография не принята",
        "4 фотографии не приняты, все фотографии получены",
    ]
    clock.shift(QUARTER)
    dispatch()
    assert len(letters()) == 2


def test_one_item_waits_however_much_happens(
    world: World, handler: Any, clock: time_machine.Traveller, log: Log
) -> None:
    shown = asked(world)
    refused(shown)
    dispatch()

    refused(shown, 3)
    dispatch()

    waiting = [item for item in outbox.items(topic="news") if item.status == "pending"]
    assert [item.due_at - now() for item in waiting] == [QUARTER]
    clock.shift(QUARTER + timedelta(minutes=4))
    dispatch()
    # a message that waits on purpose, and then for the sweep, must raise no alarm of a slow outbox
    assert {fields["milliseconds"] for fields in log.named("outbox_taken")} == {0}


def test_after_a_quiet_quarter_of_an_hour_news_go_at_once_again(
    world: World, handler: Any, clock: time_machine.Traveller
) -> None:
    shown = asked(world)
    refused(shown)
    dispatch()
    clock.shift(QUARTER)

    refused(shown)
    dispatch()

    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("happen", "undo"),
    [
        (completed, lambda world, shown: service.revoke(world.admin, shown.request.id)),
        (refused, lambda world, shown: service.revoke(world.admin, shown.request.id)),
        (undelivered, lambda _, shown: service.mark_opened(shown.link.token, device="phone", address=sending.ADDRESS)),
    ],
    ids=["revoked", "revoked after a refusal", "opened after all"],
)
def test_what_is_no_longer_true_is_not_told(
    world: World, handler: Any, happen: Callable[[Shown], object], undo: Callable[[World, Shown], object]
) -> None:
    shown = asked(world, phone=PHONE, channels=("sms",))
    happen(shown)
    undo(world, shown)

    dispatch()

    assert letters() == []
    assert untold(shown) == 0


def test_an_expiry_that_was_taken_back_is_not_told(world: World, handler: Any) -> None:
    shown = asked(world)
    with sending.days_later(8):
        sweep_cases()
        service.extend(world.admin, shown.request.id, days=20)

        dispatch()

    assert letters() == []
    assert untold(shown) == 0


def test_photos_that_came_too_late_are_no_news(world: World, handler: Any) -> None:
    shown = asked(world)
    _, key = sending.send(shown, sending.photo())
    service.revoke(world.admin, shown.request.id)

    sending.file(key)

    assert outbox.items(topic="news") == []


def test_items_that_race_tell_once(world: World, handler: Any) -> None:
    shown = asked(world)
    refused(shown)
    refused(shown)
    first, second = outbox.items(topic="news")
    read: list[Any] = []

    def meanwhile(tx: Transaction, item: Any, outcome: Any, final: bool) -> None:
        kinds.record(tx, item, outcome, final)
        if not read:
            read.append(item)
            notifications.dispatch(second.account_id, second.id)

    notifications.dispatch(first.account_id, first.id, record=meanwhile)
    dispatch()

    assert len(read) == 1
    assert [letter.subject.partition(": ")[2] for letter in letters()] == ["2 фотографии не приняты"]


def test_news_that_come_while_others_are_told_are_not_lost(
    world: World, handler: Any, clock: time_machine.Traveller
) -> None:
    shown = asked(world)
    refused(shown)
    item = outbox.items(topic="news")[0]
    came: list[bool] = []

    def meanwhile(tx: Transaction, item: Any, outcome: Any, final: bool) -> None:
        kinds.record(tx, item, outcome, final)
        if not came:
            came.append(True)
            refused(shown)

    notifications.dispatch(item.account_id, item.id, record=meanwhile)
    dispatch()

    assert [letter.subject.partition(": ")[2] for letter in letters()] == ["2 фотографии не приняты"]


def test_a_crash_at_any_write_loses_and_repeats_nothing(
    world: World, handler: Any, clock: time_machine.Traveller
) -> None:
    told: dict[tuple[int, Moment], int] = {}
    # the lease and the outcome of both items, the place in the hour, and the e-mail itself
    for point, moment in product(range(1, 7), MOMENTS):
        case, before = cases.open_case(world.admin, NewCase()), len(letters())
        staff.handed_over(case, world.admin.actor)

        with between(dying(point, moment)), pytest.raises(Crash):
            dispatch()
        clock.shift(notifications.LEASE)
        dispatch()

        told[point, moment] = len(letters()) - before
        assert news.find_untold(case.account_id, case.id).entries == frozenset()

    # of a crash between SES's answer and our note nobody knows whether the e-mail has gone
    assert {where for where, mails in told.items() if mails != 1} == {(5, "after"), (6, "before")}
    assert max(told.values()) == 2


def dying(point: int, moment: Moment) -> Between:
    """Return a hook by which the process dies before or after its write number `point`."""
    writes = 0

    def die(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        nonlocal writes
        writes += operation in {"UpdateItem", "TransactWriteItems", "SendEmail"}
        if writes == point and moment == "before":
            raise Crash
        answer = call()
        if writes == point:
            raise Crash
        return answer

    return die


def test_nobody_is_told_of_what_they_did(world: World, handler: Any) -> None:
    other = hired(world.account, "other", case_emails=OwnCaseEmails.ALL)
    shown = asked(world)
    case = cases.show_case(world.admin, shown.request.case_id)
    completed(shown)
    dispatch()
    tx = Transaction()
    entry = cases.note(tx, case, actor="user:other", type="photo_request.completed", request_id=shown.request.id)
    news.tell_staff(tx, account_id=case.account_id, case_id=case.id, entry=entry)
    tx.commit()

    with sending.days_later(1):
        dispatch()

    assert [letter.to for letter in letters()] == [handler.email, other.email, handler.email]


def test_a_hand_over_is_told_to_whom_it_was_handed(world: World, handler: Any) -> None:
    heir = hired(world.account, "heir")
    accounts.change_account(world.admin, changes={"case_emails": CaseEmails.EVERYBODY})
    case = cases.open_case(world.admin, NewCase(reference="CLM-7"))
    hand_over(world.admin, case.id, to="heir")

    dispatch()

    assert [(letter.to, letter.subject) for letter in letters()] == [(heir.email, "CLM-7: дело передано вам")]
    assert "Test-Admin" in letters()[0].html


def test_a_case_handed_on_at_once_is_told_to_its_last_handler(world: World, handler: Any) -> None:
    heir, last = hired(world.account, "heir"), hired(world.account, "last")
    case = cases.open_case(world.admin, NewCase(reference="CLM-7"))
    hand_over(world.admin, case.id, to=heir.id)
    hand_over(world.admin, case.id, to=last.id)

    dispatch()

    assert [letter.to for letter in letters()] == [last.email]


def test_a_choice_made_meanwhile_counts(world: World, handler: Any) -> None:
    shown = asked(world)
    refused(shown)
    item = outbox.items(topic="news")[0]
    notifications.dispatch(item.account_id, item.id)
    hired(world.account, "test-admin", Role.ADMIN, case_emails=OwnCaseEmails.NONE)

    dispatch()

    assert letters() == []


def test_a_case_of_a_back_end_is_told_to_the_administrators(world: World) -> None:
    boss = hired(world.account, "boss", Role.ADMIN)
    hired(world.account, "clerk")
    key = acting_in(world.account)._replace(principal=ApiClient("1"))
    shown = service.ask_for_photos(key, service.Asking(categories="all", new_case=NewCase(reference="B-1")))

    refused(shown)
    dispatch()

    assert [letter.to for letter in letters()] == [boss.email]


def test_another_account_is_told_nothing(world: World, handler: Any) -> None:
    staff.hired(world.other_account, "stranger", Role.ADMIN, case_emails=OwnCaseEmails.ALL)
    shown = asked(world)

    refused(shown)
    dispatch()

    assert [letter.to for letter in letters()] == [handler.email]
