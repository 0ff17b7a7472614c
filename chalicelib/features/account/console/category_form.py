"""The form of a category, and the account's own categories after a change."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import LANGUAGES, N_
from chalicelib.features.account.schemas import CategoryBody, stored
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.saving import LABEL_NEEDED, SettingsForm, state_of
from chalicelib.tenancy.categories import Category, built_in
from chalicelib.tenancy.model import Account, Process, Template
from chalicelib.tenancy.rules import disordered

Kind = Literal["built in", "replaced", "own"]
TAKEN = N_("There is such a code already. Choose another one, or none.")
#: The form's fields by pointer into a category.
PLACES: Mapping[str, str] = {
    **{f"/labels/{language}": f"label_{language}" for language in LANGUAGES},
    "/code": "code",
    **{f"/hints/{language}": f"hint_{language}" for language in LANGUAGES},
    "/min": "min",
    "/max": "max",
}


class CategoryForm(SettingsForm):
    """A category as it is typed."""

    label_ru: str = ""
    label_es: str = ""
    label_en: str = ""
    hint_ru: str = ""
    hint_es: str = ""
    hint_en: str = ""
    min: str = ""
    max: str = ""
    by_default: str = ""
    original_required: str = ""


def kind_of_category(account: Account, code: str) -> Kind:
    """Return the origin of a category."""
    is_built_in = any(category.code == code for category in built_in())
    is_own = any(category.code == code for category in account.own_categories)
    return "own" if not is_built_in else "replaced" if is_own else "built in"


def find_category(account: Account, code: str) -> Category | None:
    """Return the category of a code, if the account has it."""
    return next((category for category in account.categories if category.code == code), None)


def form_of(category: Category | None) -> CategoryForm:
    """Return the form of a category, or an empty one."""
    if category is None:
        return CategoryForm(base=state_of(None), min="1", max="10")
    texts = {f"label_{language}": label for language, label in category.labels.items()}
    texts |= {f"hint_{language}": hint for language, hint in category.hints.items()}
    return CategoryForm(
        base=state_of(category),
        code=category.code,
        min=str(category.min),
        max=str(category.max),
        by_default="yes" if category.by_default else "",
        original_required="yes" if category.original_required else "",
        **texts,
    )


def category_of(form: CategoryForm, account: Account, known: Category | None) -> Category:
    """Return the category that is typed; labels in languages that the account doesn't offer stay as they were.

    Those that were typed in a language before somebody else withdrew it are taken, too. Invalid names the fields of
    a category.
    """
    typed_labels = {language: getattr(form, f"label_{language}").strip() for language in LANGUAGES}
    labels = {language: label for language, label in typed_labels.items() if label or language in account.languages}
    kept = {language: label for language, label in known.labels.items() if language not in labels} if known else {}
    labels = {language: label for language, label in {**kept, **labels}.items() if label}
    lacking = [] if labels else [FieldError(f"/labels/{account.language}", LABEL_NEEDED)]
    lacking += [FieldError("/code", TAKEN)] if not known and is_taken(form, account.categories) else []
    hints = {language: getattr(form, f"hint_{language}").strip() for language in LANGUAGES}
    typed: dict[str, Any] = {
        "code": known.code if known else _code(form, account, labels),
        "labels": labels or {account.language: "-"},
        "hints": {language: hint.replace("\r\n", "\n") for language, hint in hints.items() if hint},
        "min": form.min,
        "max": form.max,
        "by_default": bool(form.by_default),
        "original_required": bool(form.original_required),
    }
    body = read_typed(CategoryBody, typed, lacking=lacking, check=_check)
    _check(body)
    return stored(Category, body)


def is_taken(form: SettingsForm, others: Iterable[Category | Process | Template]) -> bool:
    """Return True if the code that is typed is another one's."""
    return form.code.strip() in {each.code for each in others}


def _code(form: CategoryForm, account: Account, labels: Mapping[Any, str]) -> str:
    taken = {category.code for category in account.categories}
    label = first_label(labels, account.languages)
    return form.code.strip() or proposed(label, taken=taken, fallback="category")


def _check(part: CategoryBody) -> None:
    if found := disordered(part, at=""):
        raise Invalid(found)


def with_category(account: Account, category: Category) -> tuple[Category, ...]:
    """Return the account's own categories with this one in its place. One equal to the built-in is none of its own."""
    own = {each.code: each for each in account.own_categories} | {category.code: category}
    return tuple(each for each in own.values() if each not in built_in())


def without_category(account: Account, code: str) -> tuple[Category, ...]:
    """Return the account's own categories without one.

    Raises Conflict if a template asks for it and no built-in one remains.
    """
    users = [each.shown_name for each in account.templates if code in {choice.code for choice in each.categories}]
    if users and kind_of_category(account, code) == "own":
        message = N_("These templates ask for the category: {names}. Take it out of them first.")
        raise Conflict(message, names=", ".join(f"“{name}”" for name in users))
    return tuple(each for each in account.own_categories if each.code != code)
