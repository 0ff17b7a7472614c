"""Send one person the e-mail of one case's news, or put it off for the digest of the hour."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.observability import log
from chalicelib.base.settings import settings
from chalicelib.features.cases import news
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.staff_news import table as staff_mails
from chalicelib.features.staff_news.hours import AN_HOUR, Hour
from chalicelib.features.staff_news.letter import render_news
from chalicelib.features.staff_news.reading import Fact, concerning, read_facts
from chalicelib.features.staff_news.recipients import Because, find_recipients
from chalicelib.identity import directory
from chalicelib.identity.addressees import list_addressees
from chalicelib.identity.model import User
from chalicelib.messaging.to_staff import hand_over
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Kind of an item that tells one person of many cases.
DIGEST = "case_news_digest"


class PutOff(Delivered):
    """The e-mail was not sent: the digest of the hour has its news."""


class Concerned(NamedTuple):
    """The news of a case for one person, as valid at this moment."""

    account: Account
    case: Case
    user: User
    because: Because
    facts: tuple[Fact, ...]


def send(item: OutboxItem) -> Outcome:
    """Send news that is still true, to a person whom it still concerns; otherwise nothing."""
    concerned = find_concerned(
        item.account_id,
        item.data["case_id"],
        item.data["user_id"],
        item.data["entries"],
        users=list_addressees(item.account_id),
    )
    if concerned is None:
        log("info", "case news dropped", outbox_id=item.id, case_id=item.data["case_id"])
        return Delivered(provider_id="")
    if not staff_mails.take_slot(_hour(item), item.id, at_most=AN_HOUR):
        return PutOff(provider_id="")
    letter = render_news(
        concerned.case,
        concerned.facts,
        account=concerned.account,
        because=concerned.because,
        names=directory.name_users(item.account_id, [fact.entry.actor for fact in concerned.facts]),
        base=settings().public_base_url,
    )
    return hand_over(letter, to=concerned.user.email, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, _final: bool) -> None:
    """Write postponed news and the item of its digest, in the transaction that settles the item."""
    if not isinstance(outcome, PutOff):
        return
    hour = _hour(item)
    staff_mails.pile(tx, hour, case_id=item.data["case_id"], entries=set(item.data["entries"]))
    if not staff_mails.has_digest(hour):
        staff_mails.add_digest(tx, hour, otherwise=stale)
        data = {"kind": DIGEST, "user_id": hour.user_id, "hour": hour.written}
        notifications.queue_message(tx, account_id=item.account_id, data=data, at=hour.digest_at, topic="news")


def find_concerned(
    account_id: str, case_id: str, user_id: str, entries: Iterable[str], *, users: Sequence[User]
) -> Concerned | None:
    """Return the news of these entries of a case for a person; None if nothing is valid or concerns them.

    `users`: all staff who get e-mails about cases.
    """
    case = cases.load_case(account_id, case_id)
    user = next((each for each in users if each.id == user_id), None)
    if case is None or user is None:
        return None
    account = accounts.load_account(account_id)
    because = find_recipients(account, case, users).get(user_id)
    facts = concerning(read_facts(case, news.read_entries(account_id, case_id, entries)), user_id) if because else ()
    if because is None or not facts:
        return None
    return Concerned(account=account, case=case, user=user, because=because, facts=facts)


def _hour(item: OutboxItem) -> Hour:
    return Hour.present(item.account_id, item.data["user_id"])
