"""The form of a decision: rows of items, then under-insurance, limit and deductible, in this order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from pydantic import ConfigDict

from chalicelib.base.languages import Language
from chalicelib.features.claims.decision.calculating import Item, Step
from chalicelib.features.claims.decision.model import Decision
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.numbers import typed_money, typed_number, written

#: Rows of items that a new form has, and the most.
ROWS, MOST_ROWS = 4, 40
_CELLS = ("label", "amount", "wear")
#: Lines after the items, in their order: the fields of the form by the keys of the line.
_STEPS: Mapping[str, Mapping[str, str]] = {
    "proportion": {"sum_insured": "sum_insured", "value": "value"},
    "limit": {"amount": "limit"},
    "deductible": {"amount": "deductible", "percent": "deductible_percent"},
}


class ItemRow(NamedTuple):
    """A row of the form: its number, and its fields as they were typed."""

    number: int
    label: str = ""
    amount: str = ""
    wear: str = ""

    @property
    def is_filled(self) -> bool:
        """Return True if anything was typed."""
        return bool(self.label or self.amount or self.wear)


class DecisionForm(Fields):
    """The fields of a decision as they are typed; those of items are named `label_0`, `amount_0`, `wear_0`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    version: str = ""
    outcome: str = ""
    currency: str = ""
    sum_insured: str = ""
    value: str = ""
    limit: str = ""
    deductible: str = ""
    deductible_percent: str = ""
    reason: str = ""
    #: `calculate` shows the sum first; anything else decides.
    do: str = ""

    def rows(self) -> list[ItemRow]:
        """Return the rows as they were typed, those without anything at the end left out."""
        typed = {name: str(each).strip() for name, each in (self.model_extra or {}).items()}
        rows = [ItemRow(number, *(typed.get(f"{name}_{number}", "") for name in _CELLS)) for number in range(MOST_ROWS)]
        last = max((row.number for row in rows if row.is_filled), default=-1)
        return rows[: last + 1]

    def told(self, language: Language) -> dict[str, Any]:
        """Return the body of the decision, typed on a page in a language; without an outcome if none was chosen."""
        told: dict[str, Any] = {
            "version": int(self.version) if self.version.isascii() and self.version.isdigit() else 1,
            "currency": self.currency.strip().upper(),
            "lines": [line for _, line in self._lines(language)],
        }
        chosen = {"outcome": self.outcome, "reason": self.reason.strip()}
        return {**told, **{name: value for name, value in chosen.items() if value}}

    def places(self, language: Language) -> Mapping[str, str]:
        """Return the fields by the pointers of their errors, in the order of the page, which is in a language."""
        places = {"/outcome": "outcome", "/currency": "currency"}
        for line, (names, _) in enumerate(self._lines(language)):
            places |= {f"/lines/{line}/{key}": name for key, name in names.items()}
        return {**places, "/lines": "label_0", "/reason": "reason"}

    def _lines(self, language: Language) -> list[tuple[Mapping[str, str], Mapping[str, str]]]:
        """Return each line of the calculation, after its fields by the names of the line's keys."""
        amount = partial(typed_money, currency=self.currency.strip().upper(), language=language)
        found: list[tuple[Mapping[str, str], Mapping[str, str]]] = [
            (
                {name: f"{name}_{row.number}" for name in _CELLS},
                {
                    "kind": "item",
                    "label": row.label,
                    "amount": amount(row.amount),
                    "wear": typed_number(row.wear),
                },
            )
            for row in self.rows()
            if row.is_filled
        ]
        for kind, names in _STEPS.items():
            line = {
                key: (typed_number if key == "percent" else amount)(getattr(self, name)) for key, name in names.items()
            }
            if any(line.values()):
                found.append((names, {"kind": kind, **line}))
        return found


def form_with(steps: Sequence[Step], language: Language, *, version: int, currency: str) -> DecisionForm:
    """Return the form of a new decision with some lines, numbers as the language writes them."""
    filled: dict[str, str] = _rows_of([each for each in steps if isinstance(each, Item)], language)
    for step in steps:
        for key, name in _STEPS.get(step.kind, {}).items():
            number: Decimal = getattr(step, key)
            filled[name] = written(language, number) if number else ""
    return DecisionForm.model_validate({"version": str(version), "currency": currency, **filled})


def form_of(decision: Decision | None, language: Language, *, version: int, currency: str) -> DecisionForm:
    """Return the form of a new decision; with the items of the one that was sent back or disputed."""
    rows = [each for each in decision.steps if isinstance(each, Item)] if decision else []
    total = decision.total if decision else None
    return form_with(rows, language, version=version, currency=total.currency if total else currency)


def _rows_of(items: Sequence[Item], language: Language) -> dict[str, str]:
    return {
        f"{name}_{number}": value
        for number, each in enumerate(items)
        for name, value in (
            ("label", each.label),
            ("amount", written(language, each.amount)),
            ("wear", written(language, each.wear) if each.wear else ""),
        )
    }
