"""Errors over HTTP: RFC 9457 problems, in the caller's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from chalice.app import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chalicelib.base import errors
from chalicelib.base.errors import DomainError, FieldError, Invalid, QuotaExceeded
from chalicelib.base.formats import EXPLANATIONS, pointer
from chalicelib.base.languages import N_, Language, text
from chalicelib.http.places import names_at

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:osmotr:problem:"
#: Findings that one answer names, and letters of a pointer. Why: an answer to 100,000 wrong fields, or to a name of a
#: million letters, would be too large to be sent.
MOST_FINDINGS, LONGEST_POINTER = 200, 500


class FieldProblem(BaseModel):
    """One wrong field."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    pointer: str = Field(description="RFC 6901 pointer into the body, or `?name` for a query parameter")
    detail: str = Field(description="What would be right, in the caller's language")


class Problem(BaseModel):
    """RFC 9457; kinds may add members."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    type: str = Field(description="Stable URI of the kind")
    title: str
    status: int
    detail: str = Field(description="What to do, in the caller's language")
    instance: str | None = Field(default=None, description="Id of this occurrence, to quote to support")
    errors: list[FieldProblem] | None = None


class Malformed(DomainError):
    """The body can't be read at all."""


class WrongMediaType(DomainError):
    """The body is of a type that this operation doesn't read."""


class InternalError(DomainError):
    """An unexpected failure."""


#: Every kind of error that this API can answer; the most specific class of an error decides.
KINDS: Mapping[type[DomainError], tuple[HTTPStatus, str, str]] = {
    Malformed: (HTTPStatus.BAD_REQUEST, "malformed", N_("The body can't be read")),
    errors.Unauthenticated: (HTTPStatus.UNAUTHORIZED, "unauthenticated", N_("Sign in required")),
    errors.Forbidden: (HTTPStatus.FORBIDDEN, "forbidden", N_("Not allowed")),
    errors.NotFound: (HTTPStatus.NOT_FOUND, "not-found", N_("Not found")),
    errors.LinkUnknown: (HTTPStatus.NOT_FOUND, "link-unknown", N_("This link does not work")),
    errors.Conflict: (HTTPStatus.CONFLICT, "conflict", N_("Conflicts with the current state")),
    errors.LinkExpired: (HTTPStatus.GONE, "link-closed", N_("This request is closed")),
    errors.Gone: (HTTPStatus.GONE, "gone", N_("No longer valid")),
    errors.TooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", N_("Too large")),
    errors.UnsupportedMedia: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media", N_("Unsupported file type")),
    WrongMediaType: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong-media-type", N_("Unsupported body type")),
    errors.Invalid: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", N_("Some fields need correcting")),
    errors.QuotaExceeded: (HTTPStatus.TOO_MANY_REQUESTS, "quota-exceeded", N_("Limit exceeded")),
    InternalError: (HTTPStatus.INTERNAL_SERVER_ERROR, "internal", N_("Something went wrong on our side")),
    errors.Unavailable: (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", N_("Not available at the moment")),
}

#: pydantic's kinds of errors in our words; `ctx` of the error fills the places.
_FIELD_MESSAGES: Mapping[str, str] = {
    "missing": N_("This field is required."),
    "extra_forbidden": N_("There is no such field; check its spelling."),
    "string_type": N_("Must be a text."),
    "string_unicode": N_("Must be a text in Unicode."),
    "string_too_short": N_("Must have at least {min_length} characters."),
    "string_too_long": N_("Must have at most {max_length} characters."),
    "string_pattern_mismatch": N_("Is not of the form that the description of this field asks for."),
    "too_short": N_("Must have at least {min_length} entries."),
    "too_long": N_("Must have at most {max_length} entries."),
    "int_type": N_("Must be a whole number."),
    "int_parsing": N_("Must be a whole number."),
    "int_from_float": N_("Must be a whole number."),
    "int_parsing_size": N_("Must be a whole number."),
    "finite_number": N_("Must be a whole number."),
    "decimal_type": N_("Must be a number such as 1250.50."),
    "decimal_parsing": N_("Must be a number such as 1250.50."),
    "decimal_max_digits": N_("Must have at most {max_digits} digits."),
    "decimal_max_places": N_("Must have at most {decimal_places} digits after the point."),
    "decimal_whole_digits": N_("Must have at most {whole_digits} digits before the point."),
    "greater_than_equal": N_("Must be {ge} or more."),
    "less_than_equal": N_("Must be {le} or less."),
    "greater_than": N_("Must be more than {gt}."),
    "literal_error": N_("Must be one of: {expected}."),
    "enum": N_("Must be one of: {expected}."),
    "bool_type": N_("Must be true or false."),
    "bool_parsing": N_("Must be true or false."),
    "list_type": N_("Must be a list."),
    "tuple_type": N_("Must be a list."),
    "frozen_set_type": N_("Must be a list."),
    "categories_type": N_('Must be "all", or a list such as ["damage"].'),
    "category_type": N_('Must be a code such as "damage", or an object with a code.'),
    "dict_type": N_("Must be an object."),
    "model_type": N_("Must be an object."),
    "model_attributes_type": N_("Must be an object."),
    "datetime_object_invalid": N_("Must be a time such as 2026-01-31T12:00:00Z."),
    "datetime_type": N_("Must be a time such as 2026-01-31T12:00:00Z."),
    "datetime_parsing": N_("Must be a time such as 2026-01-31T12:00:00Z."),
    "datetime_from_date_parsing": N_("Must be a time such as 2026-01-31T12:00:00Z."),
    "timezone_aware": N_("Must name its time zone, such as 2026-01-31T12:00:00Z."),
    "date_type": N_("Must be a date such as 2026-01-31."),
    "date_from_datetime_inexact": N_("Must be a date such as 2026-01-31."),
    "date_parsing": N_("Must be a date such as 2026-01-31."),
    "date_from_datetime_parsing": N_("Must be a date such as 2026-01-31."),
}
#: Messages for an empty value, by the kind of error for a smallest length of 1.
_EMPTY_MESSAGES: Mapping[str, str] = {
    "string_too_short": N_("Must not be empty."),
    "too_short": N_("Must have at least one entry."),
}


def kind_of(error: DomainError) -> tuple[HTTPStatus, str, str]:
    """Return status, code and title of an error."""
    return next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)


def uri_of(kind: type[DomainError]) -> str:
    """Return the `type` of a kind's problems."""
    return _TYPE + KINDS[kind][1]


def problem(error: DomainError, *, language: Language, instance: str | None) -> dict[str, Any]:
    """Return the members of the problem that says this error."""
    status, code, title = kind_of(error)
    members: dict[str, Any] = {
        **error.extra,  # first, so that it can't replace the members of RFC 9457
        "type": _TYPE + code,
        "title": text(language, title),
        "status": int(status),
        "detail": text(language, error.message, **error.params),
    }
    if instance is not None:
        members["instance"] = f"urn:osmotr:occurrence:{instance}"
    if error.errors:
        members["errors"] = [
            {"pointer": shortened(field.pointer), "detail": text(language, field.message, **field.params)}
            for field in error.errors[:MOST_FINDINGS]
        ]
    return members


def problem_response(error: DomainError, *, language: Language, instance: str | None) -> Response:
    """Return the HTTP answer that says this error."""
    status, _, _ = kind_of(error)
    headers = {"Content-Type": MEDIA_TYPE, "Content-Language": language, "Cache-Control": "no-store"}
    if isinstance(error, QuotaExceeded | errors.Unavailable) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="osmotr"'
    body = problem(error, language=language, instance=instance)
    return Response(body=body, status_code=int(status), headers=cast("dict[str, str | list[str]]", headers))


def shortened(pointer: str) -> str:
    """Return a pointer of at most LONGEST_POINTER letters: one that is longer names something that we don't have."""
    return pointer if len(pointer) <= LONGEST_POINTER else f"{pointer[: LONGEST_POINTER - 1]}…"


def invalid(error: ValidationError, *, kind: type[BaseModel] | None = None, in_query: bool = False) -> Invalid:
    """Return pydantic's findings as field errors in our words, MOST_FINDINGS of them at most.

    Of a known `kind`, a field that doesn't exist is told with those that do.
    """
    findings = error.errors(include_url=False, include_input=False)[:MOST_FINDINGS]
    places = [found["loc"] for found in findings]
    return Invalid(
        [
            FieldError(
                f"?{found['loc'][0]}" if in_query else pointer(*found["loc"]),
                *(_unknown_field(kind, found) or _message(found["type"], found["msg"], found.get("ctx", {}))),
            )
            for found in findings
            # pydantic counts only a tuple's correct entries, so that one with a wrong entry may be called short, too
            if not (found["type"] == "too_short" and any(_is_within(place, found["loc"]) for place in places))
        ]
    )


def is_unreadable(error: ValidationError) -> bool:
    """Return True if a text is no JSON at all."""
    return (
        error.error_count() == 1 and error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid"
    )


def _is_within(place: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(place) > len(outer) and place[: len(outer)] == outer


def _unknown_field(kind: type[BaseModel] | None, found: Any) -> tuple[str, Mapping[str, object]] | None:
    """Return the message for an unknown field, with the known ones; None for any other finding."""
    if found["type"] != "extra_forbidden" or kind is None:
        return None
    known = names_at(kind, found["loc"][:-1])
    return (N_("There is no such field; there are: {known}."), {"known": ", ".join(known)}) if known else None


def _message(kind: str, reason: str, context: Mapping[str, Any]) -> tuple[str, Mapping[str, object]]:
    if kind in _EMPTY_MESSAGES and context["min_length"] == 1:
        return _EMPTY_MESSAGES[kind], context
    if kind == "value_error":
        # our own validator's, or of pydantic's the only one that we use
        return str(context.get("error", N_("Must be an e-mail address such as name@example.org."))), {}
    if kind == "string_pattern_mismatch" and context["pattern"] in EXPLANATIONS:
        return EXPLANATIONS[context["pattern"]], {}
    if "expected" in context:
        context = {"expected": str(context["expected"]).replace("'", "").replace(" or ", ", ")}
    if kind in _FIELD_MESSAGES:
        return _FIELD_MESSAGES[kind], context
    return "{reason}", {"reason": reason}
