"""Settings: the documents that claims of a process need."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.console.settings import conditions
from chalicelib.features.claims.console.settings.document_form import NEEDS, DocumentForm, form_of, places_of, slot_of
from chalicelib.features.claims.console.settings.part_pages import PartPages, PartWords, blueprint_of
from chalicelib.features.claims.processes import ClaimProcess, SlotRule
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class PartLine(NamedTuple):
    """A document or a deadline in the list of its process."""

    code: str
    label: str
    facts: Sequence[str]


def document_lines(process: ClaimProcess, language: Language) -> list[PartLine]:
    """Return the documents of a process with their rules in words."""
    return [PartLine(each.code, each.label(language), _facts(each, language)) for each in process.slots]


def condition_facts(
    when: Mapping[str, Sequence[str]], unless: Mapping[str, Sequence[str]], language: Language
) -> list[str]:
    """Return conditions in words, each with its beginning."""
    said = ((N_("if: {conditions}"), when), (N_("not if: {conditions}"), unless))
    return [
        text(language, message, conditions="; ".join(conditions.written(each, language).splitlines()))
        for message, each in said
        if each
    ]


def _facts(slot: SlotRule, language: Language) -> list[str]:
    return [text(language, NEEDS[slot.need]), *condition_facts(slot.when, slot.unless, language)]


def _values(caller: Caller, _process: ClaimProcess, form: DocumentForm, language: Language) -> Mapping[str, Any]:
    account = accounts.load_account(caller.account_id)
    photos = {each.code: each.label(language) for each in account.known_categories}
    if form.photos and form.photos not in photos:
        photos[form.photos] = form.photos
    return {"needs": NEEDS, "photos": photos, "facts": conditions.FACTS, "fact_values": conditions.VALUES}


document_pages = blueprint_of(
    __name__,
    PartPages[SlotRule, DocumentForm](
        folder="documents",
        thing="document",
        field="slots",
        words=PartWords(
            removed=N_(
                "Somebody has removed this document meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one, or go back to the process."
            ),
            unknown=N_("The process has no such document."),
            question=N_("Delete this document?"),
            warning=N_("New claims do not ask for it. Claims that have begun keep it."),
            yes=N_("Delete"),
        ),
        form=DocumentForm,
        template="settings_claim_document.html",
        filled=form_of,
        read=slot_of,
        places=places_of,
        values=_values,
        notice="process_document_removed",
    ),
)
