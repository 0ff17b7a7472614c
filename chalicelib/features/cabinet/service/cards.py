"""Cards of clients whose policyholder has confirmed a new contact in the client area: they get it, too."""

from chalicelib.base.errors import DomainError
from chalicelib.base.observability import log
from chalicelib.features.clients import service as clients
from chalicelib.identity.area.model import AreaMember, AreaPerson
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.model import Caller, Role


def bring_cards_up_to_date(person: AreaPerson) -> None:
    """Write the contacts of a person into the cards of the clients that they are the policyholder for."""
    for each in person.memberships:
        if each.kind is MembershipKind.HOLDER:
            bring_up_to_date(
                person.account_id, each.client_id, email=person.email or "", phone=person.phone or "", by=person
            )


def bring_up_to_date(account_id: str, client_id: str, *, email: str, phone: str, by: AreaPerson) -> None:
    """Write confirmed contacts into a client's card, in the name of the person. An empty one stays as it is.

    A card that another agent's sale binds, or that was erased, stays as it is.
    """
    client = clients.find_client(account_id, client_id)
    if client is None:
        return
    on_file = {"email": client.facts.email or "", "phone": client.facts.phone or ""}
    wanted = {"email": email, "phone": phone}
    changes = {name: value for name, value in wanted.items() if value and value.casefold() != on_file[name].casefold()}
    if not changes:
        return
    caller = _as(by)
    try:
        clients.change_client(caller, client_id, changes=changes, version=client.version)
    except DomainError as error:
        _log(by, error)
        return
    if "phone" in changes:
        confirm_phone(client_id, phone, by=by)


def confirm_phone(client_id: str, phone: str, *, by: AreaPerson) -> None:
    """Note in a client's card that its phone is confirmed: the person typed the code that was sent there."""
    try:
        clients.note_confirmed(_as(by), client_id, phone)
    except DomainError as error:
        _log(by, error)


def _as(person: AreaPerson) -> Caller:
    return Caller(account_id=person.account_id, principal=AreaMember(person.id), role=Role.ADMIN)


def _log(person: AreaPerson, error: DomainError) -> None:
    log("warning", "card not brought up to date", account_id=person.account_id, reason=type(error).__name__)
