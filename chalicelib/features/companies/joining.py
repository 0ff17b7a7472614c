"""Accepting an invitation: a new person chooses a password, one who has access in this account types theirs.

The link came to the e-mail, which so is confirmed.
"""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.languages import Language
from chalicelib.features.cabinet.events import publish
from chalicelib.features.cabinet.joining.refusals import TAKEN, EmailTaken
from chalicelib.features.cabinet.joining.service.inviting import LINK_UNKNOWN
from chalicelib.features.cabinet.service.own import check_present
from chalicelib.features.cabinet.service.signing_in import SignedIn, Visit, make_known
from chalicelib.features.companies import table
from chalicelib.features.companies.inviting import find_company
from chalicelib.features.companies.model import Invitation
from chalicelib.frame.area.site import Site
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.model import AreaPerson, Credentials, LoginKind, PersonState, Registration
from chalicelib.identity.area.passwords import check_password, hash_password
from chalicelib.identity.table import area as area_table

#: Looks at links, and tries to accept, from an address in an hour.
_LOOKS, _TRIES, _HOUR = 120, 30, 3600


class Opened(NamedTuple):
    """An invitation that opens, with the name of the company, and the person who has the e-mail already."""

    invitation: Invitation
    company: str
    known: Credentials | None


def open_invitation(site: Site, token: str, *, address: str) -> Opened:
    """Return the invitation of a link; changes nothing. Raises LinkUnknown, QuotaExceeded."""
    count_attempt_by_address("company-invitation", address, limit=_LOOKS, seconds=_HOUR)
    return _opened(site, token)


def accept(site: Site, token: str, visit: Visit, *, password: str, language: Language) -> SignedIn:
    """Make the person, or add the company to those of a known one, and begin a session.

    Raises LinkUnknown, Invalid at `/password`, EmailTaken, QuotaExceeded.
    """
    count_attempt_by_address("company-accept", visit.address, limit=_TRIES, seconds=_HOUR)
    opened = _opened(site, token)
    if opened.known is not None:
        check_present(opened.known, password, pointer="/password")
        return retry_stale(lambda: _add(site, token, visit))
    check_password(password, contacts=(opened.invitation.email,))
    hashed = hash_password(password)
    return retry_stale(lambda: _register(site, token, visit, hashed, language))


def _opened(site: Site, token: str) -> Opened:
    """Return an invitation that opens. Raises LinkUnknown for all others, with one text."""
    found = table.find_by_token(site.account.id, token)
    company = find_company(site.account.id, found.client_id) if found else None
    if found is None or company is None or not found.is_open(now()):
        raise LinkUnknown(LINK_UNKNOWN)
    person_id = area_table.find_login(found.account_id, LoginKind.EMAIL, found.email)
    known = area_table.get_credentials(found.account_id, person_id) if person_id else None
    if known is not None and known.person.state is not PersonState.ACTIVE:
        raise LinkUnknown(LINK_UNKNOWN)
    return Opened(found, company.shown_name, known)


def _register(site: Site, token: str, visit: Visit, hashed: str, language: Language) -> SignedIn:
    invitation, tx = _opened(site, token).invitation, Transaction()
    person = people.new_person(
        invitation.account_id,
        name=invitation.name,
        email=invitation.email,
        phone=None,
        language=language,
        memberships=(invitation.membership,),
        registration=Registration.COMPANY,
    )
    area_table.insert_person(tx, person, password_hash=hashed, taken={LoginKind.EMAIL: lambda _: EmailTaken(TAKEN)})
    publish(tx, person, "area.registered")
    return _begin(tx, site, visit, person, invitation)


def _add(site: Site, token: str, visit: Visit) -> SignedIn:
    opened, tx = _opened(site, token), Transaction()
    if opened.known is None:
        raise LinkUnknown(LINK_UNKNOWN)
    invitation, person = opened.invitation, opened.known.person
    wanted = invitation.membership
    others = [each for each in person.memberships if (each.client_id, each.kind) != (wanted.client_id, wanted.kind)]
    after = people.change(tx, opened.known, {"memberships": (*others, wanted), "email_confirmed_at": now()})
    publish(tx, after, "area.joined", client_id=wanted.client_id)
    return _begin(tx, site, visit, after, invitation)


def _begin(tx: Transaction, site: Site, visit: Visit, person: AreaPerson, invitation: Invitation) -> SignedIn:
    """Use the invitation up in the transaction of the person: a session, and a known device."""
    words = device_words(visit.user_agent)
    begun = sessions.begin(tx, person, slug=site.slug, device=words)
    device = make_known(tx, site, person, words, secret=visit.device)
    used = invitation.model_copy(update={"used_at": now(), "version": invitation.version + 1})
    table.put_invitation(tx, used, replacing=invitation)
    tx.commit()
    return SignedIn(person, begun.secret, device)
