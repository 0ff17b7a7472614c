"""Settings: categories of photos for owners."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.account.console.category_form import (
    PLACES,
    CategoryForm,
    Kind,
    category_of,
    form_of,
    kind_of_category,
    with_category,
    without_category,
)
from chalicelib.features.account.console.changing import save, show
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account

_KINDS: Mapping[Kind, str] = {"built in": N_("Built in"), "replaced": N_("Built in, changed"), "own": N_("Own")}
_DELETION = Removal(
    question=N_("Delete this category?"),
    warning=N_("Requests that were made keep it. New ones can't ask for it any more."),
    yes=N_("Delete"),
    notice="category_removed",
)
_RESET = Removal(
    question=N_("Reset this category to how it was built in?"),
    warning=N_("The account's own labels, hints and numbers are lost."),
    yes=N_("Reset"),
    notice="category_reset",
)


def _lines(account: Account, language: Language) -> Sequence[Line]:
    return [Line(each.code, each.label(language), _facts(account, each, language)) for each in account.categories]


def _facts(account: Account, each: Category, language: Language) -> Sequence[str]:
    facts = [
        text(language, _KINDS[kind_of_category(account, each.code)]),
        text(language, N_("{least} to {most} photos"), least=each.min, most=each.max),
    ]
    facts += [text(language, N_("ticked by default"))] if each.by_default else []
    return [*facts, text(language, N_("originals only"))] if each.original_required else facts


def _changes(
    _: Caller, account: Account, form: CategoryForm, known: Category | None, _page: Language
) -> Mapping[str, Any]:
    return {"categories": with_category(account, category_of(form, account, known))}


def _removal(account: Account, category: Category) -> Removal:
    """Return the deletion of an own category, or the reset of one that replaces a built-in one."""
    return _DELETION if kind_of_category(account, category.code) == "own" else _RESET


category_pages = blueprint_of(
    __name__,
    EntryPages[Account, Category, CategoryForm](
        section="categories",
        thing="category",
        words=Words(
            heading=N_("Categories"),
            intro=N_(
                "What owners can be asked to photograph. Requests that were made keep the categories that they were "
                "made with."
            ),
            add=N_("Add a category"),
            unknown=N_("There is no such category."),
            gone=N_("There is no such category any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this category meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one under this or another code, or go back to all categories."
            ),
        ),
        links=(("/console/settings/appearance#previews", N_("See what owners see")),),
        form=CategoryForm,
        template="settings_category.html",
        show=show,
        save=save,
        entries=lambda account: account.categories,
        lines=_lines,
        label=lambda category, language: category.label(language),
        filled=lambda entry, _: form_of(entry),
        changes=_changes,
        places=lambda *_: PLACES,
        without=lambda account, code: {"categories": without_category(account, code)},
        removal=_removal,
        values=lambda account, _form, known, _language: {
            "kind": kind_of_category(account, known.code) if known else "own"
        },
        in_templates=True,
    ),
)
