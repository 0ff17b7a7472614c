"""Shared parts of the forms of a process's documents and deadlines."""

from collections.abc import Collection

from pydantic import BaseModel, ValidationError

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.process_rules import wrong_process
from chalicelib.features.claims.processes import ClaimProcess, SlotRule
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.labels import labels_of
from chalicelib.frame.console.numbers import whole_number
from chalicelib.frame.console.saving import LABEL_NEEDED, SettingsForm, check_part, with_stand_ins

_TAKEN = N_("{code} is here twice.")
#: Stand for required values that could not be read, while the others are checked.
_STAND_INS = {"code": "unreadable", "labels": {"en": "-"}, "count": 0, "after": "complete_at"}

type Part = SlotRule | DeadlineRule


class PartForm(SettingsForm):
    """A document or a deadline as it is typed; its place is its number in the list."""

    do: str = ""
    label_ru: str = ""
    label_es: str = ""
    label_en: str = ""
    when: str = ""
    unless: str = ""
    place: str = ""


def part_code(form: PartForm, known: Part | None, taken: Collection[str], *, fallback: str) -> str:
    """Return the code of a saved part, the typed one, or the one that its label suggests."""
    if known is not None:
        return known.code
    return form.code.strip() or proposed(first_label(labels_of(form), LANGUAGES), taken=taken, fallback=fallback)


def typed_labels(form: PartForm, language: Language) -> dict[Language, str]:
    """Return the typed labels; a dash stands for none."""
    return labels_of(form) or {language: "-"}


def lacking_of(
    form: PartForm, known: Part | None, taken: Collection[str], count: int, language: Language
) -> tuple[FieldError, ...]:
    """Return the errors that only a form has: no label, a code that is taken, no such place. `count`: of parts now."""
    lacking = [] if labels_of(form) else [FieldError(f"/labels/{language}", LABEL_NEEDED)]
    if known is None and form.code.strip() in taken:
        lacking.append(FieldError("/code", _TAKEN, {"code": form.code.strip()}))
    found = Findings()
    found.add(lacking)
    found.attempt(lambda: place_of(form, count + (known is None)), otherwise=1)
    return found.errors


def place_of(form: PartForm, most: int) -> int:
    """Return the typed place in the list, from 1 on. Raises Invalid at `/place`."""
    return whole_number(form.place, (1, most), at="/place")


def check_part_of(process: ClaimProcess, kind: type[Part], body: BaseModel, field: str) -> None:
    """Raise Invalid with the errors that a part has within its process, with pointers into it."""
    unread = {name: value for name, value in _STAND_INS.items() if name in type(body).model_fields}
    try:
        part = kind.model_validate(with_stand_ins(body, **unread).model_dump())
    except ValidationError:  # too little could be read
        return
    parts = with_part(getattr(process, field), part)
    changed = process.model_copy(update={field: parts})
    check_part(lambda: _demand_right(changed), at=f"/{field}/{parts.index(part)}")


def with_part[P: Part](parts: tuple[P, ...], part: P, place: int | None = None) -> tuple[P, ...]:
    """Return parts with this one in the place of that with its code, or at a place from 1 on."""
    others = [each for each in parts if each.code != part.code]
    present = next((number for number, each in enumerate(parts) if each.code == part.code), len(others))
    others.insert(present if place is None else place - 1, part)
    return tuple(others)


def _demand_right(process: ClaimProcess) -> None:
    errors = list(wrong_process(process, at=""))
    if errors:
        raise Invalid(errors)
