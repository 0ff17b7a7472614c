"""The last step: a password makes the person of the client area, and begins the session."""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.cabinet.joining.model import RESTRICTED_FOR, Invitation, Join, JoinStep
from chalicelib.features.cabinet.joining.refusals import TAKEN, EmailTaken, out_of_turn, over
from chalicelib.features.cabinet.joining.service import limits
from chalicelib.features.cabinet.joining.service.starting import read_join
from chalicelib.features.cabinet.service.signing_in import SignedIn, Visit, make_known
from chalicelib.features.cabinet.service.standing import release_phone
from chalicelib.features.cabinet.table import joining as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.frame.area.site import Site
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.model import AreaMember, AreaPerson, LoginKind, Membership
from chalicelib.identity.area.passwords import check_password, hash_password
from chalicelib.identity.area.permissions import MembershipKind, MembershipRole
from chalicelib.identity.principals import actor_of
from chalicelib.identity.table import area as area_table


class _Contacts(NamedTuple):
    """The name and contacts of a person, and whether the e-mail was confirmed by a code."""

    name: str
    phone: str
    email: str
    is_email_confirmed: bool


def finish(site: Site, secret: str, visit: Visit, *, password: str) -> SignedIn:
    """Register the person with a password, begin a session, and make the device known.

    Raises Invalid, Gone, Conflict, EmailTaken.
    """
    limits.count_step(visit.address)
    join = read_join(site, secret)
    if join.step is not JoinStep.PASSWORD:
        raise out_of_turn(join.step)
    contacts = _contacts_of(join, _client_of(join))
    check_password(password, contacts=(contacts.phone, contacts.email))
    hashed = hash_password(password)
    release_phone(join.account_id, contacts.phone)
    return retry_stale(lambda: _finish(site, secret, visit, hashed))


def _finish(site: Site, secret: str, visit: Visit, hashed: str) -> SignedIn:
    join = read_join(site, secret)
    if join.step is not JoinStep.PASSWORD:
        raise out_of_turn(join.step)
    client = _client_of(join)
    person = _person_of(join, _contacts_of(join, client), client)
    tx = Transaction()
    area_table.insert_person(tx, person, password_hash=hashed, taken={LoginKind.EMAIL: lambda _: EmailTaken(TAKEN)})
    words = device_words(visit.user_agent)
    begun = sessions.begin(tx, person, slug=site.slug, device=words)
    device = make_known(tx, site, person, words)
    _record_consents(tx, join, client, person)
    if join.invitation_id is not None:
        _use(tx, join, client)
    done = join.model_copy(update={"step": JoinStep.DONE, "version": join.version + 1})
    table.replace_join(tx, done, replacing=join)
    tx.commit()
    return SignedIn(person, begun.secret, device)


def _client_of(join: Join) -> Client:
    client = clients.find_client(join.account_id, join.client_id or "")
    if client is None or client.blocked is not None:
        raise over()
    return client


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
    membership = Membership(kind=MembershipKind.HOLDER, client_id=client.id, role=MembershipRole.HOLDER)
    person = people.new_person(
        join.account_id,
        name=contacts.name,
        email=contacts.email or None,
        phone=contacts.phone,
        language=join.language,
        memberships=(membership,),
        registration=join.registration,
    )
    changes: dict[str, object] = {} if contacts.is_email_confirmed else {"email_confirmed_at": None}
    if join.course is not None and join.course.restricts:
        changes["restricted_until"] = now() + RESTRICTED_FOR
    return person.model_copy(update=changes)


def _record_consents(tx: Transaction, join: Join, client: Client, person: AreaPerson) -> None:
    agreed = join.given.consents if join.given else ()
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
