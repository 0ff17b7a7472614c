"""The letters that a claim may need, by its deadlines."""

from collections.abc import Sequence

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.features.cargo.letters.model import LetterKind, Offered
from chalicelib.features.claims.deadlines.service import Known, deadlines_of
from chalicelib.features.claims.facts import RESERVATIONS
from chalicelib.features.claims.model import Claim

_NO_LETTER = N_("The claim has no such letter.")
_RESERVATIONS = tuple(each for each in LetterKind if each is not LetterKind.CLAIM)


def letters_of(claim: Claim) -> list[Offered]:
    """Return the letters of a claim: reservations with a deadline under its law, and the claim. One Query."""
    return offered(claim, deadlines_of(claim))


def offered(claim: Claim, known: Sequence[Known]) -> list[Offered]:
    """Return the letters of a claim with these deadlines, in the order in which they are due."""
    found = {kind: each for each in known if (kind := _kind_of(each)) is not None}
    reservations = [_reservation(claim, kind, found[kind]) for kind in _RESERVATIONS if kind in found]
    bar = next((each for each in known if "sued_at" in each.rule.met_by and each.deadline.last_day), None)
    return [*reservations, Offered(LetterKind.CLAIM, bar, claim.facts.claimed_at, "claimed_at")]


def find_letter(claim: Claim, code: str) -> Offered:
    """Return the letter of a code. Raises NotFound for one that the claim does not have."""
    found = next((each for each in letters_of(claim) if each.kind == code), None)
    if found is None:
        raise NotFound(_NO_LETTER)
    return found


def _reservation(claim: Claim, kind: LetterKind, due: Known) -> Offered:
    """Return a reservation: the first fact that meets its deadline notes it, the earliest noted one is its sending."""
    facts = _facts_of(due)
    sent = (getattr(claim.facts, name) for name in facts)
    return Offered(kind, due, min(filter(None, sent), default=None), facts[0])


def _facts_of(known: Known) -> list[str]:
    """Return the names of the facts of reservations that meet a deadline, its own before that of all at once."""
    return [name for name in known.rule.met_by if name in RESERVATIONS]


def _kind_of(known: Known) -> LetterKind | None:
    """Return the reservation that meets a deadline; codes of rules may begin with their law: `cmr_hidden`."""
    if not _facts_of(known):
        return None
    last = known.rule.code.rpartition("_")[2]
    return next((each for each in _RESERVATIONS if each == last), None)
