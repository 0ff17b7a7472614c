"""The time of answers: counted when the staff answer, expected when a client asks, and told by month."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.recent import recent
from chalicelib.features.conversations.answer_figures import AnswerTally, Counts, answer_counts, tally
from chalicelib.features.conversations.hours import Expected, Office, expected, usual_answer, working_between
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.table import answer_figures as figures
from chalicelib.features.conversations.table import answers as table
from chalicelib.features.conversations.terms import place_of
from chalicelib.features.conversations.threads import Head, Message, Side
from chalicelib.features.policies.service import check_months
from chalicelib.identity.model import Caller
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
    office = office_of(before.account_id)
    took = working_between(before.waiting_since, message.at, office)
    name = f"{before.thread_id}#{message.number}"
    table.add_answer(tx, before.account_id, at=message.at, name=name, minutes=took // _MINUTE)
    month, counts = f"{message.at.astimezone(office.zone):%Y-%m}", answer_counts(took, _promised(before.account_id))
    figures.add_counts(tx, before.account_id, month, counts, spread_by=before.thread_id)


class AnswerFigures(NamedTuple):
    """The counts of some months, by month."""

    first: str
    last: str
    counts: Mapping[str, Counts]

    def months(self) -> dict[str, AnswerTally]:
        """Return the tallies of the months in which answers came, in their order."""
        return {month: tally([counts]) for month, counts in sorted(self.counts.items())}

    def total(self) -> AnswerTally:
        """Return the tally of all months."""
        return tally(self.counts.values())


def show_answer_figures(caller: Caller, *, since: str | None = None, until: str | None = None) -> AnswerFigures:
    """Return figures of the months from `since` to `until`: the last twelve by default. One Query.

    Raises Invalid (`?from`) for too many months, or none.
    """
    first, last = check_months(caller, since=since, until=until)
    return AnswerFigures(first, last, figures.read_counts(caller.account_id, first=first, last=last))


def expected_answer(account_id: str) -> Expected | None:
    """Return the moment by which a question of now is answered, as measured lately or promised."""
    return expected(now(), office_of(account_id), usual=usual_time(account_id), promised=_promised(account_id))


@recent(at_most=256)
def usual_time(account_id: str) -> timedelta | None:
    """Return the median of first answers of the last 30 days, as it was lately; None of fewer than ten."""
    return usual_answer(table.list_answers(account_id, since=now() - table.MEASURED))


def _promised(account_id: str) -> timedelta | None:
    """Return the working time in which the account promises to answer; None without a promise."""
    hours = feedback_settings(account_id).promise_hours
    return timedelta(hours=hours) if hours is not None else None
