"""Invitations to the client area: by staff who saw the client's document, and by the system with a new policy."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid, LinkUnknown
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.cabinet.joining.model import INVITED_FOR, DeskTask, Invitation, JoinStep
from chalicelib.features.cabinet.joining.service import telling
from chalicelib.features.cabinet.joining.service.starting import Started, new_join
from chalicelib.features.cabinet.table import joining as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.policies.model import Policy
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import Site
from chalicelib.identity.area.model import AreaPerson, Registration
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.powers import may
from chalicelib.identity.principals import System, actor_of
from chalicelib.identity.table import area as people
from chalicelib.outbox.model import OutboxItem, Outcome
from chalicelib.tenancy import service as accounts

#: The age of a confirmed phone up to which the system sends an invitation by itself.
CONFIRMED_FOR = timedelta(days=30)
#: The id of the one invitation that the system makes of a client.
_AUTOMATIC = "automatic"
#: Looks at links from an address in an hour.
_LOOKS, _HOUR = 120, 3600
#: One answer for a link that is wrong, used or over.
LINK_UNKNOWN = N_("This link does not open. A part of it may be missing, it has ended, or it was used.")
_NO_AREA = N_("The client area is off. An administrator turns it on under Settings, Client area.")
_NO_PERSON = N_("Only persons get a cabinet of a policyholder.")
_NO_PHONE = N_("The client has no phone: a code is sent to it. Write it into the client's data first.")
_HAS_CABINET = N_("The client has a cabinet already.")
_UNSEEN = N_("Confirm that you have seen the client's document.")


class Shown(NamedTuple):
    """A client's way into the client area: invitations and tasks, newest first."""

    has_cabinet: bool
    invitations: Sequence[Invitation]
    tasks: Sequence[DeskTask]
    #: Contacts of the client's people in the area that the card has not; none for agents.
    other_contacts: Sequence[str] = ()


def invite(caller: Caller, client_id: str, *, document_seen: bool) -> Invitation:
    """Invite a client whose document somebody has seen. Raises NotFound, Invalid, Conflict."""
    known = clients.show_client(caller, client_id)
    clients.demand_own(known)
    client, account = known.client, accounts.load_account(caller.account_id)
    demand_seen(document_seen=document_seen)
    demand_invitable(client)
    try:
        parse_phone(client.facts.phone or "", countries=account.sms.countries, pointer="/phone", allowed_only=True)
    except Invalid as error:
        wrong = error.errors[0]
        raise Conflict(wrong.message, extra=None, **wrong.params) from error
    invitation = _new(client, Registration.PREPARED, caller.actor, channel="email" if client.facts.email else "sms")
    tx = Transaction()
    table.insert_invitation(tx, invitation)
    telling.queue_invitation(tx, invitation)
    tx.commit()
    return invitation


def demand_seen(*, document_seen: bool) -> None:
    """Raise Invalid without the statement that somebody has seen the client's document."""
    if not document_seen:
        raise Invalid([FieldError("/document_seen", _UNSEEN)])


def show(caller: Caller, client_id: str) -> Shown:
    """Return a client's way into the client area. Contacts that a person gave are for those who see whole ones.

    Raises NotFound.
    """
    client = clients.read_client(caller, client_id)
    invitations, tasks = table.list_of_client(client.account_id, client.id)
    if not may(caller, "clients:write"):
        return Shown(has_cabinet(client), invitations, [])
    if caller.role is Role.AGENT:  # the client may be another agent's by now
        return Shown(has_cabinet(client), invitations, tasks)
    ids = people.list_people_of_client(client.account_id, client.id)
    found = [person for each in ids if (person := people.get_person(client.account_id, each))]
    others = [contact for each in found if _is_holder(each, client) for contact in _other_contacts(each, client)]
    return Shown(bool(ids), invitations, tasks, others)


def _is_holder(person: AreaPerson, client: Client) -> bool:
    held = [each for each in person.memberships if each.client_id == client.id]
    return any(each.kind is MembershipKind.HOLDER for each in held)


def _other_contacts(person: AreaPerson, client: Client) -> list[str]:
    """Return the contacts of a person that the client's card has not, as when another agent's sale binds it."""
    email, phone = client.facts.email or "", client.facts.phone or ""
    pairs = ((person.phone, phone), (person.email, email))
    return [own for own, on_file in pairs if own and own.casefold() != on_file.casefold()]


def demand_invitable(client: Client) -> None:
    """Raise Conflict for a client who can't be invited."""
    settings = area_settings(client.account_id)
    if not settings.on:
        raise Conflict(_NO_AREA)
    if client.facts.kind is ClientKind.COMPANY:
        raise Conflict(_NO_PERSON)
    if not client.facts.phone:
        raise Conflict(_NO_PHONE)
    if has_cabinet(client):
        raise Conflict(_HAS_CABINET)


def has_cabinet(client: Client) -> bool:
    """Return True if a person acts for a client: one Query."""
    return bool(people.list_people_of_client(client.account_id, client.id))


def look_with_policy(tx: Transaction, policy: Policy) -> None:
    """Queue the look whether the client of a policy that is being issued gets an invitation, in its transaction."""
    if invites_by_itself(policy.account_id):
        telling.queue_look(tx, policy)


def invite_by_itself(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Invite the client of an issued policy, if all is known of the client. Once a client: a second policy does not.

    In the transaction that settles the look.
    """
    client = clients.find_client(item.account_id, item.data["client_id"])
    if client is None or not invites_by_itself(client.account_id) or not _is_ready(client) or has_cabinet(client):
        return
    if table.get_invitation(client.account_id, client.id, _AUTOMATIC) is not None:
        return
    invitation = _new(client, Registration.AUTOMATIC, actor_of(System()), channel="sms")
    invitation = invitation.model_copy(update={"id": _AUTOMATIC})
    table.insert_invitation(tx, invitation)
    telling.queue_invitation(tx, invitation)


def invites_by_itself(account_id: str) -> bool:
    """Return True if an account has its clients invited without a person of the staff."""
    settings = area_settings(account_id)
    return settings.on and settings.automatic_invitations


def open_invitation(site: Site, token: str, *, address: str) -> Invitation:
    """Return the invitation of a link; changes nothing. Raises LinkUnknown, QuotaExceeded."""
    count_attempt_by_address("join-invitation", address, limit=_LOOKS, seconds=_HOUR)
    found = table.find_invitation(site.account.id, token)
    client = clients.find_client(found.account_id, found.client_id) if found else None
    if found is None or client is None or not _still_opens(found, client):
        raise LinkUnknown(LINK_UNKNOWN)
    return found


def accept(site: Site, token: str, *, language: Language, address: str) -> Started:
    """Begin the registration of an invitation; of a prepared one a code leaves for the phone. Raises LinkUnknown."""
    invitation = open_invitation(site, token, address=address)
    is_prepared = invitation.registration is Registration.PREPARED
    secret, join = new_join(
        site,
        language=language,
        step=JoinStep.CODES if is_prepared else JoinStep.PASSWORD,
        registration=invitation.registration,
        invitation_id=invitation.id,
        client_id=invitation.client_id,
        demanded=("sms",) if is_prepared else (),
        phone=invitation.phone,
    )
    tx = Transaction()
    telling.queue_codes(tx, join)
    table.insert_join(tx, join)
    tx.commit()
    return Started(secret, join)


def _still_opens(invitation: Invitation, client: Client) -> bool:
    """Return True if an invitation opens: the client has no cabinet, and the phone that it was checked with."""
    if not invitation.is_open(now()) or client.blocked is not None or has_cabinet(client):
        return False
    return client.facts.phone == invitation.phone


def _is_ready(client: Client) -> bool:
    facts, confirmed = client.facts, client.phone_confirmed_at
    if facts.kind is ClientKind.COMPANY or not facts.phone or not facts.email or client.blocked is not None:
        return False
    if confirmed is None or now() - confirmed > CONFIRMED_FOR:
        return False
    return clients.has_consented(client, Purpose.PERSONAL_DATA)


def _new(client: Client, registration: Registration, actor: str, *, channel: Channel) -> Invitation:
    moment, account = now(), accounts.load_account(client.account_id)
    return Invitation(
        id=new_ulid(),
        account_id=client.account_id,
        client_id=client.id,
        registration=registration,
        phone=client.facts.phone or "",
        email=client.facts.email or "",
        language=client.facts.language or account.language,
        channel=channel,
        actor=actor,
        made_at=moment,
        ends_at=moment + INVITED_FOR,
    )
