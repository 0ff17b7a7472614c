"""The form that converts a case into a process: the account's processes and the fields of the chosen one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import Language, text
from chalicelib.features.cases.console.choices import Choice
from chalicelib.features.cases.console.timeline import in_language
from chalicelib.features.cases.model import Case
from chalicelib.tenancy.model import Account, Process

#: Names of the form's fields: a process names its own, and one may be called as another input of the form.
PREFIX = "field-"


class FieldInput(NamedTuple):
    """A field of a process as the form shows it; `problem` explains a wrong value."""

    code: str
    label: str
    type: str
    required: bool
    value: str
    problem: str


class ConversionView(NamedTuple):
    """The form; without a `chosen` process it only offers them. `problem` is one that no field has."""

    processes: Sequence[Choice]
    chosen: Choice | None
    fields: Sequence[FieldInput]
    problem: str


def conversion_view(
    case: Case,
    *,
    account: Account,
    process: str | None,
    typed: Mapping[str, str] | None = None,
    refused: Invalid | None = None,
    language: Language,
) -> ConversionView:
    """Return the form with typed values and their problems. An account's only process is chosen already."""
    only = account.processes[0].code if len(account.processes) == 1 else None
    code = process if process is not None else only
    found = account.process(code) if code else None
    problems = _problems(refused, language)
    values = typed if typed is not None else case.fields
    choices = [_choice(each, code, language) for each in account.processes]
    return ConversionView(
        processes=choices,
        chosen=next((choice for choice in choices if choice.chosen), None),
        fields=[
            FieldInput(
                code=field.code,
                label=in_language(field.labels, language),
                type=field.type,
                required=field.required,
                value=values.get(field.code, ""),
                problem=problems.pop(f"/fields/{field.code}", ""),
            )
            for field in (found.fields if found else ())
        ],
        problem=" ".join(problems.values()),
    )


def _choice(process: Process, chosen: str | None, language: Language) -> Choice:
    return Choice(value=process.code, label=in_language(process.labels, language), chosen=process.code == chosen)


def _problems(refused: Invalid | None, language: Language) -> dict[str, str]:
    errors = refused.errors if refused else ()
    return {error.pointer: text(language, error.message, **error.params) for error in errors}
