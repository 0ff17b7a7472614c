"""The base of the console's forms and queries, and the places of their errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ValidationError

from chalicelib.base.encoding import REPLACEMENT
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import NOT_AN_AMOUNT
from chalicelib.http.blueprint import MAX_PATH_PARAMETER
from chalicelib.http.bodies import TypedFields
from chalicelib.http.partial import everything_wrong, found_by, read_form

#: Sentences for people where the API's are for programs, whose numbers have a point.
_FOR_PEOPLE: Mapping[str, str] = {
    NOT_AN_AMOUNT: N_("Write the sum in digits, such as 48320.50."),
    N_("Must be a number such as 1250.50."): N_("Write a number such as 1250.50."),
}
#: An id that a form or an address carries along: cut as those in paths are, since a table refuses longer keys.
Id = Annotated[str, AfterValidator(lambda given: given[:MAX_PATH_PARAMETER])]


class Fields(TypedFields):
    """Fields as they were typed. Each is a text that may be missing, so that a form can be shown again as it was."""


def unread_in(told: Any, *place: int | str) -> Iterator[FieldError]:
    """Return a finding for each text with a character that some program could not read, as mail programs paste them."""
    if isinstance(told, str) and REPLACEMENT in told:
        yield FieldError(
            pointer(*place), N_("Some characters could not be read: they are shown as �. Type them again.")
        )
    elif isinstance(told, Mapping):
        for name, value in told.items():
            yield from unread_in(value, *place, name)
    elif isinstance(told, list | tuple):
        for index, value in enumerate(told):
            yield from unread_in(value, *place, index)


def read_typed[T: BaseModel](
    kind: type[T],
    told: Mapping[str, Any],
    *,
    lacking: Iterable[FieldError] = (),
    check: Callable[[T], object] = lambda _: None,
) -> T:
    """Return the body that a form says. Raises Invalid with all that its types and `check` refuse, `lacking` before it.

    `lacking` are errors of fields that only a form has. A dash may stand for a lacking value in `told`: nothing is
    saved.
    """
    found = Findings()
    found.add(unread_in(told))
    found.add(lacking)
    try:
        body = read_form(kind, told)
    except ValidationError as error:
        found.add(everything_wrong(error, kind, told, read=read_form, check=check).errors)
        raise Invalid(found.errors) from error
    if found.errors:
        found.add(found_by(check, body))
    found.demand_none()
    return body


def problems_at_fields(
    error: Invalid, *, places: Mapping[str, str], language: Language
) -> tuple[dict[str, str], list[str]]:
    """Return the errors by field of the form, and those at none of them.

    `places`: by the beginning of a pointer (`/case/reference`), the field that it means; the longest one holds. They
    are in the order of the page, whose summary leads from one to the next.
    """
    at_fields: dict[str, str] = {}
    elsewhere: list[str] = []
    for found in error.errors:
        message = text(language, _FOR_PEOPLE.get(found.message, found.message), **found.params)
        field = _field(found, places)
        if field is None:
            elsewhere.append(message)
        else:
            at_fields.setdefault(field, message)
    return {field: at_fields[field] for field in dict.fromkeys(places.values()) if field in at_fields}, elsewhere


def _field(found: FieldError, places: Mapping[str, str]) -> str | None:
    at = found.pointer
    within = [place for place in places if at == place or at.startswith(f"{place}/")]
    return places[max(within, key=len)] if within else None
