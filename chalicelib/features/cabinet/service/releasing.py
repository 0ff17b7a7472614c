"""Phones that changed hands: somebody has confirmed a number that another person has, too."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cabinet.events import publish
from chalicelib.features.cabinet.joining.service import telling
from chalicelib.features.cabinet.refusals import contact_taken
from chalicelib.identity.area import people
from chalicelib.identity.area.model import LoginKind
from chalicelib.identity.table import area as area_table


def demand_releasable(account_id: str, phone: str, *, by: str = "") -> None:
    """Raise Conflict if another person has a phone and no e-mail: without the phone that cabinet would be lost."""
    other = area_table.find_login(account_id, LoginKind.PHONE, phone)
    person = area_table.get_person(account_id, other) if other and other != by else None
    if person is not None and not person.email:
        raise contact_taken()


def release_phone(account_id: str, phone: str, *, by: str = "") -> bool:
    """Remove a phone from another person as a sign-in name and a way of codes: the number changed hands.

    The other one is told by e-mail. `by`: the person who confirmed it. Returns True if somebody else had it.
    """
    other = area_table.find_login(account_id, LoginKind.PHONE, phone)
    before = area_table.get_credentials(account_id, other) if other and other != by else None
    if before is None:
        return False
    tx = Transaction()
    after = people.change(tx, before, {"phone": None, "phone_confirmed_at": None})
    publish(tx, after, "area.contact_changed", channel="sms", change="released")
    telling.queue_released(tx, before.person)
    tx.commit()
    return True
