"""Settings: the products that the account sells, with their rates."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import money, shown
from chalicelib.features.policies.console.product_form import (
    ProductForm,
    after_button,
    form_of,
    places_of,
    product_of,
)
from chalicelib.features.policies.product_changing import change_products, show_products
from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.rating import Choices, price
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.frame.console.numbers import percent
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

_Settings = Section[ProductSettings]
_REMOVAL = Removal(
    question=N_("Delete this product?"),
    warning=N_("It is sold no more. Policies that were sold keep it."),
    yes=N_("Delete"),
    notice="product_removed",
)
SUBJECTS: Mapping[str, str] = {
    "vehicle": N_("A vehicle"),
    "property": N_("Property"),
    "cargo": N_("Cargo"),
    "life": N_("Life"),
    "other": N_("Another thing"),
}
FACTOR_KINDS: Mapping[str, str] = {
    "plain": N_("A factor of the price"),
    "cover": N_("Cover"),
    "deductible": N_("Deductible"),
}
FIELD_KINDS: Mapping[str, str] = {
    "text": N_("Text"),
    "number": N_("Number"),
    "date": N_("Date"),
    "choice": N_("One of a list"),
}
NUMBER_FORMS: Mapping[str, str] = {
    "any": N_("Any, up to 40 characters"),
    "osago": N_("3 letters and 10 digits (OSAGO)"),
}
#: The sum insured of the example.
_EXAMPLE = Decimal(1_000_000)


def _lines(settings: _Settings, language: Language) -> Sequence[Line]:
    def line(each: Product) -> Line:
        facts = [percent(language, each.rating.percent)]
        return Line(each.code, each.label(language), facts if each.active else [*facts, text(language, N_("not sold"))])

    return [line(each) for each in settings.value.products]


def _changes(
    caller: Caller, settings: _Settings, form: ProductForm, known: Product | None, page: Language
) -> Mapping[str, Any]:
    present = {each.code: each for each in settings.value.products}
    language = accounts.load_account(caller.account_id).language
    product = product_of(form, known, present.keys(), language, page=page)
    return {"products": tuple((present | {product.code: product}).values())}


def _save(caller: Caller, settings: _Settings, changes: Mapping[str, Any]) -> object:
    return change_products(caller, changes["products"], version=settings.version)


def _places(settings: _Settings, form: ProductForm, code: str | None) -> Mapping[str, str]:
    here = [each.code for each in settings.value.products]
    return places_of(form, here.index(code) if code in here else len(here))


def _without(settings: _Settings, code: str) -> Mapping[str, Any]:
    return {"products": tuple(each for each in settings.value.products if each.code != code)}


def _values(_settings: _Settings, form: ProductForm, known: Product | None, language: Language) -> Mapping[str, Any]:
    return {
        "rows": form.rows(),
        "subjects": SUBJECTS,
        "factor_kinds": FACTOR_KINDS,
        "field_kinds": FIELD_KINDS,
        "number_forms": NUMBER_FORMS,
        "example": _example(form, known, language),
    }


def _example(form: ProductForm, known: Product | None, language: Language) -> Mapping[str, Any] | None:
    """Return the prices of an example by plan, as the form is typed; None while it cannot be priced."""
    try:
        product = product_of(form, known, (), language, page=language)
        insured = money(min(max(_EXAMPLE, product.rating.sum_least), product.rating.sum_most), product.currency)
        options = {each.code: each.options[0].code for each in product.rating.factors}
        prices = [
            (each, price(product, Choices(sum_insured=insured, options=options, plan=each.code)))
            for each in product.plans
        ]
    except Invalid:
        return None
    return {
        "insured": shown(language, insured),
        "plans": [
            (each.label(language), shown(language, found.premium), shown(language, found.instalments[0]))
            for each, found in prices
        ],
    }


product_pages = blueprint_of(
    __name__,
    EntryPages[_Settings, Product, ProductForm](
        section="products",
        thing="product",
        words=Words(
            heading=N_("Products"),
            intro=N_("Kinds of insurance that are sold: what a quote asks for, its price and its rules."),
            add=N_("Add a product"),
            unknown=N_("There is no such product."),
            gone=N_("There is no such product any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this product meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one under this or another code, or go back to all products."
            ),
            none=N_("There are no products yet."),
        ),
        form=ProductForm,
        template="settings_product.html",
        show=show_products,
        save=_save,
        entries=lambda settings: settings.value.products,
        lines=_lines,
        label=lambda product, language: product.label(language),
        filled=form_of,
        changes=_changes,
        places=_places,
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=_values,
        pressed=after_button,
    ),
)
