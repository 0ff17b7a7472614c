"""Links that set a new password, for people of companies who can't recover access by codes.

A link is of one person and ends at a time. Its secret is derived and never stored. It covers the present password and
e-mail: as soon as either changes, by this link or otherwise, it opens no more.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt, count_attempt_by_address
from chalicelib.aws.secret_keys import identity_key
from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, LinkUnknown
from chalicelib.base.languages import N_, text
from chalicelib.base.settings import settings
from chalicelib.features.cabinet.joining.service.inviting import LINK_UNKNOWN
from chalicelib.features.cabinet.service import telling
from chalicelib.features.cabinet.service.signing_in import SignedIn, Visit, make_known
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.clients.senders import send_email
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import Site, page_path
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.devices import device_words
from chalicelib.identity.area.model import AreaPerson, Credentials
from chalicelib.identity.area.passwords import check_password
from chalicelib.identity.table import area as area_table
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items, which the manifest names the courier of.
PASSWORD_LINK = "area_password_link"  # noqa: S105 - a kind
#: The life of a link that its person asked for, and of one that others sent: it may arrive in the evening.
OWN_LIFE, SENT_LIFE = timedelta(hours=1), timedelta(hours=24)
#: Links that others send to a person in a day; looks at links, and tries, from an address in an hour.
_PER_DAY, _DAY, _LOOKS, _TRIES, _HOUR = 5, 86_400, 120, 30, 3600
_ULID, _ENDS, _BYTES = 26, 8, 16
_SUBJECT = N_("{name}: a new password for your client area")
_ASKED = N_("Somebody asked for a new password for your client area. You act for a company, and set it by this link.")
_SENT = N_("An administrator of your company, or our staff, sent you this link to set a new password.")
_IGNORE = N_("If you don't need it, do nothing: your password stays as it is.")
_ASK = N_("The link works once, until {until}:")
_BUTTON = N_("Set a new password")
_WHY = N_("You get this e-mail because this address is that of your client area of {name}.")
_NO_ACCESS = N_("This person has no access. Restore it first.")
_POLICYHOLDER = N_(
    "This person has a cabinet of a policyholder, too: its password is recovered by codes to e-mail and phone together."
)
_NO_EMAIL = N_("E-mails to this person fail. Take the access away and invite the person by another e-mail.")


def may_get_link(person: AreaPerson) -> bool:
    """Return True for a person whose e-mail is all that opens the access: of companies, with a confirmed e-mail."""
    return person.may_sign_in and person.is_of_companies_alone and _takes_emails(person)


def send_link(person: AreaPerson) -> None:
    """Send a link to a person of companies, for somebody who may decide about the access.

    Raises Conflict for a person whom no link may reach, QuotaExceeded.
    """
    if not person.may_sign_in:
        raise Conflict(_NO_ACCESS, extra={"reason": "no-access"})
    if not person.is_of_companies_alone:
        raise Conflict(_POLICYHOLDER, extra={"reason": "policyholder"})
    if not _takes_emails(person) or is_suppressed(person.account_id, "email", person.email or ""):
        raise Conflict(_NO_EMAIL, extra={"reason": "no-email"})
    count_attempt("area-password-link", f"{person.account_id}#{person.id}", limit=_PER_DAY, seconds=_DAY)
    tx = Transaction()
    queue_link(tx, person, life=SENT_LIFE, is_own=False)
    tx.commit()


def queue_link(tx: Transaction, person: AreaPerson, *, life: timedelta, is_own: bool) -> None:
    """Queue the e-mail with a link, in the transaction of its reason. `is_own`: the person asked for it."""
    ends = int((now() + life).timestamp())
    ids = {"kind": PASSWORD_LINK, "channel": "email", "person_id": person.id, "ends": ends, "own": is_own}
    outbox.queue_message(tx, account_id=person.account_id, data=ids)


def send(item: OutboxItem) -> Outcome:
    """Send a link that has not ended, to a person who may get one still."""
    before = area_table.get_credentials(item.account_id, item.data["person_id"])
    slug, ends = area_settings(item.account_id).slug, datetime.fromtimestamp(int(item.data["ends"]), UTC)
    if before is None or not may_get_link(before.person) or not slug or now() >= ends:
        return Undeliverable(reason="not true any more")
    person = before.person
    if item.unknown > telling.UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "email", person.email or ""):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(item.account_id)
    language, name = person.language, account.shown_name
    letter = Letter(
        language=language,
        subject=text(language, _SUBJECT, name=name),
        paragraphs=tuple(text(language, each) for each in (_ASKED if item.data["own"] else _SENT, _IGNORE)),
        ask=text(language, _ASK, until=localized.moment(language, ends, account.zone)),
        button=text(language, _BUTTON),
        page=f"{settings().public_base_url}{page_path(slug, f'/password/{_token(before, ends)}')}",
        why=text(language, _WHY, name=name),
    )
    return send_email(account, render(account, letter), to=person.email or "", message_id=item.id)


def open_link(site: Site, token: str, *, address: str) -> AreaPerson:
    """Return the person of a link; changes nothing. Raises LinkUnknown, QuotaExceeded."""
    count_attempt_by_address("area-password-looks", address, limit=_LOOKS, seconds=_HOUR)
    return _opened(site, token).person


def set_password(site: Site, token: str, visit: Visit, *, password: str) -> SignedIn:
    """Set a new password, end all sessions and begin one. Raises LinkUnknown, Invalid at `/password`, QuotaExceeded."""
    count_attempt_by_address("area-password-tries", visit.address, limit=_TRIES, seconds=_HOUR)
    check_password(password, contacts=(_opened(site, token).person.email or "",))
    return retry_stale(lambda: _set(site, token, visit, password))


def _set(site: Site, token: str, visit: Visit, password: str) -> SignedIn:
    before, tx = _opened(site, token), Transaction()
    changed = people.change(tx, before, {"email_confirmed_at": now()}, password=password)
    telling.tell(tx, changed, "password_changed")
    words = device_words(visit.user_agent)
    begun = sessions.begin(tx, changed, slug=site.slug, device=words)
    device = make_known(tx, site, changed, words, secret=visit.device)
    tx.commit()
    return SignedIn(changed, begun.secret, device)


def _opened(site: Site, token: str) -> Credentials:
    """Return the person of a link that opens. Raises LinkUnknown for all others, with one text."""
    before = area_table.get_credentials(site.account.id, f"per_{token[:_ULID]}")
    ends = _ends_of(token)
    if before is None or ends is None or not may_get_link(before.person) or now() >= ends:
        raise LinkUnknown(LINK_UNKNOWN)
    if not hmac.compare_digest(_token(before, ends).encode(), token.encode()):
        raise LinkUnknown(LINK_UNKNOWN)
    return before


def _token(person: Credentials, ends: datetime) -> str:
    """Return the token of a link: person, end in seconds (hex), and the code over both and the password."""
    end = f"{int(ends.timestamp()):0{_ENDS}x}"
    known = person.person
    said = ("area-password", known.account_id, known.id, end, known.email or "", person.password_hash)
    mac = hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()[:_BYTES]
    return f"{known.id.partition('_')[2]}{end}{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def _ends_of(token: str) -> datetime | None:
    written = token[_ULID : _ULID + _ENDS]
    try:
        return datetime.fromtimestamp(int.from_bytes(bytes.fromhex(written)), UTC)
    except ValueError:
        return None


def _takes_emails(person: AreaPerson) -> bool:
    return bool(person.email) and person.email_confirmed_at is not None
