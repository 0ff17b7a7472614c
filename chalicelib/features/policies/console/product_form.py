"""The form of a product, and the product that it says."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from pydantic import ConfigDict, ValidationError

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.features.policies.console.product_rows import Rows, fields_of, label_fields, pressed, read_rows
from chalicelib.features.policies.console.product_typing import facts_typed, rows_of, rows_typed, wrong_rows
from chalicelib.features.policies.product_bodies import ProductBody, stored
from chalicelib.features.policies.product_rules import wrong_product
from chalicelib.features.policies.product_types import Product
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.numbers import typed_money, written
from chalicelib.frame.console.saving import LABEL_NEEDED, SettingsForm, state_of

_TAKEN = N_("There is such a product already. Choose another code, or none.")
#: Fields of the form that are no rows, by their pointer into a product.
PLACES: Mapping[str, str] = {
    **{f"/labels/{language}": f"label_{language}" for language in LANGUAGES},
    "/code": "code",
    "/subject": "subject",
    "/currency": "currency",
    "/rating/percent": "percent",
    "/rating/sum_least": "sum_least",
    "/rating/sum_most": "sum_most",
    "/rating/minimum_premium": "minimum_premium",
    "/plans": "plan-add",
    "/term_months": "term_months",
    "/minimum_age": "minimum_age",
    "/number/series": "series",
    "/cooling_off/days": "cooling_days",
    "/share_kept": "share_kept",
    "/retention/years": "retain_years",
    "/retention/law": "retain_law",
    "/process": "process",
    **{f"/after_loss/{language}": f"after_loss_{language}" for language in LANGUAGES},
}


class ProductForm(SettingsForm):
    """A product as it is typed; its rows are in fields of their number, `plan0-factor`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    do: str = ""
    label_ru: str = ""
    label_es: str = ""
    label_en: str = ""
    subject: str = "vehicle"
    currency: str = "RUB"
    active: str = ""
    percent: str = ""
    sum_least: str = ""
    sum_most: str = ""
    minimum_premium: str = ""
    term_months: str = ""
    minimum_age: str = ""
    number_form: str = "any"
    series: str = ""
    cooling_days: str = ""
    keeps_days: str = ""
    share_kept: str = ""
    retain_years: str = ""
    retain_law: str = ""
    process: str = ""
    cancels_online: str = ""
    after_loss_ru: str = ""
    after_loss_es: str = ""
    after_loss_en: str = ""

    def rows(self) -> Rows:
        """Return plans, factors with options, fields and documents as they are typed."""
        return read_rows(self.model_extra or {})

    def with_rows(self, rows: Rows) -> "ProductForm":
        """Return the form with these rows in place of its own."""
        fixed = {name: getattr(self, name) for name in type(self).model_fields}
        return ProductForm(**{**fixed, **fields_of(rows)})


def form_of(product: Product | None, language: Language) -> ProductForm:
    """Return the form of a product, numbers as the language writes them; of none with one plan of payment."""
    if product is None:
        plan = {**label_fields({"ru": "Сразу", "es": "Pago único", "en": "At once"}), "instalments": "1", "factor": "1"}
        rows = Rows({"plan": [plan], "factor": [], "field": [], "document": []}, [])
        return ProductForm(base=state_of(None), active="yes", term_months="12", keeps_days="yes").with_rows(rows)
    filled = ProductForm(base=state_of(product), code=product.code, **_facts_of(product, language))
    return filled.with_rows(rows_of(product, language))


def after_button(form: ProductForm) -> ProductForm | None:
    """Return the form after a button that changes its rows or shows its price; None for the one that saves."""
    if form.do in {"", "save"}:
        return None
    return form.with_rows(pressed(form.rows(), form.do))


def product_of(
    form: ProductForm, known: Product | None, taken: Collection[str], language: Language, *, page: Language
) -> Product:
    """Return the typed product. Raises Invalid with all errors, with pointers into a product.

    `language`: of values that are written once; `page`: of the page, which amounts are written in.
    """
    rows, labels = form.rows(), _labels(form)
    code = known.code if known else form.code.strip() or proposed(_first(labels), taken=taken, fallback="product")
    facts = facts_typed({name: getattr(form, name).strip() for name in type(form).model_fields}, page)
    typed = {"code": code, "labels": labels or {language: "-"}, **facts}
    priced = rows_typed(rows, known, language, amounts=partial(typed_money, currency=form.currency, language=page))
    typed["rating"] |= {"factors": priced.pop("factors")}
    lacking = [] if labels else [FieldError(f"/labels/{language}", LABEL_NEEDED)]
    lacking += wrong_rows(rows, language)
    if known is None and code in taken:
        lacking.append(FieldError("/code", _TAKEN))
    return stored(read_typed(ProductBody, {**typed, **priced}, lacking=lacking, check=_check))


def places_of(form: ProductForm, place: int) -> Mapping[str, str]:
    """Return the form's fields by pointer into a product, and into products with this one at a place."""
    found = dict((*PLACES.items(), *_row_places(form.rows())))
    return {f"{before}{pointer}": name for before in ("", f"/products/{place}") for pointer, name in found.items()}


def _row_places(rows: Rows) -> Iterator[tuple[str, str]]:
    kinds = {"plan": "/plans", "factor": "/rating/factors", "field": "/fields", "document": "/documents"}
    for kind, at in kinds.items():
        for number in range(len(rows.by_kind[kind])):
            yield from _fields_at(f"{at}/{number}", f"{kind}{number}")
    for number, options in enumerate(rows.options):
        yield f"/rating/factors/{number}/options", f"factor{number}-label_ru"
        for place in range(len(options)):
            yield from _fields_at(f"/rating/factors/{number}/options/{place}", f"factor{number}-option{place}")


def _fields_at(pointer: str, name: str) -> Iterator[tuple[str, str]]:
    yield pointer, f"{name}-label_ru"
    yield from ((f"{pointer}/labels/{language}", f"{name}-label_{language}") for language in LANGUAGES)
    for each in ("factor", "instalments", "amount", "needs_drivers", "kind", "choices", "file", "since"):
        yield f"{pointer}/{each}", f"{name}-{each}"


def _check(body: ProductBody) -> None:
    try:
        product = stored(body)
    except ValidationError:  # too little could be read
        return
    errors = list(wrong_product(product, at=""))
    if errors:
        raise Invalid(errors)


def _labels(form: ProductForm) -> dict[Language, str]:
    typed = {language: getattr(form, f"label_{language}").strip() for language in LANGUAGES}
    return {language: label for language, label in typed.items() if label}


def _first(labels: Mapping[Language, str]) -> str:
    return first_label(labels, LANGUAGES)


def _facts_of(product: Product, language: Language) -> dict[str, str]:
    rating, retention, age = product.rating, product.retention, product.minimum_age
    return {
        **label_fields(product.labels),
        "subject": product.subject,
        "currency": product.currency,
        "active": "yes" if product.active else "",
        "percent": written(language, rating.percent),
        "sum_least": written(language, rating.sum_least),
        "sum_most": written(language, rating.sum_most),
        "minimum_premium": written(language, rating.minimum_premium),
        "term_months": str(product.term_months),
        "minimum_age": "" if age is None else str(age),
        "number_form": product.number.form,
        "series": product.number.series,
        "cooling_days": str(product.cooling_off.days),
        "keeps_days": "yes" if product.cooling_off.keeps_days_in_force else "",
        "share_kept": written(language, product.share_kept),
        "retain_years": str(retention.years) if retention else "",
        "retain_law": retention.law if retention else "",
        "process": product.process or "",
        "cancels_online": "yes" if product.cancels_online else "",
        **{f"after_loss_{language}": product.after_loss.get(language, "") for language in LANGUAGES},
    }
