"""Send one person one e-mail of all the cases that their hour had no single e-mail for."""

from collections.abc import Iterable
from itertools import islice

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.settings import settings
from chalicelib.features.staff_news import table as staff_mails
from chalicelib.features.staff_news.hours import Hour
from chalicelib.features.staff_news.letter import CaseNews, render_digest
from chalicelib.features.staff_news.mailing import find_concerned
from chalicelib.identity.addressees import find_addressee, list_addressees
from chalicelib.messaging.to_staff import hand_over
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome
from chalicelib.tenancy import service as accounts

#: Cases that a digest names; the others are counted.
NAMED = 20
#: Cases that are looked at to find these: of some nothing is true any more.
LOOKED_AT = 60


def send(item: OutboxItem) -> Outcome:
    """Send the digest of an hour. Without valid news or recipient, nothing is sent."""
    hour = Hour.read(item.account_id, item.data["user_id"], item.data["hour"])
    user = find_addressee(item.account_id, hour.user_id)
    piled = staff_mails.list_piled(hour)
    found = _find_news(hour, islice(piled, LOOKED_AT)) if user else []
    others = max(0, len(found) - NAMED) + sum(1 for _ in piled)
    if user is None or not (found or others):
        return Delivered(provider_id="")
    account = accounts.load_account(item.account_id)
    letter = render_digest(found[:NAMED], others, account=account, base=settings().public_base_url)
    return hand_over(letter, to=user.email, message_id=item.id)


def record(_tx: Transaction, _item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Write nothing more: the rows of an hour are read by its one digest, and end by themselves."""


def _find_news(hour: Hour, piled: Iterable[tuple[str, frozenset[str]]]) -> list[CaseNews]:
    users = list_addressees(hour.account_id)
    found = (find_concerned(hour.account_id, case_id, hour.user_id, entries, users=users) for case_id, entries in piled)
    return [CaseNews(each.case, each.facts) for each in found if each is not None]
