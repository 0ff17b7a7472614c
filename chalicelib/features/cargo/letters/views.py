"""Letters as answers of the API show them."""

from chalicelib.base.languages import Language
from chalicelib.features.cargo.letters.model import Draft, Offered
from chalicelib.features.cargo.letters.schemas import CarrierLetterDraft, CarrierLetterList, CarrierLetterSummary
from chalicelib.features.cargo.letters.words import in_words
from chalicelib.features.claims.model import Claim


def list_view(claim: Claim, letters: list[Offered], language: Language) -> CarrierLetterList:
    """Return the letters of a claim with the ends of their deadlines."""
    return CarrierLetterList(items=[_summary(claim, each, language) for each in letters])


def draft_view(found: Draft) -> CarrierLetterDraft:
    """Return a draft with its text and the facts that it marks."""
    return CarrierLetterDraft(
        code=found.kind, language=found.language, title=found.title, text=found.text, missing=list(found.missing)
    )


def _summary(claim: Claim, letter: Offered, language: Language) -> CarrierLetterSummary:
    said, due = in_words(claim, letter, language), letter.due
    return CarrierLetterSummary(
        code=letter.kind,
        title=said.title,
        last_day=due.deadline.last_day if due else None,
        state=due.deadline.state if due else None,
        law=said.law,
        effect=said.effect,
        sent_at=letter.sent_at,
    )
