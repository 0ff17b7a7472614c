"""Sending codes, and checking those that people type."""

from datetime import datetime
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt_in
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.base.ids import new_id
from chalicelib.base.languages import Language
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.codes import LIFE, TRIES, Code, Purpose, is_code_of
from chalicelib.features.cabinet.refusals import WrongCode, code_ended, too_soon
from chalicelib.messaging import suppressions
from chalicelib.messaging.client_words import said_to_clients
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import sms_quota
from chalicelib.tenancy.model import Account

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "area_code"
#: Codes of an hour to one contact and for one subject, beside the account's quotas of SMS.
PER_CONTACT, PER_SUBJECT = 10, 10
_HOUR = 3600


def send_code(
    account: Account, subject: str, *, purpose: Purpose, channel: Channel, to: str, language: Language, about: str = ""
) -> Code:
    """Send a code to a phone (E.164) or an e-mail address; it replaces the subject's former one.

    Raises QuotaExceeded right after another code or over a bound, Invalid at /phone or /email for a suppressed address.
    """
    tx = Transaction()
    code = queue_code(tx, account, subject, purpose=purpose, channel=channel, to=to, language=language, about=about)
    with said_to_clients():
        tx.commit()
    return code


def queue_code(
    tx: Transaction,
    account: Account,
    subject: str,
    *,
    purpose: Purpose,
    channel: Channel,
    to: str,
    language: Language,
    about: str = "",
) -> Code:
    """Send a code in the caller's transaction, as `send_code` does. One to nobody (`to` empty) only looks sent."""
    moment = now()
    code = Code(
        id=new_id("code"),
        account_id=account.id,
        subject=subject,
        purpose=purpose,
        channel=channel,
        to=to,
        language=language,
        about=about,
        sent_at=moment,
        ends_at=moment + LIFE,
    )
    table.replace_code(tx, code, otherwise=lambda raw: _refused(raw, moment))
    count_attempt_in(tx, "area-code", f"{account.id}#{subject}#{channel}", limit=PER_SUBJECT, seconds=_HOUR)
    if to:
        count_attempt_in(tx, "area-code-to", f"{account.id}#{to}", limit=PER_CONTACT, seconds=_HOUR)
        suppressions.demand_open(tx, account_id=account.id, channel=channel, address=to)
        if channel == "sms":
            sms_quota.reserve_sms(tx, account=account, phone=to)
    ids = {"kind": MESSAGE, "subject": subject, "purpose": purpose, "channel": channel, "code": code.id}
    outbox.queue_message(tx, account_id=account.id, data=ids)
    return code


def check_code(account_id: str, subject: str, *, purpose: Purpose, channel: Channel, typed: str) -> Code:
    """Return the code of a subject if it was typed rightly; `use_code` ends it in a transaction.

    The try is counted before the code is compared. Raises WrongCode with the tries that are left, Gone.
    """
    found = table.get_code(account_id, subject, purpose, channel)
    code = table.count_try(found, now()) if found else None
    if code is None:
        raise code_ended()
    if not is_code_of(code, typed):
        raise WrongCode(TRIES - code.tries)
    return code


def use_code(tx: Transaction, code: Code) -> None:
    """Use a checked code up in a transaction, which fails if it was used meanwhile."""
    table.delete_code(tx, code, otherwise=lambda _: code_ended())


def live_code(account_id: str, subject: str, purpose: Purpose) -> Code | None:
    """Return the live code of a subject that was sent last, by SMS or by e-mail; None without one."""
    channels: tuple[Channel, ...] = ("sms", "email")
    found = (table.get_code(account_id, subject, purpose, channel) for channel in channels)
    live = [code for code in found if code is not None and code.is_live(now())]
    return max(live, key=lambda code: code.sent_at, default=None)


def _refused(raw: dict[str, Any] | None, moment: datetime) -> DomainError:
    return too_soon(max(1, table.code_of_row(raw).seconds_until_next(moment)) if raw else 1)
