"""People who have a cabinet and register for another record of theirs, such as that of a second agent.

The record joins their cabinet. Their contacts were confirmed by codes, and they type the password that they have.
"""

from chalicelib.features.cabinet.joining.model import Join
from chalicelib.features.cabinet.joining.names import FullName, is_same_name
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.identity.area.model import AreaPerson, Credentials, LoginKind
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.table import area as area_table


def find_known(join: Join, client: Client, *, email: str, phone: str) -> Credentials | None:
    """Return the person who has a cabinet already: by e-mail, of an invitation also by phone, of the same name.

    Why by an invitation's phone: otherwise it would be taken from the person's own cabinet.
    """
    found = _find(join.account_id, LoginKind.EMAIL, email)
    if found is None and join.invitation_id is not None:
        found = _find(join.account_id, LoginKind.PHONE, phone)
    return found if found is not None and _is_the_same(found.person, client) else None


def _find(account_id: str, kind: LoginKind, name: str) -> Credentials | None:
    person_id = area_table.find_login(account_id, kind, name) if name else None
    found = area_table.get_credentials(account_id, person_id) if person_id else None
    return found if found is not None and found.person.may_sign_in else None


def _is_the_same(person: AreaPerson, client: Client) -> bool:
    """Return True if a person is the policyholder of a client with the same name."""
    ids = [each.client_id for each in person.memberships if each.kind is MembershipKind.HOLDER]
    known = [clients.find_client(person.account_id, each) for each in ids]
    return any(is_same_name(_name(each), on_file=_name(client)) for each in known if each is not None)


def _name(client: Client) -> FullName:
    facts = client.facts
    return FullName(facts.surname or "", facts.given_name or "", facts.patronymic or "")
