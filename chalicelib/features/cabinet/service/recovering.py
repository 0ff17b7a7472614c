"""Recovery of access: codes to the e-mail and to the phone together, for a new password.

A phone alone recovers nothing: numbers are given to other people. People of companies, whose access an e-mail opened,
get a link instead where codes can't recover it. The answers for unknown names are the same.
"""

import secrets
from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt, count_attempt_by_address
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Findings, Invalid, QuotaExceeded
from chalicelib.base.ids import new_id
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.codes import Code, Purpose
from chalicelib.features.cabinet.model import Recovery
from chalicelib.features.cabinet.refusals import WrongCode, step_ended
from chalicelib.features.cabinet.service import telling
from chalicelib.features.cabinet.service.coding import check_code, queue_code, use_code
from chalicelib.features.cabinet.service.password_links import OWN_LIFE, may_get_link, queue_link
from chalicelib.features.cabinet.service.signing_in import SignedIn, Visit, make_known, subject_of
from chalicelib.features.cabinet.service.standing import is_stale
from chalicelib.frame.area.site import Site
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.logins import read_login
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.area.passwords import check_password
from chalicelib.identity.table import area as area_table

#: Recoveries of an hour from one address, and for one name.
PER_ADDRESS, PER_NAME, WINDOW = 20, 3, 3600
STEP = timedelta(minutes=15)
_POINTERS: dict[Channel, str] = {"email": "/email_code", "sms": "/sms_code"}


class Typed(NamedTuple):
    """The typed codes, and the new password."""

    email_code: str
    sms_code: str
    password: str


def begin_recovery(site: Site, visit: Visit, *, login: str) -> str:
    """Begin a recovery and return its secret, for unknown names, too. Raises QuotaExceeded.

    Codes go to the e-mail and the phone of a person who has both, and has confirmed the phone not too long ago. A
    person of companies alone gets a link otherwise, any other one an e-mail that tells whom to call.
    """
    account_id = site.account.id
    count_attempt_by_address("area-recovery", visit.address, limit=PER_ADDRESS, seconds=WINDOW)
    name = read_login(login, countries=site.account.sms.countries)
    by_name = f"{account_id}#{subject_of(account_id, name, login)}"
    count_attempt("area-recovery-name", by_name, limit=PER_NAME, seconds=WINDOW)
    person_id = area_table.find_login(account_id, name.kind, name.name) if name else None
    person = area_table.get_person(account_id, person_id or "per_nobody")
    secret = secrets.token_urlsafe(32)
    try:
        _write(site, person, secret)
    except (Invalid, QuotaExceeded):  # suppressed, or over a quota: nobody who asks may see that
        _write(site, None, secret)
    return secret


def finish_recovery(site: Site, visit: Visit, secret: str, typed: Typed) -> SignedIn:
    """Set a new password by both codes, end all sessions and begin one. Raises Invalid at all fields, Gone."""
    recovery = _awaited(site, secret)
    found = Findings()
    with found:
        check_password(typed.password)
    codes = [_checked(recovery, "email", typed.email_code, found), _checked(recovery, "sms", typed.sms_code, found)]
    found.demand_none()
    before = area_table.get_credentials(recovery.account_id, recovery.person_id or "per_nobody")
    if before is None or not before.person.may_sign_in:
        raise step_ended()
    person = before.person
    check_password(typed.password, contacts=tuple(filter(None, (person.email, person.phone))))
    tx = Transaction()
    for code in filter(None, codes):
        use_code(tx, code)
    changed = people.change(tx, before, {}, password=typed.password)
    table.delete_recovery(tx, sessions.digest(secret))
    telling.tell(tx, person, "password_changed")
    words = device_words(visit.user_agent)
    begun = sessions.begin(tx, changed, slug=site.slug, device=words)
    device = make_known(tx, site, changed, words, secret=visit.device)
    tx.commit()
    return SignedIn(changed, begun.secret, device)


def can_recover(person: AreaPerson) -> bool:
    """Return True if codes can recover the access of a person."""
    has_email = bool(person.email) and person.email_confirmed_at is not None
    has_phone = bool(person.phone) and not is_stale(person, "sms")
    return person.may_sign_in and has_email and has_phone


def _write(site: Site, person: AreaPerson | None, secret: str) -> None:
    able = person if person is not None and can_recover(person) else None
    recovery = Recovery(
        id=new_id("rec"),
        account_id=site.account.id,
        slug=site.slug,
        person_id=able.id if able else None,
        ends_at=now() + STEP,
    )
    tx = Transaction()
    table.put_recovery(tx, sessions.digest(secret), recovery)
    language = able.language if able else site.account.language
    contacts: dict[Channel, str | None] = {
        "email": able.email if able else None,
        "sms": able.phone if able else None,
    }
    for channel, to in contacts.items():
        purpose = Purpose.RECOVERY
        queue_code(tx, site.account, recovery.id, purpose=purpose, channel=channel, to=to or "", language=language)
    if person is not None and able is None:
        _tell_otherwise(tx, person)
    tx.commit()


def _tell_otherwise(tx: Transaction, person: AreaPerson) -> None:
    """Queue a link for a person of companies, for others an e-mail that tells whom to call."""
    if may_get_link(person):
        queue_link(tx, person, life=OWN_LIFE, is_own=True)
    else:
        telling.tell(tx, person, "recovery_by_staff")


def _awaited(site: Site, secret: str) -> Recovery:
    found = table.get_recovery(sessions.digest(secret)) if secret else None
    if found is None or found.slug != site.slug or found.account_id != site.account.id or now() >= found.ends_at:
        raise step_ended()
    return found


def _checked(recovery: Recovery, channel: Channel, typed: str, found: Findings) -> Code | None:
    """Return a code if it was typed rightly; else note the error at its field."""
    purpose = Purpose.RECOVERY
    try:
        return check_code(recovery.account_id, recovery.id, purpose=purpose, channel=channel, typed=typed)
    except WrongCode as wrong:
        found.add(each._replace(pointer=_POINTERS[channel]) for each in wrong.errors)
    return None
