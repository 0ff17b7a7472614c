"""Reading of a call's body, form or query as their types; all errors of one are reported at once."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast, get_origin
from urllib.parse import parse_qsl

from chalice.app import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from chalicelib.base.encoding import NotUtf8, is_encodable, is_faithful, json_text, utf8
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import N_
from chalicelib.http.bodies import PageBody, TypedFields
from chalicelib.http.json_texts import malformed, named_twice
from chalicelib.http.page_bodies import known_part
from chalicelib.http.partial import everything_wrong, found_by, read_document, read_form, read_json
from chalicelib.http.problems import Malformed, WrongMediaType, is_unreadable

type Check = Callable[[Any], object]
#: A process has up to 40 fields, each of seven inputs.
MAX_FORM_FIELDS = 400


def read_body(kind: type[BaseModel], request: Request, *, check: Check) -> BaseModel:
    """Return a body of JSON. Raises Invalid with all that is wrong with it, also with the findings of `check`."""
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise WrongMediaType(N_("Send the body as JSON: Content-Type: application/json."))
    raw = cast("bytes", request.raw_body or b"{}")
    text = _text_of(kind, raw)
    try:
        body = read_json(kind, text)
    except ValidationError as error:
        if is_unreadable(error):
            raise malformed(error.errors(include_url=False, include_input=False)[0]["ctx"]["error"]) from error
        rest = everything_wrong(error, kind, from_json(text), read=read_document, check=check)
        raise _with_twice(named_twice(raw.decode("utf-8-sig", "replace")), rest.errors) from error
    if twice := named_twice(raw.decode("utf-8-sig", "replace")):
        raise _with_twice(twice, found_by(check, body, unread=[each.pointer for each in twice]))
    return body


def _text_of(kind: type[BaseModel], raw: bytes) -> str:
    if issubclass(kind, PageBody):
        return known_part(kind, raw)
    try:
        return json_text(raw)
    except NotUtf8 as error:
        raise Malformed(N_("The body is not text in UTF-8. Encode it so, and send it again.")) from error


def _with_twice(twice: Iterable[FieldError], others: Iterable[FieldError]) -> Invalid:
    found = Findings()
    found.add(twice)
    found.add(others)
    return Invalid(found.errors)


def read_query(kind: type[BaseModel], request: Request, *, check: Check) -> BaseModel:
    """Return a query, or raise Invalid as for bodies. Of a parameter that is there twice the last one counts."""
    return _read(kind, request.query_params or {}, check=check)


def read_fields(kind: type[BaseModel], request: Request) -> BaseModel:
    """Return a form's fields, or raise Invalid."""
    return _read(kind, _form(kind, request), check=lambda _: None)


def _form(kind: type[BaseModel], request: Request) -> dict[str, Any]:
    """Return a form's fields; one that the type has as a tuple gets all its values, in their order."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise WrongMediaType(N_("Send the form as it is on the page."))
    try:
        raw = utf8(cast("bytes", request.raw_body or b""))
        fields = parse_qsl(raw, max_num_fields=MAX_FORM_FIELDS, errors="strict")
    except (NotUtf8, UnicodeDecodeError) as error:
        raise Malformed(N_("The body is not text in UTF-8. Encode it so, and send it again.")) from error
    except ValueError as error:
        raise Malformed(N_("The form has too many fields. Send it as it is on the page.")) from error
    several = {name for name, field in kind.model_fields.items() if get_origin(field.annotation) is tuple}
    values: dict[str, Any] = dict(fields)
    return values | {name: [value for each, value in fields if each == name] for name in several & values.keys()}


def _read(kind: type[BaseModel], fields: Mapping[str, Any], *, check: Check) -> BaseModel:
    fits = is_encodable if issubclass(kind, TypedFields) else is_faithful
    undecoded = [name for name, value in fields.items() if isinstance(value, str) and not fits(value)]
    found, rest = Findings(), {name: value for name, value in fields.items() if name not in undecoded}
    found.add(FieldError(f"?{name}", N_("Must be text in UTF-8.")) for name in undecoded)
    try:
        made = read_form(kind, rest)
    except ValidationError as error:
        found.add(everything_wrong(error, kind, rest, read=read_form, check=check, in_query=True).errors)
        raise Invalid(found.errors) from error
    found.demand_none()
    return made
