"""The time of answers: counted when the staff answer, and expected when a client asks."""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.recent import recent
from chalicelib.features.conversations.hours import Expected, Office, expected, usual_answer, working_between
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.table import answers as table
from chalicelib.features.conversations.terms import place_of
from chalicelib.features.conversations.threads import Head, Message, Side
from chalicelib.tenancy import service as accounts

_MINUTE = timedelta(minutes=1)


def office_of(account_id: str) -> Office:
    """Return the office of an account: its hours, and the working days of its zone."""
    place = place_of(accounts.load_account(account_id))
    return Office(feedback_settings(account_id).office_hours, place.zone, place.calendar.is_working)


def count_answer(tx: Transaction, before: Head, message: Message) -> None:
    """Count a message of the staff that a client has waited for."""
    if message.side is not Side.STAFF or message.event or before.waiting_since is None:
        return
    took = working_between(before.waiting_since, message.at, office_of(before.account_id))
    name = f"{before.thread_id}#{message.number}"
    table.add_answer(tx, before.account_id, at=message.at, name=name, minutes=took // _MINUTE)


def expected_answer(account_id: str) -> Expected | None:
    """Return the moment by which a question of now is answered, as measured lately or promised."""
    hours = feedback_settings(account_id).promise_hours
    promised = timedelta(hours=hours) if hours is not None else None
    return expected(now(), office_of(account_id), usual=usual_time(account_id), promised=promised)


@recent(at_most=256)
def usual_time(account_id: str) -> timedelta | None:
    """Return the median of first answers of the last 30 days, as it was lately; None of fewer than ten."""
    return usual_answer(table.list_answers(account_id, since=now() - table.MEASURED))
