"""Use cases of letters: they are drafted for a reader, and noted as sent, which meets their deadline."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.features.cargo.letters.drafting import Subject, draft
from chalicelib.features.cargo.letters.model import USUAL_LANGUAGE, Draft, LetterKind, Offered
from chalicelib.features.cargo.letters.offering import find_letter
from chalicelib.features.claims import patching
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.clients.service.reading import find_client
from chalicelib.identity.model import Caller

_NO_DAY = N_("Write the day on which the letter went to the carrier, such as {example}.")
_LATER = N_("This day has not come yet: note the letter when it is sent.")
_BEFORE = N_("The goods were delivered on {day}: the letter can't have been sent before.")
_NOON = time(12)


def language_of(claim: Claim, wanted: str, reader: Language) -> Language:
    """Return the language of a letter: the wanted one, else that of letters under the law, else the reader's."""
    chosen = next((each for each in LANGUAGES if each == wanted), None)
    return chosen or USUAL_LANGUAGE.get(claim.law or "", reader)


def draft_letter(claim: Claim, code: str, language: Language, *, number: str) -> Draft:
    """Return the draft of a letter of a claim with a number. Raises NotFound for a letter that it does not have."""
    letter = find_letter(claim, code)
    client = find_client(claim.account_id, claim.client_id) if claim.client_id else None
    zone = zone_of(claim)
    article = letter.due.rule.law if letter.due and letter.kind is not LetterKind.CLAIM else ""
    subject = Subject(
        facts=claim.facts,
        sender=client.shown_name if client else "",
        law=claim.law,
        article=article,
        zone=zone,
        today=now().astimezone(zone).date(),
        number=number,
    )
    return draft(letter.kind, subject, language)


def note_sent(caller: Caller, claim: Claim, code: str, typed: str, *, version: int) -> Claim:
    """Note the day on which a letter went to the carrier; an earlier noted one stays. Raises NotFound, Invalid.

    Raises Conflict if the claim changed since `version`.
    """
    letter, zone = find_letter(claim, code), zone_of(claim)
    moment = datetime.combine(_day(claim, letter, typed, zone), _NOON, zone)
    known = (letter.sent_at, moment)
    earliest = min(each for each in known if each is not None)
    facts = {letter.fact: earliest.isoformat()}
    return patching.change_claim(caller, claim.id, patching.Changes(facts), version=version)


def check_sent(claim: Claim, code: str, typed: str) -> None:
    """Raise Invalid, at `/day`, for a day on which the letter can't have been sent. Raises NotFound."""
    _day(claim, find_letter(claim, code), typed, zone_of(claim))


def _day(claim: Claim, letter: Offered, typed: str, zone: ZoneInfo) -> date:
    today = now().astimezone(zone).date()
    try:
        day = read_date(typed)
    except ValueError as error:
        raise Invalid([FieldError("/day", _NO_DAY, {"example": today})]) from error
    if day > today:
        raise Invalid([FieldError("/day", _LATER)])
    delivered = claim.facts.delivered_at
    before = delivered.astimezone(zone).date() if delivered else None
    if before is not None and day < before and letter.kind is not LetterKind.CLAIM:
        raise Invalid([FieldError("/day", _BEFORE, {"day": before})])
    return day
