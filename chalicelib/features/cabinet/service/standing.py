"""Standing of contacts: those that were confirmed too long ago, or take no messages, are stale.

Numbers are given to other people. So a phone alone recovers nothing, and a stale one recovers nothing at all.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.identity.area import people
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as area_table
from chalicelib.messaging.reasons import SUPPRESSING, FailureReason
from chalicelib.messaging.suppressions import suppress

#: The age of a confirmation after which a contact may be another person's by now.
STALE = timedelta(days=365)
#: The age after which a code that was typed rightly counts as a new confirmation.
RENEWED_AFTER = timedelta(days=30)
#: A contact's field in a person, by channel.
FIELDS: Mapping[Channel, str] = {"email": "email", "sms": "phone"}
#: Failures that last: nobody reads messages at the contact.
UNDELIVERABLE = SUPPRESSING - {FailureReason.COMPLAINT} | {FailureReason.RECIPIENT, FailureReason.UNKNOWN_NUMBER}


def is_stale(person: AreaPerson, channel: Channel) -> bool:
    """Return True for a contact that is to be confirmed anew; False for one that a person does not have."""
    confirmed = _confirmed_at(person, channel)
    return bool(_contact(person, channel)) and (confirmed is None or now() - confirmed > STALE)


def renew(tx: Transaction, person: AreaPerson, channel: Channel, to: str) -> None:
    """Note in the transaction of a code that its contact is confirmed, if the last confirmation is some time ago."""
    confirmed, moment = _confirmed_at(person, channel), now()
    if _contact(person, channel) != to or (confirmed is not None and moment - confirmed <= RENEWED_AFTER):
        return
    before = area_table.get_credentials(person.account_id, person.id)
    if before is not None and _contact(before.person, channel) == to:
        people.change(tx, before, {f"{FIELDS[channel]}_confirmed_at": moment})


def note_failure(person: AreaPerson, channel: Channel, reason: FailureReason) -> None:
    """Note that a contact of a person takes no messages: it is stale, and gets none where that lasts."""
    before, contact = area_table.get_credentials(person.account_id, person.id), _contact(person, channel)
    if before is None or _contact(before.person, channel) != contact or reason not in UNDELIVERABLE | SUPPRESSING:
        return
    tx = Transaction()
    if reason in UNDELIVERABLE:
        people.change(tx, before, {f"{FIELDS[channel]}_confirmed_at": None})
    if reason in SUPPRESSING:
        suppress(tx, account_id=person.account_id, channel=channel, address=contact, reason=reason)
    tx.commit()


def _contact(person: AreaPerson, channel: Channel) -> str:
    return (person.phone if channel == "sms" else person.email) or ""


def _confirmed_at(person: AreaPerson, channel: Channel) -> datetime | None:
    return person.phone_confirmed_at if channel == "sms" else person.email_confirmed_at
