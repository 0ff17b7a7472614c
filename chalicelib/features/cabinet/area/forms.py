"""Shared parts of the cabinet's forms: their fields, and errors at the fields."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.base.errors import DomainError, FieldError, Findings, Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.frame.console.fields import problems_at_fields
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of


class Fields(TypedFields):
    """Fields as they were typed, so that a form can be shown again as it was."""


class Trouble(NamedTuple):
    """The errors of a form: by field, and elsewhere; and the status of the answer."""

    wrong: Mapping[str, str]
    others: list[str]
    status: int

    def values(self) -> dict[str, Any]:
        """Return the values of a template."""
        return {"wrong": self.wrong, "others": self.others}


NO_TROUBLE = Trouble({}, [], 200)


def trouble(error: DomainError, *, language: Language, fields: tuple[str, ...] = ()) -> Trouble:
    """Return the errors to show at a form whose fields have the names of their pointers."""
    status = int(kind_of(error)[0])
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(error, places={f"/{name}": name for name in fields}, language=language)
        return Trouble(wrong, others, status)
    return Trouble({}, [text(language, error.message, **error.params)], status)


_CODE = N_("Type the six digits of the code.")
#: By field, the correction of an empty one.
_NEEDED: Mapping[str, str] = {
    "login": N_("Type your e-mail or your phone."),
    "password": N_("Type a password."),
    "present_password": N_("Type your present password."),
    "code": _CODE,
    "email_code": N_("Type the six digits of the code from the e-mail."),
    "sms_code": N_("Type the six digits of the code from the SMS."),
}


def demand_filled(form: Fields, *names: str) -> None:
    """Raise Invalid with a finding at each empty field."""
    found = Findings()
    found.add(FieldError(f"/{name}", _NEEDED[name]) for name in names if not getattr(form, name).strip())
    found.demand_none()
