"""Messages about a person's own access: a changed password, a changed contact, a recovery that needs staff."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, text
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.codes import masked
from chalicelib.features.cabinet.links import Undo, undo_url
from chalicelib.features.cabinet.model import FormerContact
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as area_table
from chalicelib.messaging import sms
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The kinds of the outbox's items, which the manifest names the couriers of.
TOLD, CHANGED = "area_told", "area_contact"
UNKNOWN_AT_MOST = 1


class Words(NamedTuple):
    """The msgids of an e-mail without a button."""

    subject: str
    paragraphs: tuple[str, ...]


_CALL = N_("If it was not you, call us at once.")
_WORDS: Mapping[str, Words] = {
    "password_changed": Words(
        N_("{name}: your password was changed"),
        (N_("The password of your client area was changed just now, and all other devices were signed out."), _CALL),
    ),
    "phone_of_another": Words(
        N_("{name}: your new phone"),
        (
            N_(
                "Another client area had the phone that you confirmed just now. It is yours alone now, and the other "
                "person was told."
            ),
            _CALL,
        ),
    ),
    "recovery_by_staff": Words(
        N_("{name}: access to your client area"),
        (
            N_(
                "Somebody asked for a new password for your client area. It can't be set on line: we have no phone of "
                "yours that you confirmed within a year."
            ),
            N_("If it was you, call us: we help you after checking that it is you. If it was not you, do nothing."),
        ),
    ),
}
_SUBJECT = N_("{name}: a contact of your client area was changed")
_CHANGED = N_("The contact {former} of your client area was replaced by {present}.")
_UNDO = N_("If it was not you, undo it until {until}. That signs out all devices:")
_BUTTON = N_("Undo the change")
_SMS = N_("{name}: this phone is no longer the contact of your client area. Not you? Undo it until {until}: ")
_WHY = N_("You get this e-mail because this address is, or was, the contact of a client area of {name}.")


def tell(tx: Transaction, person: AreaPerson, what: str) -> None:
    """Queue an e-mail to a person in the transaction of the event; none without an address."""
    if person.email:
        ids = {"kind": TOLD, "person_id": person.id, "what": what}
        outbox.queue_message(tx, account_id=person.account_id, data=ids)


def tell_former(tx: Transaction, former: FormerContact) -> None:
    """Queue the notice to a former contact in the transaction of its change."""
    ids = {"kind": CHANGED, "undo_id": former.id, "channel": former.channel}
    outbox.queue_message(tx, account_id=former.account_id, data=ids)


def send_told(item: OutboxItem) -> Outcome:
    """Send an e-mail to a person about their access."""
    person = area_table.get_person(item.account_id, item.data["person_id"])
    words = _WORDS.get(item.data["what"])
    if person is None or not person.email or words is None:
        return Undeliverable(reason="not concerned any more")
    if refusal := _refusal(item, "email", person.email):
        return refusal
    account = accounts.load_account(item.account_id)
    language, name = person.language, account.shown_name
    letter = Letter(
        language=language,
        subject=text(language, words.subject, name=name),
        paragraphs=tuple(text(language, each) for each in words.paragraphs),
        ask="",
        button="",
        page="",
        why=text(language, _WHY, name=name),
    )
    return send_email(account, render(account, letter), to=person.email, message_id=item.id)


def send_changed(item: OutboxItem) -> Outcome:
    """Send the notice to a former contact, with the link that undoes the change."""
    former = table.get_former(item.account_id, item.data["undo_id"])
    person = area_table.get_person(item.account_id, former.person_id) if former else None
    if former is None or person is None:
        return Undeliverable(reason="undone already")
    if refusal := _refusal(item, former.channel, former.former):
        return refusal
    account = accounts.load_account(item.account_id)
    if former.channel == "email":
        return send_email(
            account, render(account, _letter(account, person, former)), to=former.former, message_id=item.id
        )
    wording = _text(account, person, former)
    return send_sms(account, *wording, to=former.former, message_id=item.id)


def record(_tx: Transaction, _item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Note nothing: the outbox keeps the outcome."""


def _refusal(item: OutboxItem, channel: str, to: str) -> Outcome | None:
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "sms" if channel == "sms" else "email", to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    return None


def _letter(account: Account, person: AreaPerson, former: FormerContact) -> Letter:
    language = person.language
    contacts = {"former": masked("email", former.former), "present": masked("email", former.present)}
    return Letter(
        language=language,
        subject=text(language, _SUBJECT, name=account.shown_name),
        paragraphs=(text(language, _CHANGED, **contacts),),
        ask=text(language, _UNDO, until=localized.moment(language, former.until, account.zone)),
        button=text(language, _BUTTON),
        page=_link(former),
        why=text(language, _WHY, name=account.shown_name),
    )


def _text(account: Account, person: AreaPerson, former: FormerContact) -> tuple[str, sms.SmsSize]:
    until = localized.moment(person.language, former.until, account.zone)
    wording = text(person.language, _SMS, name=unlinked(account.shown_name), until=until)
    link = _link(former)
    return sms.compose([wording + link, sms.spelled(wording) + link])


def _link(former: FormerContact) -> str:
    return undo_url(former.slug, Undo(former.account_id, former.id))
