"""Partial reading of a body with errors, so that one answer reports the findings of all checks.

The parts that the types refuse are cut out of the document; the rest is read again and checked by the use case. In an
entry of a list the field's example stands for a missing required field, so that the rest of the entry is checked too.
Cutting an entry out of a list moves those behind it: pointers of later findings are translated to the document as sent.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any, cast

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import to_json

from chalicelib.base.errors import DomainError, FieldError, Findings, Invalid
from chalicelib.http.places import example_at
from chalicelib.http.problems import MOST_FINDINGS, invalid

Place = tuple[int | str, ...]
type Read[T] = Callable[[type[T], Any], T]
#: Rounds of cutting: the rest may be wrong in turn (a list that became empty); each cuts at least one part out.
_ROUNDS = 8


def everything_wrong[T: BaseModel](
    error: ValidationError,
    kind: type[T],
    document: Any,
    *,
    read: Read[T],
    check: Callable[[T], object],
    unread: Collection[str] = (),
    in_query: bool = False,
) -> Invalid:
    """Return the errors of the types, with those that `check` raises as Invalid for the rest.

    `check` must change nothing. A required field of the whole that could not be read is None there, one of an entry its
    example. `unread`: pointers of wrong parts that were left out of the document. Of more than MOST_FINDINGS only the
    first are returned, and the rest is not read: that takes their square in time.
    """
    if error.error_count() > MOST_FINDINGS:
        return invalid(error, kind=kind, in_query=in_query)
    found, rest = Findings(), _Rest(document)
    refused = invalid(error, kind=kind, in_query=in_query).errors
    found.add(each for each in refused if not _on_one_way(each.pointer, unread))
    body = rest.read(kind, error, read)
    later = [rest.as_sent(each) for each in _raised_by(check, body)] if body is not None else []
    wrong = [*unread, *(each.pointer for each in found.errors)]
    found.add(each for each in later if not _follows(each, wrong))
    return Invalid(found.errors)


def found_by[T](check: Callable[[T], object], body: T, *, unread: Collection[str] = ()) -> tuple[FieldError, ...]:
    """Return the findings of a body's check, beside known errors (`unread`, left out)."""
    return tuple(each for each in _raised_by(check, body) if not _follows(each, unread))


def _raised_by[T](check: Callable[[T], object], body: T) -> tuple[FieldError, ...]:
    try:
        check(body)
    except Invalid as error:
        return error.errors
    except DomainError:
        return ()  # an error that is no field's is answered to a call with right fields
    return ()


def _follows(found: FieldError, unread: Iterable[str]) -> bool:
    """Return True if the finding may only be there because a part is missing."""
    return any(_within(found.pointer, each) or any(_depends(one, each) for one in found.follows) for each in unread)


def _depends(looked_at: str, unread: str) -> bool:
    """Return True if a checked place, perhaps of every entry (`*`), is or lies in an unread one."""
    ours, theirs = looked_at.split("/"), unread.split("/")
    return len(theirs) <= len(ours) and all(part in {"*", other} for part, other in zip(ours, theirs, strict=False))


def _on_one_way(pointer: str, others: Iterable[str]) -> bool:
    return any(_within(pointer, each) or _within(each, pointer) for each in others)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}/")


def read_json[T: BaseModel](kind: type[T], text: str | bytes) -> T:
    """Return a body. Strict: "5" is no number and 1 is not true, since their meaning would be a guess."""
    return kind.model_validate_json(text, strict=True)


def read_document[T: BaseModel](kind: type[T], document: Any) -> T:
    """Return the body that JSON was taken apart into, as strictly as JSON itself is read."""
    return read_json(kind, to_json(document, inf_nan_mode="constants"))


def read_form[T: BaseModel](kind: type[T], fields: Any) -> T:
    """Return the body that a form says, whose fields are texts."""
    return kind.model_validate(dict(fields))


class _Rest:
    """A copy of a document without its wrong parts. It knows the original place of each entry left in a list."""

    def __init__(self, document: Any) -> None:
        self._document = _copy(document)
        self._origins: dict[int, list[int]] = {}

    def read[T: BaseModel](self, kind: type[T], error: ValidationError, read: Read[T]) -> T | None:
        """Return the rest of the body when the error's parts are cut out; None if there is none."""
        absent: frozenset[str] = frozenset()
        for _ in range(_ROUNDS):
            places = {_cut_of(found) for found in self._without_example(kind, error)}
            absent |= {str(place[0]) for place, missing in places if missing}
            if not all(place for place, _ in places) or not isinstance(self._document, dict):
                return None  # it is no object, and so has no fields
            self._cut(place for place, missing in places if not missing)
            try:
                return read(_without(kind, absent) if absent else kind, self._document)
            except ValidationError as further:
                error = further
            except ValueError:  # a number too long to be written again
                return None
        return None

    def as_sent(self, found: FieldError) -> FieldError:
        """Return a finding in the rest as one in the document."""
        follows = tuple(map(self._original, found.follows))
        return FieldError(self._original(found.pointer), found.message, found.params, follows)

    def _without_example(self, kind: type[BaseModel], error: ValidationError) -> list[Any]:
        """Put examples where something in an entry is missing; return the errors that this doesn't help."""
        left = []
        for found in error.errors(include_url=False, include_input=False):
            place = _place_of(found)
            example = example_at(kind, place) if found["type"] == "missing" and len(place) > 1 else None
            holder = self._find(place[:-1])
            if example is None or not isinstance(holder, dict):
                left.append(found)
            else:
                holder[place[-1]] = example
        return left

    def _cut(self, places: Iterable[Place]) -> None:
        # From behind, so that the places of a list's other entries stay right until they are reached.
        for place in sorted(places, key=lambda place: [(isinstance(part, int), part) for part in place], reverse=True):
            holder = self._find(place[:-1])
            last = place[-1]
            if isinstance(holder, dict):
                holder.pop(last, None)
            elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
                self._origins.setdefault(id(holder), list(range(len(holder)))).pop(last)
                holder.pop(last)

    def _find(self, place: Place) -> Any:
        node = self._document
        for part in place:
            node = _inside(node, part)
        return node

    def _original(self, pointer: str) -> str:
        node, parts = self._document, pointer.split("/")
        for index, part in enumerate(parts[1:], start=1):
            within: int | str = int(part) if isinstance(node, list) and part.isdigit() else _unescaped(part)
            origins = self._origins.get(id(node))
            if origins is not None and isinstance(within, int) and within < len(origins):
                parts[index] = str(origins[within])
            node = _inside(node, within)
        return "/".join(parts)


def _copy(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: _copy(value) for name, value in document.items()}
    return [_copy(each) for each in document] if isinstance(document, list | tuple) else document


def _inside(node: Any, part: int | str) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    return node[part] if isinstance(node, list) and isinstance(part, int) and part < len(node) else None


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _cut_of(found: Any) -> tuple[Place, bool]:
    """Return the place to cut out for an error, and True for a missing field of the whole body."""
    place = _place_of(found)
    if found["type"] != "missing":
        return place, False
    return (place, True) if len(place) == 1 else (place[:-1], False)


def _place_of(found: Any) -> Place:
    return tuple(part for part in found["loc"] if not (isinstance(part, str) and part.startswith("[")))


@lru_cache(maxsize=64)
def _without[T: BaseModel](kind: type[T], absent: frozenset[str]) -> type[T]:
    """Return the type with these required fields as None."""
    fields: dict[str, Any] = dict.fromkeys(absent, (Any, None))
    return cast("type[T]", create_model(kind.__name__, __base__=kind, **fields))
