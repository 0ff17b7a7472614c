"""The form of a process and its fields. Rows come, go and move without a script: each button sends all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ConfigDict, ValidationError

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.features.account.console.category_form import TAKEN, is_taken
from chalicelib.features.account.schemas import ProcessBody, stored
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.saving import LABEL_NEEDED, SettingsForm, check_part, state_of, with_stand_ins
from chalicelib.tenancy.model import Account, Process

MOST_FIELDS = 40
TYPES: Mapping[str, str] = {"text": N_("Text"), "date": N_("Date"), "number": N_("Number")}


@dataclass(frozen=True)
class Row:
    """A field of a process as it is typed; `known` is the code of one that is saved already."""

    known: str = ""
    code: str = ""
    type: str = "text"
    required: bool = True
    labels: Mapping[Language, str] = field(default_factory=dict)


class ProcessForm(SettingsForm):
    """A process as it is typed; its fields' rows are in fields of their number, `f0-code`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    do: str = ""
    label_ru: str = ""
    label_es: str = ""
    label_en: str = ""
    rows: str = "0"

    def typed_rows(self) -> list[Row]:
        """Return the rows, at most as many as a process may have fields."""
        count = int(self.rows) if self.rows.isdecimal() and len(self.rows) <= len("40") else 0
        return [self._row(number) for number in range(min(count, MOST_FIELDS))]

    def _row(self, number: int) -> Row:
        extra = self.model_extra or {}
        typed = {name: str(extra.get(f"f{number}-{name}", "")).strip() for name in ("known", "code", "type")}
        labels = {language: str(extra.get(f"f{number}-label_{language}", "")).strip() for language in LANGUAGES}
        return Row(
            known=typed["known"],
            code=typed["code"],
            type=typed["type"] or "text",
            labels=labels,
            required=bool(extra.get(f"f{number}-required")),
        )

    def with_rows(self, rows: Sequence[Row]) -> "ProcessForm":
        """Return the form with these rows in place of its own."""
        fixed = {name: getattr(self, name) for name in type(self).model_fields}
        fields = {f"f{number}-{name}": value for number, row in enumerate(rows) for name, value in _fields_of(row)}
        return ProcessForm(**{**fixed, **fields, "rows": str(len(rows))})

    def labels(self) -> dict[Language, str]:
        """Return the labels that are there."""
        typed = {language: getattr(self, f"label_{language}").strip() for language in LANGUAGES}
        return {language: label for language, label in typed.items() if label}


def _fields_of(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the fields of a row's form by name, as they are typed."""
    yield from (("known", row.known), ("code", row.code), ("type", row.type))
    yield "required", "yes" if row.required else ""
    yield from ((f"label_{language}", label) for language, label in row.labels.items())


def form_of(process: Process | None) -> ProcessForm:
    """Return the form of a process, or an empty one."""
    if process is None:
        return ProcessForm(base=state_of(None))
    labels = {f"label_{language}": label for language, label in process.labels.items()}
    rows = [
        Row(known=each.code, code=each.code, type=each.type, required=each.required, labels=dict(each.labels))
        for each in process.fields
    ]
    return ProcessForm(base=state_of(process), code=process.code, **labels).with_rows(rows)


def rows_as_new(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a process that isn't saved any more: each keeps its code, which can be changed again."""
    return [replace(row, known="", code=row.code or row.known) for row in rows]


def pressed(rows: Sequence[Row], do: str) -> list[Row]:
    """Return the rows after a button: `add`, or `remove`, `up` or `down` with the number of a row."""
    changed, (what, _, which) = list(rows), do.partition("-")
    number = int(which) if which.isdecimal() and int(which) < len(changed) else None
    if what == "add" and len(changed) < MOST_FIELDS:
        changed.append(Row())
    elif what == "remove" and number is not None:
        del changed[number]
    elif what in {"up", "down"} and number is not None:
        other = number + (1 if what == "down" else -1)
        if 0 <= other < len(changed):
            changed[number], changed[other] = changed[other], changed[number]
    return changed


def after_button(form: ProcessForm) -> ProcessForm | None:
    """Return the form after one of the buttons that change its rows; None for the one that saves it."""
    return None if form.do in {"", "save"} else form.with_rows(pressed(form.typed_rows(), form.do))


def process_of(
    form: ProcessForm,
    rows: Sequence[Row],
    account: Account,
    known: Process | None,
    *,
    check: Callable[[tuple[Process, ...]], object],
) -> Process:
    """Return the typed process. Raises Invalid with the fields of a process, also for objections of `check`."""
    none = {account.language: "-"}
    typed: dict[str, Any] = {
        "code": known.code if known else _code(form, account),
        "labels": form.labels() or none,
        "fields": [
            {"code": row.code, "labels": _labels(row) or none, "type": row.type, "required": row.required}
            for row in with_codes(rows, account, known)
        ],
    }
    body = read_typed(
        ProcessBody,
        typed,
        lacking=_lacking(form, rows, account, known),
        check=lambda part: _check(part, account, check),
    )
    return stored(Process, body)


def _lacking(form: ProcessForm, rows: Sequence[Row], account: Account, known: Process | None) -> Sequence[FieldError]:
    unnamed = [] if form.labels() else [f"/labels/{account.language}"]
    unnamed += [f"/fields/{place}/labels/{account.language}" for place, row in enumerate(rows) if not _labels(row)]
    taken = [FieldError("/code", TAKEN)] if not known and is_taken(form, account.processes) else []
    return [*(FieldError(pointer, LABEL_NEEDED) for pointer in unnamed), *taken]


def _check(part: ProcessBody, account: Account, check: Callable[[tuple[Process, ...]], object]) -> None:
    try:
        process = stored(Process, with_stand_ins(part, code="unreadable", labels={account.language: "-"}))
    except ValidationError:  # too little could be read
        return
    processes = with_process(account, process)
    check_part(lambda: check(processes), at=f"/processes/{processes.index(process)}")


def with_codes(rows: Sequence[Row], account: Account, known: Process | None) -> list[Row]:
    """Return the rows, each with its code: the saved one, the typed one, or the one of its label."""
    saved = {each.code for each in known.fields} if known else set()
    rows = [replace(row, code=row.known) if row.known in saved else row for row in rows]
    taken = {row.code for row in rows if row.code}
    coded = []
    for row in rows:
        label = first_label(_labels(row), [*account.languages, *LANGUAGES])
        code = row.code or proposed(label, taken=taken, fallback="field")
        taken.add(code)
        coded.append(replace(row, code=code))
    return coded


def with_process(account: Account, process: Process) -> tuple[Process, ...]:
    """Return the account's processes with this one in its place."""
    return tuple(({each.code: each for each in account.processes} | {process.code: process}).values())


def places_of(account: Account, rows: Sequence[Row], code: str | None) -> Mapping[str, str]:
    """Return the form's fields by pointer, into a process and into the account's settings."""
    here = [each.code for each in account.processes]
    place = here.index(code) if code in here else len(here)
    fields = {**{f"/labels/{language}": f"label_{language}" for language in LANGUAGES}, "/code": "code"}
    for number in range(len(rows)):
        at = f"/fields/{number}"
        fields |= {f"{at}/labels/{language}": f"f{number}-label_{language}" for language in LANGUAGES}
        fields |= {at: f"f{number}-code", f"{at}/type": f"f{number}-type"}
    return {f"{before}{pointer}": name for before in ("", f"/processes/{place}") for pointer, name in fields.items()}


def _labels(row: Row) -> dict[Language, str]:
    return {language: label for language, label in row.labels.items() if label}


def _code(form: ProcessForm, account: Account) -> str:
    taken = {process.code for process in account.processes}
    label = first_label(form.labels(), [*account.languages, *LANGUAGES])
    return form.code.strip() or proposed(label, taken=taken, fallback="process")
