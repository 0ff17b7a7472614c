"""Rows of a product's form: plans, factors with options, fields, documents. They come and go without a script."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.policies.product_types import (
    MOST_DOCUMENTS,
    MOST_FACTORS,
    MOST_FIELDS,
    MOST_OPTIONS,
    MOST_PLANS,
)

Row = dict[str, str]
_LABELS = tuple(f"label_{language}" for language in LANGUAGES)
#: The digits of a number of rows that can be meant.
_DIGITS = 2


class Kind(NamedTuple):
    """A kind of rows: the names of their fields beside the labels, and the most of them."""

    names: tuple[str, ...]
    most: int


KINDS: Mapping[str, Kind] = {
    "plan": Kind(("known", "instalments", "factor"), MOST_PLANS),
    "factor": Kind(("known", "kind"), MOST_FACTORS),
    "field": Kind(("known", "kind", "required", "choices"), MOST_FIELDS),
    "document": Kind(("file", "since"), MOST_DOCUMENTS),
}
OPTION = Kind(("known", "factor", "amount", "needs_drivers"), MOST_OPTIONS)


class Rows(NamedTuple):
    """All rows of a form by kind; options by the place of their factor."""

    by_kind: dict[str, list[Row]]
    options: list[list[Row]]


def read_rows(typed: Mapping[str, Any]) -> Rows:
    """Return the rows of typed fields, at most as many as a product may have."""
    by_kind = {name: _read(typed, name, kind) for name, kind in KINDS.items()}
    options = [_read(typed, f"factor{place}-option", OPTION) for place in range(len(by_kind["factor"]))]
    return Rows(by_kind, options)


def fields_of(rows: Rows) -> dict[str, str]:
    """Return the fields of rows by name, as they are typed."""
    found = dict(pair for name in KINDS for pair in _written(name, rows.by_kind[name]))
    for place, options in enumerate(rows.options):
        found |= dict(_written(f"factor{place}-option", options))
    return found


def pressed(rows: Rows, do: str) -> Rows:
    """Return the rows after a button: `add-plan`, `remove-plan-1`, `add-option-0`, `remove-option-0-1`."""
    what, _, rest = do.partition("-")
    name, _, places = rest.partition("-")
    numbers = [int(each) if each.isdecimal() and len(each) <= _DIGITS else -1 for each in places.split("-") if each]
    by_kind = {kind: list(each) for kind, each in rows.by_kind.items()}
    options = [list(each) for each in rows.options]
    if name == "option":
        _press_option(options, what, numbers)
    elif name in KINDS:
        _press(by_kind, options, what, name, numbers)
    return Rows(by_kind, options)


def labels_of(row: Mapping[str, str]) -> dict[Language, str]:
    """Return the labels of a row that are there."""
    return {language: row[f"label_{language}"] for language in LANGUAGES if row.get(f"label_{language}")}


def label_fields(labels: Mapping[Language, str]) -> Row:
    """Return labels as the form names them: `label_ru`."""
    return {f"label_{language}": label for language, label in labels.items()}


def _press_option(options: list[list[Row]], what: str, numbers: list[int]) -> None:
    if not numbers or not 0 <= numbers[0] < len(options):
        return
    own = options[numbers[0]]
    if what == "add" and len(own) < OPTION.most:
        own.append({"factor": "1"})
    elif what == "remove" and len(numbers) > 1 and 0 <= numbers[1] < len(own):
        del own[numbers[1]]


def _press(by_kind: dict[str, list[Row]], options: list[list[Row]], what: str, name: str, numbers: list[int]) -> None:
    own = by_kind[name]
    if what == "add" and len(own) < KINDS[name].most:
        own.append({"factor": "1", "instalments": "1"} if name == "plan" else {})
        if name == "factor":
            options.append([{"factor": "1"}])
    elif what == "remove" and numbers and 0 <= numbers[0] < len(own):
        del own[numbers[0]]
        if name == "factor":
            del options[numbers[0]]


def _read(typed: Mapping[str, Any], name: str, kind: Kind) -> list[Row]:
    count = str(typed.get(f"{name}s", ""))
    number = int(count) if count.isdecimal() and len(count) <= _DIGITS else 0
    return [
        {each: str(typed.get(f"{name}{place}-{each}", "")).strip() for each in (*_LABELS, *kind.names)}
        for place in range(min(number, kind.most))
    ]


def _written(name: str, rows: list[Row]) -> Iterator[tuple[str, str]]:
    yield f"{name}s", str(len(rows))
    for place, row in enumerate(rows):
        for field, value in row.items():
            yield f"{name}{place}-{field}", value
