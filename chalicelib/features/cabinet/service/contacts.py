"""Changes of a person's e-mail and phone.

A code goes to the new one, and a notice to the former one, which can undo the change.
"""

from datetime import timedelta
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.emails import ascii_address
from chalicelib.base.errors import Conflict, FieldError, Gone, Invalid, NotFound
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.codes import Code, Purpose, masked
from chalicelib.features.cabinet.events import publish
from chalicelib.features.cabinet.links import read_undo
from chalicelib.features.cabinet.model import FormerContact
from chalicelib.features.cabinet.refusals import contact_taken, contacts_rest
from chalicelib.features.cabinet.service import telling
from chalicelib.features.cabinet.service.cards import bring_cards_up_to_date
from chalicelib.features.cabinet.service.coding import check_code, send_code, use_code
from chalicelib.features.cabinet.service.releasing import demand_releasable, release_phone
from chalicelib.features.cabinet.service.standing import FIELDS, is_stale
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.model import AreaCaller, AreaPerson, Credentials, LoginKind
from chalicelib.identity.table import area as area_table
from chalicelib.tenancy.model import Account

#: The time in which the former contact may undo a change, and in which payouts and further changes rest.
UNDO, REST = timedelta(hours=72), timedelta(hours=24)
_TAKEN = {kind: (lambda _: contact_taken()) for kind in LoginKind}
_SAME = N_("This is your contact already.")
_NO_UNDO = N_("This change was undone already, or the contact was changed since.")
_TOO_LATE = N_("Three days have passed, so this change can no longer be undone here. Call us, please.")


def start_change(caller: AreaCaller, account: Account, channel: Channel, to: str) -> str:
    """Send a code to a new contact, or to a stale one, and return it masked.

    Raises Invalid at its field, Conflict, QuotaExceeded.
    """
    person = caller.person
    contact = read_contact(account, channel, to)
    if contact == getattr(person, FIELDS[channel]) and not is_stale(person, channel):
        raise Invalid([FieldError(f"/{FIELDS[channel]}", _SAME)])
    _demand_no_rest(person)
    send_code(account, person.id, purpose=Purpose.CONTACT, channel=channel, to=contact, language=person.language)
    return masked(channel, contact)


def read_contact(account: Account, channel: Channel, to: str) -> str:
    """Return an e-mail address, or a phone as E.164. Raises Invalid at its field."""
    if channel == "sms":
        return parse_phone(to, countries=account.sms.countries, pointer="/phone", allowed_only=True)
    try:
        return ascii_address(to)
    except ValueError as error:
        raise Invalid([FieldError("/email", str(error))]) from error


def confirm_change(caller: AreaCaller, channel: Channel, typed: str) -> AreaPerson:
    """Change a contact by the code that came to it. Raises WrongCode, Gone, Conflict if another person has it.

    The former contact is told, with a link that undoes it for 72 hours. Payouts and further changes rest for 24 hours.
    A phone that another person has changed hands: it is no sign-in name of theirs any more, and both are told. A stale
    contact that is confirmed anew changes nothing else.
    """
    person = caller.person
    code = check_code(person.account_id, person.id, purpose=Purpose.CONTACT, channel=channel, typed=typed)
    before = _read(person)
    _demand_no_rest(before.person)
    moment, former = now(), getattr(before.person, FIELDS[channel])
    if former == code.to:
        return _confirm_anew(before, code)
    tx = Transaction()
    use_code(tx, code)
    if channel == "sms" and _release(before.person, code.to):
        telling.tell(tx, before.person, "phone_of_another")
    changes = {**_changes(channel, code.to), "restricted_until": moment + REST}
    changed = people.change(tx, before, changes, taken=_TAKEN)
    publish(tx, changed, "area.contact_changed", channel=channel, change="changed")
    if former:
        undo = FormerContact(
            id=new_id("und"),
            account_id=person.account_id,
            slug=caller.session.slug,
            person_id=person.id,
            channel=channel,
            former=former,
            present=code.to,
            changed_at=moment,
            until=moment + UNDO,
        )
        table.put_former(tx, undo)
        telling.tell_former(tx, undo)
    tx.commit()
    bring_cards_up_to_date(changed)
    return changed


def _confirm_anew(before: Credentials, code: Code) -> AreaPerson:
    tx = Transaction()
    use_code(tx, code)
    changed = people.change(tx, before, {f"{FIELDS[code.channel]}_confirmed_at": now()})
    tx.commit()
    return changed


def _release(person: AreaPerson, phone: str) -> bool:
    """Release a phone of another person. Raises Conflict if it is all that the other one signs in with."""
    demand_releasable(person.account_id, phone, by=person.id)
    return release_phone(person.account_id, phone, by=person.id)


def find_undo(account_id: str, token: str) -> FormerContact:
    """Return the changed contact of a link. Raises NotFound once it is restored, Gone after 72 hours."""
    return _find_undo(account_id, token)[0]


def undo_change(account_id: str, token: str) -> AreaPerson:
    """Restore a changed contact, and end all sessions. Raises NotFound, Gone, Conflict if another person has it now.

    Changes of that contact since then are undone with it. Why: a thief in a session would make a second change, so
    that the link of the first one led nowhere.
    """
    former, before = _find_undo(account_id, token)
    tx = Transaction()
    for each in _since(former):
        table.delete_former(tx, each)
    changes = {
        **_changes(former.channel, former.former),
        "restricted_until": now() + REST,
        "sessions_valid_after": sessions.end_of_all(before.person),
    }
    changed = people.change(tx, before, changes, taken=_TAKEN)
    publish(tx, changed, "area.contact_changed", channel=former.channel, change="undone")
    tx.commit()
    bring_cards_up_to_date(changed)
    return changed


def _find_undo(account_id: str, token: str) -> tuple[FormerContact, Credentials]:
    named = read_undo(token)
    found = table.get_former(named.account_id, named.undo_id) if named.account_id == account_id else None
    before = area_table.get_credentials(account_id, found.person_id) if found is not None else None
    if found is None or before is None or getattr(before.person, FIELDS[found.channel]) == found.former:
        raise NotFound(_NO_UNDO)
    if now() >= found.until:
        raise Gone(_TOO_LATE)
    return found, before


def _since(former: FormerContact) -> list[FormerContact]:
    """Return a change and the later ones of the same contact: their links restore nothing once it is undone."""
    known = table.list_former(former.account_id, former.person_id)
    return [each for each in known if each.channel == former.channel and each.changed_at >= former.changed_at]


def _changes(channel: Channel, to: str) -> dict[str, Any]:
    return {FIELDS[channel]: to, f"{FIELDS[channel]}_confirmed_at": now()}


def _demand_no_rest(person: AreaPerson) -> None:
    if person.is_restricted(now()):
        raise contacts_rest()


def _read(person: AreaPerson) -> Credentials:
    found = area_table.get_credentials(person.account_id, person.id)
    if found is None:
        raise Conflict(_NO_UNDO)
    return found
