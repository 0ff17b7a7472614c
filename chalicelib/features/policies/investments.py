"""Life policies with an investment: their terms, which are fields of the product with codes of their own."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_
from chalicelib.base.money import WrongMoney, read_amount
from chalicelib.features.policies.life import Investment
from chalicelib.features.policies.model import Insured
from chalicelib.features.policies.product_types import FieldChoice, FieldKind, Product

#: Codes of the fields: two sums, a percentage, the code of an underlying, and its level when the policy begins, which
#: may come later.
GUARANTEED, INVESTED, PARTICIPATION = "guaranteed", "invested", "participation"
UNDERLYING, INITIAL_LEVEL = "underlying", "initial_level"
_KINDS: Mapping[str, FieldKind] = {
    GUARANTEED: "number",
    INVESTED: "number",
    PARTICIPATION: "number",
    UNDERLYING: "choice",
    INITIAL_LEVEL: "number",
}
_MOST_PARTICIPATION = 1000
_POSITIVE = N_("Must be more than 0.")
_AGREED = N_("Stays {known}, as agreed. To change a term of the contract, cancel the policy and sell it anew.")


def underlyings_of(products: Iterable[Product]) -> dict[str, FieldChoice]:
    """Return the underlyings that life products name, by code."""
    fields = (field for each in products if each.subject == "life" for field in each.fields)
    return {choice.code: choice for field in fields if field.code == UNDERLYING for choice in field.choices}


def wrong_fields(product: Product, *, at: str) -> Iterator[FieldError]:
    """Yield the errors of a life product with a part of an investment, or with a field of another kind."""
    if product.subject != "life" or not (places := _places(product)):
        return
    if lacking := [code for code in _KINDS if code not in places]:
        message = N_("An investment needs these fields, too: {codes}.")
        yield FieldError(at, message, {"codes": ", ".join(lacking)})
    for code, place in places.items():
        if product.fields[place].kind != _KINDS[code]:
            message = N_("The field “{code}” of an investment must be of the kind “{kind}”.")
            yield FieldError(f"{at}/{place}/kind", message, {"code": code, "kind": _KINDS[code]})


def wrong_terms(product: Product, fields: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield the errors of the terms of an investment among fields that were read."""
    if product.subject != "life" or UNDERLYING not in _places(product):
        return
    for code in (GUARANTEED, INVESTED):
        yield from _wrong_amount(product, code, fields.get(code))
    invested, participation, level = (_number(fields.get(each)) for each in (INVESTED, PARTICIPATION, INITIAL_LEVEL))
    for code, number in ((INVESTED, invested), (INITIAL_LEVEL, level)):
        if number is not None and number <= 0:
            yield FieldError(f"/fields/{code}", _POSITIVE)
    if participation is not None and not 0 < participation <= _MOST_PARTICIPATION:
        message = N_("Must be a percentage above 0, at most {most}.")
        yield FieldError(f"/fields/{PARTICIPATION}", message, {"most": _MOST_PARTICIPATION})


def changed_terms(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield the errors of terms of an investment that were agreed and are to be others. One may come later.

    Why: the payout follows from them. Sums and terms of a contract change by a cancellation and another sale.
    """
    for code in _KINDS:
        known, given = before.get(code), after.get(code)
        if known and not _is_same(code, known, given):
            yield FieldError(f"/fields/{code}", _AGREED, {"known": known})


def _is_same(code: str, known: object, given: object) -> bool:
    return known == given if _KINDS[code] == "choice" else _number(known) == _number(given)


def underlying_of(insured: Insured) -> str:
    """Return the code of the underlying of a policy; empty without one."""
    return str(insured.fields.get(UNDERLYING) or "")


def investment_of(insured: Insured) -> Investment | None:
    """Return the terms of a policy's investment; None if one of them is not known, such as the initial level."""
    codes = (GUARANTEED, INVESTED, PARTICIPATION, INITIAL_LEVEL)
    guaranteed, invested, participation, level = (_number(insured.fields.get(each)) for each in codes)
    if guaranteed is None or invested is None or not participation or not level:
        return None
    return Investment(insured.money(guaranteed), insured.money(invested), participation, level)


def _places(product: Product) -> dict[str, int]:
    return {field.code: place for place, field in enumerate(product.fields) if field.code in _KINDS}


def _wrong_amount(product: Product, code: str, value: object) -> Iterator[FieldError]:
    if not value:
        return
    try:
        read_amount(str(value), product.currency)
    except WrongMoney as wrong:
        yield FieldError(f"/fields/{code}", wrong.message, wrong.params)


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if value else None
