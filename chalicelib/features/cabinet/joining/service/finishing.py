"""The last step: a password makes the person of the client area, and begins the session.

A person with a cabinet types its password, and the record joins it.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Findings
from chalicelib.features.cabinet.events import publish
from chalicelib.features.cabinet.joining.consents import Offered, offered_consents, wrong_consents
from chalicelib.features.cabinet.joining.model import RESTRICTED_FOR, Agreed, Invitation, Join, JoinStep
from chalicelib.features.cabinet.joining.refusals import TAKEN, EmailTaken, out_of_turn, over
from chalicelib.features.cabinet.joining.service import limits
from chalicelib.features.cabinet.joining.service.knowing import find_known
from chalicelib.features.cabinet.joining.service.starting import read_join
from chalicelib.features.cabinet.service.cards import bring_up_to_date, confirm_phone
from chalicelib.features.cabinet.service.counting import count_cabinet
from chalicelib.features.cabinet.service.own import check_present
from chalicelib.features.cabinet.service.releasing import demand_releasable, release_phone
from chalicelib.features.cabinet.service.signing_in import SignedIn, Visit, make_known
from chalicelib.features.cabinet.table import joining as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import Purpose
from chalicelib.frame.area.site import Site
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.model import (
    AreaMember,
    AreaPerson,
    Credentials,
    LoginKind,
    Membership,
    Registration,
)
from chalicelib.identity.area.passwords import check_password, hash_password
from chalicelib.identity.area.permissions import MembershipKind, MembershipRole
from chalicelib.identity.principals import actor_of
from chalicelib.identity.table import area as area_table
from chalicelib.tenancy import service as accounts


class LastStep(NamedTuple):
    """The last step: whether it asks for the password of a cabinet that the person has, and consents to tick."""

    has_cabinet: bool
    consents: Mapping[Purpose, Offered]


class _Contacts(NamedTuple):
    """The name and contacts of a person, and whether the e-mail was confirmed by a code."""

    name: str
    phone: str
    email: str
    is_email_confirmed: bool


def show_last(join: Join) -> LastStep:
    """Return the last step of a registration. Raises Gone."""
    client = _client_of(join)
    return LastStep(_known(join, client) is not None, _to_tick(join, client))


def finish(site: Site, secret: str, visit: Visit, *, password: str, ticked: Collection[str] = ()) -> SignedIn:
    """Register the person with a password, begin a session, and make the device known.

    A person with a cabinet types its password, and gets the client there. Raises Invalid, Gone, Conflict, EmailTaken.
    """
    limits.count_step(visit.address)
    join = _awaited(site, secret)
    client, found = _client_of(join), Findings()
    contacts, known, offered = _contacts_of(join, client), _known(join, client), _to_tick(join, client)
    found.add(wrong_consents(offered, ticked) if offered else [])
    with found:
        if known is not None:
            check_present(known, password, pointer="/password")
        else:
            check_password(password, contacts=(contacts.phone, contacts.email))
    found.demand_none()
    agreed = tuple(each.agreed for purpose, each in offered.items() if purpose in ticked)
    if known is None:
        _demand_free(join.account_id, contacts)
        hashed = hash_password(password)
        release_phone(join.account_id, contacts.phone)
        signed_in = retry_stale(lambda: _register(site, secret, visit, hashed, agreed))
    else:
        person_id = known.person.id
        signed_in = retry_stale(lambda: _add(site, secret, visit, person_id, agreed))
    if join.given is not None:
        bring_up_to_date(join.account_id, client.id, email=contacts.email, phone=contacts.phone, by=signed_in.person)
    if join.registration is not Registration.AUTOMATIC:
        confirm_phone(client.id, contacts.phone, by=signed_in.person)
    return signed_in


def _register(site: Site, secret: str, visit: Visit, hashed: str, agreed: tuple[Agreed, ...]) -> SignedIn:
    join = _awaited(site, secret)
    client, tx = _client_of(join), Transaction()
    person = _person_of(join, _contacts_of(join, client), client)
    area_table.insert_person(tx, person, password_hash=hashed, taken={LoginKind.EMAIL: lambda _: EmailTaken(TAKEN)})
    publish(tx, person, "area.registered")
    return _begin(tx, site, visit, person, join=join, client=client, agreed=agreed)


def _demand_free(account_id: str, contacts: _Contacts) -> None:
    """Raise EmailTaken, or Conflict for a phone that a cabinet can't lose: before anybody loses one for nothing."""
    if contacts.email and area_table.find_login(account_id, LoginKind.EMAIL, contacts.email) is not None:
        raise EmailTaken(TAKEN)
    demand_releasable(account_id, contacts.phone)


def _add(site: Site, secret: str, visit: Visit, person_id: str, agreed: tuple[Agreed, ...]) -> SignedIn:
    """Add the client to the cabinet of a person."""
    join = _awaited(site, secret)
    client, tx = _client_of(join), Transaction()
    before = area_table.get_credentials(join.account_id, person_id)
    if before is None:
        raise over()
    changes: dict[str, object] = {"memberships": (*before.person.memberships, _membership(client))}
    if _restricts(join):
        changes["restricted_until"] = now() + RESTRICTED_FOR
    person = people.change(tx, before, changes)
    publish(tx, person, "area.joined", client_id=client.id)
    return _begin(tx, site, visit, person, join=join, client=client, agreed=agreed)


def _begin(
    tx: Transaction,
    site: Site,
    visit: Visit,
    person: AreaPerson,
    *,
    join: Join,
    client: Client,
    agreed: tuple[Agreed, ...],
) -> SignedIn:
    """End the registration in its transaction: a session, the device, the consents, the invitation."""
    words = device_words(visit.user_agent)
    begun = sessions.begin(tx, person, slug=site.slug, device=words)
    device = make_known(tx, site, person, words)
    _record_consents(tx, (*(join.given.consents if join.given else ()), *agreed), client, person)
    count_cabinet(tx, join.account_id, client.id, join.registration)
    if join.invitation_id is not None:
        _use(tx, join, client)
    done = join.model_copy(update={"step": JoinStep.DONE, "version": join.version + 1})
    table.replace_join(tx, done, replacing=join)
    tx.commit()
    return SignedIn(person, begun.secret, device)


def _awaited(site: Site, secret: str) -> Join:
    join = read_join(site, secret)
    if join.step is not JoinStep.PASSWORD:
        raise out_of_turn(join.step)
    return join


def _client_of(join: Join) -> Client:
    client = clients.find_client(join.account_id, join.client_id or "")
    if client is None or client.blocked is not None:
        raise over()
    return client


def _known(join: Join, client: Client) -> Credentials | None:
    given = join.given
    if given is not None:
        return find_known(join, client, email=given.email, phone=given.phone)
    invitation = _invitation_of(join, client)
    return find_known(join, client, email=invitation.email, phone=invitation.phone)


def _to_tick(join: Join, client: Client) -> Mapping[Purpose, Offered]:
    """Return the consents that a prepared registration asks for: those that the client has not given to staff."""
    if join.registration is not Registration.PREPARED:
        return {}
    offered = offered_consents(accounts.load_account(join.account_id), join.language)
    given = {each.purpose for each in clients.consents_of(client).items if each.is_given}
    return {purpose: each for purpose, each in offered.items() if purpose not in given}


def _contacts_of(join: Join, client: Client) -> _Contacts:
    given, facts = join.given, client.facts
    if given is not None:
        name = " ".join(filter(None, (given.name.given_name, given.name.patronymic)))
        return _Contacts(name, given.phone, given.email, is_email_confirmed=True)
    invitation = _invitation_of(join, client)
    name = " ".join(filter(None, (facts.given_name, facts.patronymic)))
    is_free = area_table.find_login(join.account_id, LoginKind.EMAIL, invitation.email) is None
    return _Contacts(name, invitation.phone, invitation.email if is_free else "", is_email_confirmed=False)


def _person_of(join: Join, contacts: _Contacts, client: Client) -> AreaPerson:
    person = people.new_person(
        join.account_id,
        name=contacts.name,
        email=contacts.email or None,
        phone=contacts.phone,
        language=join.language,
        memberships=(_membership(client),),
        registration=join.registration,
    )
    changes: dict[str, object] = {} if contacts.is_email_confirmed else {"email_confirmed_at": None}
    if _restricts(join):
        changes["restricted_until"] = now() + RESTRICTED_FOR
    return person.model_copy(update=changes)


def _membership(client: Client) -> Membership:
    return Membership(kind=MembershipKind.HOLDER, client_id=client.id, role=MembershipRole.HOLDER)


def _restricts(join: Join) -> bool:
    return join.course is not None and join.course.restricts


def _record_consents(tx: Transaction, agreed: tuple[Agreed, ...], client: Client, person: AreaPerson) -> None:
    actor = actor_of(AreaMember(person.id))
    for each in agreed:
        clients.add_own_consent(
            tx, client, purpose=each.purpose, language=each.language, sha256=each.sha256, actor=actor
        )


def _invitation_of(join: Join, client: Client) -> Invitation:
    found = table.get_invitation(join.account_id, client.id, join.invitation_id or "")
    if found is None or not found.is_open(now()):
        raise over()
    return found


def _use(tx: Transaction, join: Join, client: Client) -> None:
    before = _invitation_of(join, client)
    used = before.model_copy(update={"used_at": now(), "version": before.version + 1})
    table.replace_invitation(tx, used, replacing=before)
