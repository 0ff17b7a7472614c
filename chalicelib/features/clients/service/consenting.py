"""Consents of clients: recorded to the account's present text, withdrawn at any time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings, NotFound
from chalicelib.base.ids import new_id
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.base.observability import log
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import Channel, Consent, Purpose
from chalicelib.features.clients.service.changing import demand_own
from chalicelib.features.clients.service.reading import read_client, with_standing
from chalicelib.features.clients.service.recording import note
from chalicelib.features.clients.settings import ClientSettings, ConsentText
from chalicelib.features.clients.table import consents
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The time in which data are to be destroyed after a withdrawal, unless a law keeps them (152-FZ, art. 21 (5)).
ERASE_WITHIN = timedelta(days=30)


class NewConsent(NamedTuple):
    """A consent to record; without a language in the client's, without a moment now."""

    purpose: Purpose
    channel: Channel
    language: Language | None = None
    given_at: datetime | None = None


class Consents(NamedTuple):
    """The consents of a client, the newest first, with their texts by hash."""

    items: Sequence[Consent]
    texts: dict[str, str]


def record_consent(caller: Caller, client_id: str, new: NewConsent) -> Consent:
    """Record a consent to the present text of its purpose. Raises Invalid, NotFound, Conflict."""
    client = read_client(caller, client_id)
    demand_own(with_standing(client))
    text = _text_for(accounts.load_account(caller.account_id), client, new)
    moment = now()
    consent = Consent(
        id=new_id("con"),
        purpose=new.purpose,
        language=text.language,
        version=text.version,
        sha256=text.sha256,
        channel=new.channel,
        given_at=new.given_at or moment,
        recorded_at=moment,
        actor=caller.actor,
    )
    tx = Transaction()
    consents.append_consent(tx, client.account_id, client.id, consent, text=text.text)
    table.check_usable(tx, client.account_id, client.id)
    note(tx, client, actor=caller.actor, type="consent_given", purpose=new.purpose)
    tx.commit()
    return consent


def add_own_consent(
    tx: Transaction, client: Client, *, purpose: str, language: Language, sha256: str, actor: str
) -> None:
    """Record a consent that the client has ticked on a page, in a transaction of others.

    One to a text that was replaced within the hour is dropped: nobody has agreed to the present one.
    """
    wanted = Purpose(purpose)
    present = sections.show(client.account_id, ClientSettings).value.find_text(wanted, language)
    said = present.text if present and present.sha256 == sha256 else None
    if present is None or said is None:
        log("warning", "consent to a former text", account_id=client.account_id, reason=purpose)
        return
    moment = now()
    consent = Consent(
        id=new_id("con"),
        purpose=wanted,
        language=language,
        version=present.version,
        sha256=sha256,
        channel="web",
        given_at=moment,
        recorded_at=moment,
        actor=actor,
    )
    consents.append_consent(tx, client.account_id, client.id, consent, text=said)
    note(tx, client, actor=actor, type="consent_given", purpose=wanted)


def has_consented(client: Client, purpose: Purpose) -> bool:
    """Return True if a client has given a consent and not withdrawn it: one Query."""
    found = consents.list_consents(client.account_id, client.id)
    return any(each.is_given and each.purpose is purpose for each in found)


def check_consent(caller: Caller, client_id: str, new: NewConsent) -> None:
    """Raise Invalid with everything that recording the consent would be refused for; nothing is written."""
    _text_for(accounts.load_account(caller.account_id), read_client(caller, client_id), new)


def withdraw_consent(caller: Caller, client_id: str, consent_id: str, *, reason: str) -> Consent:
    """Withdraw a consent. Idempotent: a withdrawn one stays as it is. Raises NotFound."""
    return _withdraw(read_client(caller, client_id), consent_id, actor=caller.actor, reason=reason)


def withdraw_own_consents(client: Client, purpose: Purpose, *, actor: str, reason: str = "") -> None:
    """Withdraw all consents for a purpose that a client has given; the client does so on a page. Idempotent."""
    for each in consents.list_consents(client.account_id, client.id):
        if each.is_given and each.purpose is purpose:
            _withdraw(client, each.id, actor=actor, reason=reason)


def list_consents(caller: Caller, client_id: str) -> Consents:
    """Return the consents of a client that the caller sees. Raises NotFound."""
    return consents_of(read_client(caller, client_id))


def consents_of(client: Client) -> Consents:
    """Return the consents of a client with their texts: one Query and one BatchGetItem."""
    found = consents.list_consents(client.account_id, client.id)
    return Consents(found[::-1], consents.get_texts(client.account_id, (each.sha256 for each in found)))


def erasure_is_due_by(items: Sequence[Consent]) -> datetime | None:
    """Return the moment by which data are to be erased: the consent to their processing was withdrawn."""
    processing = [each for each in items if each.purpose is Purpose.PERSONAL_DATA]
    if not processing or any(each.is_given for each in processing):
        return None
    return max(each.withdrawn_at for each in processing if each.withdrawn_at) + ERASE_WITHIN


def present_texts(account: Account, client: Client) -> dict[Purpose, ConsentText]:
    """Return the texts that a client can consent to, in its language or else another one of the account."""
    settings = sections.show(account.id, ClientSettings).value
    wanted = dict.fromkeys((client.facts.language or account.language, *LANGUAGES))
    texts = {
        purpose: next((text for each in wanted if (text := settings.find_text(purpose, each)) and text.text), None)
        for purpose in Purpose
    }
    return {purpose: text for purpose, text in texts.items() if text is not None}


def _withdraw(client: Client, consent_id: str, *, actor: str, reason: str) -> Consent:
    def withdraw() -> Consent:
        consent = consents.get_consent(client.account_id, client.id, consent_id)
        if consent is None:
            raise NotFound(N_("This client has no such consent."))
        if not consent.is_given:
            return consent
        moment = now()
        withdrawn = {"withdrawn_at": moment, "withdrawn_by": actor, "withdrawal_reason": line(reason) or None}
        after = consent.model_copy(update=withdrawn)
        tx = Transaction()
        consents.withdraw_consent(tx, client.account_id, client.id, after, at=moment, otherwise=stale)
        table.check_there(tx, client)
        note(tx, client, actor=actor, type="consent_withdrawn", purpose=consent.purpose)
        tx.commit()
        return after

    return retry_stale(withdraw)


def _text_for(account: Account, client: Client, new: NewConsent) -> ConsentText:
    """Return the text that a consent is to. Raises Invalid with everything that is wrong."""
    found = Findings()
    settings = sections.show(account.id, ClientSettings).value
    language = new.language or client.facts.language or account.language
    text, others = settings.find_text(new.purpose, language), settings.languages_of(new.purpose)
    if not others:
        found.add(
            [
                FieldError(
                    "/purpose",
                    N_(
                        "Nothing is written that people could consent to for this purpose. "
                        "An administrator writes it under Settings, Clients."
                    ),
                )
            ]
        )
    elif text is None or not text.text:
        listed = ", ".join(others)
        found.add(
            [FieldError("/language", N_("The text of this consent is written in: {languages}."), {"languages": listed})]
        )
    if new.given_at is not None:
        found.add(_wrong_moment(account, new.given_at, text))
    found.demand_none()
    assert text is not None  # noqa: S101 - for the type checker
    return text


def _wrong_moment(account: Account, given_at: datetime, text: ConsentText | None) -> list[FieldError]:
    if given_at > now() + timedelta(minutes=5):
        return [FieldError("/given_at", N_("Must not be later than now."))]
    if text is not None and text.text and given_at.astimezone(account.zone).date() < text.since:
        message = N_("The present text is in use since {day}: an earlier consent was to another text.")
        return [FieldError("/given_at", message, {"day": text.since.isoformat()})]
    return []
