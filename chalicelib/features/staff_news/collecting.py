"""Collection of a case's news into one e-mail for each recipient.

The first news goes at once. Later events within QUIET are told together, by an item that is due then; if one waits
already, nothing is added. All of it is decided in the transaction that settles the item, under a condition on the rows
that were read. Of items that race one tells, and a crash leaves everything as it was.
"""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.cases import news
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.staff_news.reading import concerning, read_facts
from chalicelib.features.staff_news.recipients import find_recipients
from chalicelib.identity.addressees import list_addressees
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome
from chalicelib.tenancy import service as accounts

#: A case has one e-mail in this time, for each recipient.
QUIET = timedelta(minutes=15)
#: Kind of an item that is one e-mail to one person.
MAIL = "case_news_mail"


def send(_: OutboxItem) -> Outcome:
    """Send nothing: `record` makes the e-mails."""
    return Delivered(provider_id="")


def record(tx: Transaction, item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Add the item's effects to the transaction: e-mails, another item that waits, or nothing."""
    account_id, case_id, moment = item.account_id, item.data["case_id"], now()
    untold = news.find_untold(account_id, case_id)
    if not untold.entries:
        return
    if untold.told_at is None or moment >= untold.told_at + QUIET:
        _tell(tx, untold)
    elif untold.waits_until is None:
        until = untold.told_at + QUIET
        news.queue_news(tx, account_id=account_id, case_id=case_id, at=until)
        news.mark_waiting(tx, untold, until=until)


def _tell(tx: Transaction, untold: news.Untold) -> None:
    case = cases.load_case(untold.account_id, untold.case_id)
    letters = _letters(case, untold) if case is not None else {}
    for user_id, entries in letters.items():
        data = {"kind": MAIL, "case_id": untold.case_id, "user_id": user_id, "entries": entries}
        notifications.queue_message(tx, account_id=untold.account_id, data=data, topic="news")
    news.mark_told(tx, untold, at=now() if letters else None)


def _letters(case: Case, untold: news.Untold) -> dict[str, list[str]]:
    """Return the entries for each recipient."""
    facts = read_facts(case, news.read_entries(case.account_id, case.id, untold.entries))
    if not facts:
        return {}
    account = accounts.load_account(case.account_id)
    told = {
        user_id: [fact.entry.id for fact in concerning(facts, user_id)]
        for user_id in find_recipients(account, case, list_addressees(case.account_id))
    }
    return {user_id: entries for user_id, entries in told.items() if entries}
