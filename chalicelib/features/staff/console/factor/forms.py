"""Forms that ask for a code: a check of typed values, and the form again with its errors."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.base.errors import DomainError, FieldError, Findings, Forbidden, Invalid, QuotaExceeded, Unauthenticated
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.staff.console.new_password import LONGEST
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import Headers
from chalicelib.http.problems import kind_of
from chalicelib.identity.factors.codes import recovery_code_of
from chalicelib.identity.factors.signing_in import six_digits

#: The form again, with its errors.
_UNPROCESSABLE = 422
#: More of a typed code is never looked at.
LONGEST_CODE = 100


class ProofForm(Fields):
    """The present password and a code, of the authenticator or a recovery code; `next`: where to go on afterwards."""

    old: str = ""
    code: str = ""
    next: str = ""

    @property
    def password(self) -> str:
        """As much of the password as is looked at."""
        return self.old[:LONGEST]

    @property
    def typed(self) -> str:
        """As much of the code as is looked at."""
        return self.code[:LONGEST_CODE]


class Again(NamedTuple):
    """A form to be shown again: status, headers and errors."""

    status: int
    headers: Headers
    wrong: Mapping[str, str]
    troubles: list[str]

    def values(self) -> dict[str, Any]:
        """Return it as arguments of `page`."""
        return self._asdict()


def what_is_wrong(error: DomainError, *, fields: tuple[str, ...], language: Language) -> Again:
    """Return the form to be shown again; `fields` in the order of the page."""
    # 401 would have to offer a way for programs to sign in (RFC 9110, 15.5.2); a page is for people
    status = _UNPROCESSABLE if isinstance(error, Unauthenticated | Forbidden) else int(kind_of(error)[0])
    headers: Headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    if not isinstance(error, Invalid):
        return Again(status, headers, {}, [text(language, error.message, **error.params)])
    places = {f"/{name}": name for name in fields}
    wrong, troubles = problems_at_fields(error, places=places, language=language)
    return Again(status, headers, wrong, troubles)


def demand_proof(form: ProofForm, *, recovery: bool) -> None:
    """Raise Invalid for a malformed proof, before the pool is asked. `recovery`: a recovery code is accepted, too."""
    found = Findings()
    with found:
        demand_filled(form, "old", "code")
    if not (recovery and recovery_code_of(form.typed)):
        with found:
            six_digits(form.typed)
    found.demand_none()


def demand_filled(form: Fields, *fields: str) -> None:
    """Raise Invalid for all of these fields that are empty."""
    found = Findings()
    found.add(
        FieldError(f"/{name}", N_("This field is required.")) for name in fields if not getattr(form, name).strip()
    )
    found.demand_none()
