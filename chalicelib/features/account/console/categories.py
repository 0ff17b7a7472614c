"""Settings: what owners can be asked to photograph."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.account.console.category_form import (
    PLACES,
    CategoryForm,
    Kind,
    category_of,
    find_category,
    form_of,
    kind_of_category,
    with_category,
    without_category,
)
from chalicelib.features.account.console.changing import save
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    as_new,
    check_unchanged,
    gone,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account

category_pages = console_pages(__name__)
_LIST = "/console/settings/categories"
#: No code has a hyphen.
_NEW = f"{_LIST}/new-category"
_ONE = f"{_LIST}/{{code}}"
_REMOVE = f"{_ONE}/remove"
_NONE = N_("There is no such category.")
_GONE = N_("There is no such category any more: somebody has removed it.")
_REMOVED = N_(
    "Somebody has removed this category meanwhile. What you typed is still here, and nothing was saved yet: save it as "
    "a new one under this or another code, or go back to all categories."
)
_KINDS: Mapping[Kind, str] = {"built in": N_("Built in"), "replaced": N_("Built in, changed"), "own": N_("Own")}


@category_pages.operation("GET", _LIST, audience=ADMINISTRATORS, media_type=HTML, summary="The categories")
def show_categories(caller: Caller, call: Call) -> Response:
    """List the categories."""
    return _list(call, caller, accounts.show_account(caller.account_id))


@category_pages.operation("GET", _NEW, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a new category")
def show_new_category(caller: Caller, call: Call) -> Response:
    """Show an empty form."""
    return _form(call, caller, accounts.show_account(caller.account_id), None, form_of(None))


@category_pages.operation("POST", _NEW, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Add a category")
def add_category(caller: Caller, form: CategoryForm, call: Call) -> Response:
    """Add a category of the account's own."""
    return _save(caller, None, form, call)


@category_pages.operation("GET", _ONE, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a category")
def show_category(caller: Caller, code: str, call: Call) -> Response:
    """Show the form of a category, built in or own."""
    account = accounts.show_account(caller.account_id)
    known = find_category(account, code)
    return _form(call, caller, account, known, form_of(known)) if known else _gone(call, caller, account)


@category_pages.operation(
    "POST", _ONE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change a category"
)
def change_category(caller: Caller, code: str, form: CategoryForm, call: Call) -> Response:
    """Save a category; one that was built in is replaced by it."""
    return _save(caller, code, form, call)


@category_pages.operation(
    "GET", _REMOVE, audience=ADMINISTRATORS, media_type=HTML, summary="Ask whether a category is to go"
)
def confirm_removal(caller: Caller, code: str, call: Call) -> Response:
    """Ask first, or say why it can't go."""
    account = accounts.show_account(caller.account_id)
    known = find_category(account, code)
    if known is None:
        return _gone(call, caller, account)
    try:
        without_category(account, code)
    except Conflict as error:
        return _list(call, caller, account, trouble(error, language=call.language, places={}))
    is_own = kind_of_category(account, code) == "own"
    question = N_("Delete this category?") if is_own else N_("Reset this category to how it was built in?")
    warning = N_("Requests that were made keep it. New ones can't ask for it any more.")
    return page(
        call,
        "confirm.html",
        caller=caller,
        account=account,
        question=text(call.language, question),
        warning=text(call.language, warning if is_own else N_("The account's own labels, hints and numbers are lost.")),
        yes=text(call.language, N_("Delete") if is_own else N_("Reset")),
        name=known.label(call.language),
        picture="",
        back=address(_ONE.format(code=code)),
    )


@category_pages.operation(
    "POST", _REMOVE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Delete or reset a category"
)
def remove_category(caller: Caller, code: str, call: Call) -> Response:
    """Delete a category of the account's own, or take away what replaces a built-in one."""
    account = accounts.show_account(caller.account_id)
    if find_category(account, code) is None:
        return see_other(_LIST, notice="category_gone")
    try:
        save(caller, account, {"categories": without_category(account, code)})
    except (Invalid, Conflict) as error:
        return _list(call, caller, account, trouble(error, language=call.language, places={}, account=account))
    is_own = kind_of_category(account, code) == "own"
    return see_other(_LIST, notice="category_removed" if is_own else "category_reset")


def _save(caller: Caller, code: str | None, form: CategoryForm, call: Call) -> Response:
    account = accounts.show_account(caller.account_id)
    known = find_category(account, code) if code else None
    if code and known is None:
        return _again(call, caller, code, form)
    try:
        check_unchanged(form.base, state_of(known))
        save(caller, account, {"categories": with_category(account, category_of(form, account, known))})
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=PLACES, account=account)
        return _again(call, caller, code, form, found)
    return see_other(_LIST, notice="settings_saved")


def _again(
    call: Call, caller: Caller, code: str | None, form: CategoryForm, found: Trouble = NOTHING_WRONG
) -> Response:
    """Show what was typed; as a new category if somebody has removed the one that it was typed for."""
    account = accounts.show_account(caller.account_id)
    known = find_category(account, code) if code else None
    if code and known is None:
        form, found = as_new(form, code, unknown=_NONE, removed=_REMOVED, language=call.language)
    return _form(call, caller, account, known, form, found)


def _gone(call: Call, caller: Caller, account: Account) -> Response:
    return _list(call, caller, account, gone(_GONE, language=call.language))


def _list(call: Call, caller: Caller, account: Account, found: Trouble = NOTHING_WRONG) -> Response:
    rows = [
        (each, each.label(call.language), _KINDS[kind_of_category(account, each.code)]) for each in account.categories
    ]
    return section_page(call, caller, account, "settings_categories.html", here=_LIST, found=found, rows=rows)


def _form(
    call: Call,
    caller: Caller,
    account: Account,
    known: Category | None,
    form: CategoryForm,
    found: Trouble = NOTHING_WRONG,
) -> Response:
    return section_page(
        call,
        caller,
        account,
        "settings_category.html",
        found=found,
        form=form,
        known=known,
        base=state_of(known),
        here=_ONE.format(code=known.code) if known else _NEW,
        label=known.label(call.language) if known else "",
        kind=kind_of_category(account, known.code) if known else "own",
    )
