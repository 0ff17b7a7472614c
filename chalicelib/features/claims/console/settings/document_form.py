"""The form of a document that claims need, and the rule that it says."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_, Language
from chalicelib.features.claims.console.settings import conditions
from chalicelib.features.claims.console.settings.part_form import (
    PartForm,
    check_part_of,
    lacking_of,
    part_code,
    typed_labels,
)
from chalicelib.features.claims.process_bodies import SlotBody
from chalicelib.features.claims.processes import ClaimProcess, SlotRule
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.labels import label_fields, labels_of, place_of_labels
from chalicelib.frame.console.numbers import typed_amount, written
from chalicelib.frame.console.saving import state_of

UNREAD = N_("These lines cannot be read: {lines}. Write a fact, an equals sign and its values, as in the list below.")
NEEDS: Mapping[str, str] = {
    "required": N_("Required"),
    "one_of": N_("One document of its group is enough"),
    "optional": N_("Optional"),
    "payment": N_("Needed to accept a decision that pays, optional before"),
}
_TEXTS = ("why", "example")
_PLACES: Mapping[str, str] = {
    **place_of_labels(),
    "/code": "code",
    **{at: name for each in _TEXTS for at, name in place_of_labels(f"/{each}", each).items()},
    "/need": "need",
    "/group": "group",
    "/min": "least",
    "/max": "most",
    "/photos": "photos",
    "/when": "when",
    "/unless": "unless",
    "/over": "over",
    "/within": "within",
    "/place": "place",
}


class DocumentForm(PartForm):
    """A document as it is typed."""

    why_ru: str = ""
    why_es: str = ""
    why_en: str = ""
    example_ru: str = ""
    example_es: str = ""
    example_en: str = ""
    need: str = "required"
    group: str = ""
    least: str = "1"
    most: str = "10"
    photos: str = ""
    over: str = ""
    within: str = ""


def form_of(slot: SlotRule | None, process: ClaimProcess, language: Language) -> DocumentForm:
    """Return the form of a document, conditions in words; an empty one of none."""
    if slot is None:
        return DocumentForm(base=state_of(None), place=str(len(process.slots) + 1))
    return DocumentForm(
        base=state_of(slot),
        code=slot.code,
        place=str(process.slots.index(slot) + 1),
        need=slot.need,
        group=slot.group or "",
        least=str(slot.min),
        most=str(slot.max),
        photos=slot.photos or "",
        when=conditions.written(slot.when, language),
        unless=conditions.written(slot.unless, language),
        over="" if slot.over is None else written(language, slot.over),
        within="" if slot.within is None else str(slot.within),
        **label_fields(slot.labels),
        **label_fields(slot.why, "why"),
        **label_fields(slot.example, "example"),
    )


def slot_of(form: DocumentForm, known: SlotRule | None, process: ClaimProcess, language: Language) -> SlotRule:
    """Return the typed document. Raises Invalid with all errors, with pointers into a document."""
    when, unless = conditions.read(form.when), conditions.read(form.unless)
    codes = {each.code for each in process.slots}
    typed: dict[str, Any] = {
        "code": part_code(form, known, codes, fallback="document"),
        "variant_of": known.variant_of if known is not None else None,
        "labels": typed_labels(form, language),
        "why": labels_of(form, "why"),
        "example": labels_of(form, "example"),
        "need": form.need,
        "group": (form.group.strip() or None) if form.need == "one_of" else None,
        "min": form.least.strip(),
        "max": form.most.strip(),
        "photos": form.photos.strip() or None,
        "when": when.conditions,
        "unless": unless.conditions,
        "over": typed_amount(form.over) or None,
        "within": form.within.strip() or None,
    }
    lacking = [*lacking_of(form, known, codes, len(process.slots), language)]
    for name, found in (("when", when), ("unless", unless)):
        if found.unread:
            lacking.append(FieldError(f"/{name}", UNREAD, {"lines": found.unread}))
    body = read_typed(
        SlotBody,
        typed,
        lacking=lacking,
        check=lambda part: check_part_of(process, SlotRule, part, "slots"),
    )
    return SlotRule.model_validate(body.model_dump())


def places_of(place: int) -> Mapping[str, str]:
    """Return the form's fields by pointer into a document, and into a process with this one at a place."""
    return {f"{before}{at}": name for before in ("", f"/slots/{place}") for at, name in _PLACES.items()}
