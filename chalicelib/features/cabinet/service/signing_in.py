"""Signing in to a cabinet: name, password, and a code from a device that is not known yet."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt, count_attempt_by_address, forgive_attempt
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid, QuotaExceeded
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.codes import Code, Purpose, masked
from chalicelib.features.cabinet.model import Waiting
from chalicelib.features.cabinet.refusals import CodeNeeded, code_ended, step_ended, wrong_password
from chalicelib.features.cabinet.service.coding import check_code, live_code, send_code, use_code
from chalicelib.features.cabinet.service.standing import renew
from chalicelib.frame.area.site import Site
from chalicelib.identity.area import sessions
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.logins import LoginName, login_hash, read_login
from chalicelib.identity.area.model import AreaPerson, KnownDevice
from chalicelib.identity.area.passwords import is_password_of
from chalicelib.identity.table import area as people

#: Wrong passwords of 15 minutes, for one name and from one address.
WRONG_PER_NAME, WRONG_PER_ADDRESS, WINDOW = 5, 20, 900
#: Attempts of any kind from one address in five minutes.
ATTEMPTS, ATTEMPTS_WINDOW = 60, 300
#: The time for typing a code.
STEP = timedelta(minutes=10)
#: Characters of a device's secret.
_SECRET_LENGTH = 43


class Visit(NamedTuple):
    """The browser that signs in: the secret of a known device, the address, and its User-Agent."""

    device: str
    address: str
    user_agent: str


class SignedIn(NamedTuple):
    """A new session: its secret, and that of the device if it was made known just now."""

    person: AreaPerson
    secret: str
    device: str = ""


class Step(NamedTuple):
    """A sign-in that waits for a code: its secret, and the contact that the code went to, masked."""

    secret: str
    to: str


def sign_in(site: Site, visit: Visit, *, login: str, password: str, code: str | None = None) -> SignedIn:
    """Sign a person in.

    Raises Unauthenticated with one text for all faults, CodeNeeded on a new device without a code, WrongCode, Gone,
    QuotaExceeded after too many tries, for right ones, too.
    """
    person = check_credentials(site, visit, login=login, password=password)
    if is_known(person, visit):
        return begin(site, person, visit)
    if code is None:
        raise CodeNeeded(send_sign_in_code(site, person))
    return begin(site, person, visit, code=_checked(person, code))


def start(site: Site, visit: Visit, *, login: str, password: str) -> SignedIn | Step:
    """Sign a person in, or keep the sign-in until its code is typed. Raises as `sign_in`."""
    person = check_credentials(site, visit, login=login, password=password)
    if is_known(person, visit):
        return begin(site, person, visit)
    to, secret = send_sign_in_code(site, person), secrets.token_urlsafe(32)
    waiting = Waiting(account_id=person.account_id, slug=site.slug, person_id=person.id, to=to, ends_at=now() + STEP)
    tx = Transaction()
    table.put_waiting(tx, sessions.digest(secret), waiting)
    tx.commit()
    return Step(secret, to)


def awaited(site: Site, secret: str) -> Waiting:
    """Return the sign-in that waits for a code. Raises Gone."""
    found = table.get_waiting(sessions.digest(secret)) if secret else None
    if found is None or found.slug != site.slug or found.account_id != site.account.id or now() >= found.ends_at:
        raise step_ended()
    return found


def finish(site: Site, visit: Visit, *, secret: str, code: str) -> SignedIn:
    """Sign the person of a waiting sign-in in by the code. Raises Gone, WrongCode."""
    waiting = awaited(site, secret)
    person = people.get_person(waiting.account_id, waiting.person_id)
    if person is None or not person.may_sign_in:
        raise step_ended()
    return begin(site, person, visit, code=_checked(person, code), waiting=sessions.digest(secret))


def send_again(site: Site, secret: str) -> str:
    """Send another code for a waiting sign-in; return the masked contact. Raises Gone, QuotaExceeded."""
    waiting = awaited(site, secret)
    person = people.get_person(waiting.account_id, waiting.person_id)
    if person is None:
        raise step_ended()
    return send_sign_in_code(site, person)


def check_credentials(site: Site, visit: Visit, *, login: str, password: str) -> AreaPerson:
    """Return the person with a name and a password; as many reads and one argon2id for unknown names, too.

    Tries are counted before they are looked at, and right ones are counted back.
    """
    account_id = site.account.id
    count_attempt_by_address("area-sign-in", visit.address, limit=ATTEMPTS, seconds=ATTEMPTS_WINDOW)
    name = read_login(login, countries=site.account.sms.countries)
    by_name, by_address = f"{account_id}#{subject_of(account_id, name, login)}", f"{account_id}#{visit.address}"
    count_attempt("area-password", by_name, limit=WRONG_PER_NAME, seconds=WINDOW)
    count_attempt("area-password-address", by_address, limit=WRONG_PER_ADDRESS, seconds=WINDOW)
    person_id = people.find_login(account_id, name.kind, name.name) if name else None
    found = people.get_credentials(account_id, person_id or "per_nobody")
    is_right = is_password_of(found.password_hash if found else "", password)
    if found is None or not is_right or not found.person.may_sign_in:
        raise wrong_password()
    forgive_attempt("area-password", by_name, seconds=WINDOW)
    forgive_attempt("area-password-address", by_address, seconds=WINDOW)
    return found.person


def subject_of(account_id: str, name: LoginName | None, typed: str) -> str:
    """Return the hash by which tries for a name are counted, also for text that is no name."""
    if name is not None:
        return login_hash(account_id, name.kind, name.name)
    return hashlib.sha256(typed.encode()).hexdigest()


def is_known(person: AreaPerson, visit: Visit) -> bool:
    """Return True if a person has signed in on a device with a code, not too long ago."""
    if not visit.device:
        return False
    device = people.get_device(person.account_id, person.id, sessions.digest(visit.device))
    return device is not None and now() < device.until


def send_sign_in_code(site: Site, person: AreaPerson) -> str:
    """Send a code to the phone, else to the e-mail; return it masked. None is sent right after another one."""
    sent = live_code(person.account_id, person.id, Purpose.SIGN_IN)
    if sent is not None and sent.seconds_until_next(now()):
        return masked(sent.channel, sent.to)
    email = person.email if person.email_confirmed_at else None
    pairs: list[tuple[Channel, str | None]] = [("sms", person.phone), ("email", email)]
    contacts = [(channel, to) for channel, to in pairs if to]
    if not contacts:
        raise wrong_password()
    for channel, to in contacts[:-1]:
        try:
            return _send(site, person, channel, to)
        except (Invalid, QuotaExceeded):  # suppressed, or over a quota of SMS: the other contact is left
            continue
    return _send(site, person, *contacts[-1])


def begin(
    site: Site, person: AreaPerson, visit: Visit, *, code: Code | None = None, waiting: str | None = None
) -> SignedIn:
    """Begin a session; with a checked code, make the device known. `waiting`: the step that ends with it."""
    tx = Transaction()
    words = device_words(visit.user_agent)
    begun = sessions.begin(tx, person, slug=site.slug, device=words)
    device = ""
    if code is not None:
        use_code(tx, code)
        renew(tx, person, code.channel, code.to)
        device = make_known(tx, site, person, words, secret=visit.device)
    if waiting is not None:
        table.delete_waiting(tx, waiting)
    tx.commit()
    return SignedIn(person, begun.secret, device)


def make_known(tx: Transaction, site: Site, person: AreaPerson, words: str, *, secret: str = "") -> str:
    """Make a device known for the account's number of days, and return its secret.

    A browser that has a secret keeps it: it may be known for another person, too.
    """
    secret, moment = secret if len(secret) == _SECRET_LENGTH else secrets.token_urlsafe(32), now()
    until = moment + timedelta(days=site.settings.device_days)
    device = KnownDevice(sha256=sessions.digest(secret), device=words, known_at=moment, until=until)
    people.put_device(tx, person.account_id, person.id, device)
    return secret


def _send(site: Site, person: AreaPerson, channel: Channel, to: str) -> str:
    language = person.language
    send_code(site.account, person.id, purpose=Purpose.SIGN_IN, channel=channel, to=to, language=language)
    return masked(channel, to)


def _checked(person: AreaPerson, typed: str) -> Code:
    sent = live_code(person.account_id, person.id, Purpose.SIGN_IN)
    if sent is None:
        raise code_ended()
    return check_code(person.account_id, person.id, purpose=sent.purpose, channel=sent.channel, typed=typed)
