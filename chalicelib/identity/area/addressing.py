"""People of the client area who are told of a client's things."""

from typing import NamedTuple

from chalicelib.identity.area.model import AreaPerson, Notify
from chalicelib.identity.table import area as table


class Told(NamedTuple):
    """A person to tell, in `person.language`, and the way that was chosen for them."""

    person: AreaPerson
    notify: Notify

    @property
    def email(self) -> str:
        """Return the address for an e-mail; empty for a person who wants none or has none."""
        return (self.person.email or "") if self.notify is Notify.AREA_AND_EMAIL else ""


def people_to_tell(account_id: str, client_id: str, permission: str) -> list[Told]:
    """Return the active people who have a permission for a client, by the time of their registration.

    One Query and one BatchGetItem. A message that waits asks again before it is sent: permissions end at once.
    """
    found = [
        Told(person, membership.notify)
        for person in table.list_persons_of_client(account_id, client_id)
        if person.may_sign_in
        for membership in person.memberships
        if membership.client_id == client_id and membership.grants(permission)
    ]
    unique = {each.person.id: each for each in found}
    return sorted(unique.values(), key=lambda each: (each.person.registered_at, each.person.id))
