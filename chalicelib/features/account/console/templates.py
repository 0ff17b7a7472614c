"""Settings: templates, the kinds of request that staff send often."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.account.console.changing import save
from chalicelib.features.account.console.template_form import (
    TemplateForm,
    form_of,
    places_of,
    template_of,
    with_template,
)
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
from chalicelib.tenancy.model import Account, Template

template_pages = console_pages(__name__)
_LIST = "/console/settings/templates"
#: No code has a hyphen.
_NEW = f"{_LIST}/new-template"
_ONE = f"{_LIST}/{{code}}"
_REMOVE = f"{_ONE}/remove"
_NONE = N_("There is no such template.")
_GONE = N_("There is no such template any more: somebody has removed it.")
_REMOVED = N_(
    "Somebody has removed this template meanwhile. What you typed is still here, and nothing was saved yet: save it as "
    "a new one under this or another code, or go back to all templates."
)


@template_pages.operation("GET", _LIST, audience=ADMINISTRATORS, media_type=HTML, summary="The templates")
def show_templates(caller: Caller, call: Call) -> Response:
    """List the templates."""
    return _list(call, caller, accounts.show_account(caller.account_id))


@template_pages.operation("GET", _NEW, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a new template")
def show_new_template(caller: Caller, call: Call) -> Response:
    """Show an empty form."""
    return _form(call, caller, accounts.show_account(caller.account_id), None, form_of(None))


@template_pages.operation("POST", _NEW, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Add a template")
def add_template(caller: Caller, form: TemplateForm, call: Call) -> Response:
    """Add a template."""
    return _save(caller, None, form, call)


@template_pages.operation("GET", _ONE, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a template")
def show_template(caller: Caller, code: str, call: Call) -> Response:
    """Show the form of a template."""
    account = accounts.show_account(caller.account_id)
    known = account.template(code)
    return _form(call, caller, account, known, form_of(known)) if known else _gone(call, caller, account)


@template_pages.operation(
    "POST", _ONE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change a template"
)
def change_template(caller: Caller, code: str, form: TemplateForm, call: Call) -> Response:
    """Save a template."""
    return _save(caller, code, form, call)


@template_pages.operation(
    "GET", _REMOVE, audience=ADMINISTRATORS, media_type=HTML, summary="Ask whether a template is to go"
)
def confirm_removal(caller: Caller, code: str, call: Call) -> Response:
    """Ask first."""
    account = accounts.show_account(caller.account_id)
    known = account.template(code)
    if known is None:
        return _gone(call, caller, account)
    return page(
        call,
        "confirm.html",
        caller=caller,
        account=account,
        question=text(call.language, N_("Delete this template?")),
        warning=text(call.language, N_("Requests that were made with it stay as they are.")),
        yes=text(call.language, N_("Delete")),
        name=known.name,
        picture="",
        back=address(_ONE.format(code=code)),
    )


@template_pages.operation(
    "POST", _REMOVE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Delete a template"
)
def remove_template(caller: Caller, code: str, call: Call) -> Response:
    """Delete a template."""
    account = accounts.show_account(caller.account_id)
    if account.template(code) is None:
        return see_other(_LIST, notice="template_gone")
    try:
        save(caller, account, {"templates": tuple(each for each in account.templates if each.code != code)})
    except (Invalid, Conflict) as error:
        return _list(call, caller, account, trouble(error, language=call.language, places={}))
    return see_other(_LIST, notice="template_removed")


def _save(caller: Caller, code: str | None, form: TemplateForm, call: Call) -> Response:
    account = accounts.show_account(caller.account_id)
    known = account.template(code) if code else None
    if code and known is None:
        return _again(call, caller, code, form)
    try:
        check_unchanged(form.base, state_of(known))
        template = template_of(
            form, account, known, check=lambda all_: accounts.check_changes(caller, {"templates": all_})
        )
        save(caller, account, {"templates": with_template(account, template)})
    except (Invalid, Conflict) as error:
        places = places_of(form, account, code)
        found = trouble(error, language=call.language, places=places, account=account)
        return _again(call, caller, code, form, found)
    return see_other(_LIST, notice="settings_saved")


def _again(
    call: Call, caller: Caller, code: str | None, form: TemplateForm, found: Trouble = NOTHING_WRONG
) -> Response:
    """Show what was typed; as a new template if somebody has removed the one that it was typed for."""
    account = accounts.show_account(caller.account_id)
    known = account.template(code) if code else None
    if code and known is None:
        form, found = as_new(form, code, unknown=_NONE, removed=_REMOVED, language=call.language)
    return _form(call, caller, account, known, form, found)


def _gone(call: Call, caller: Caller, account: Account) -> Response:
    return _list(call, caller, account, gone(_GONE, language=call.language))


def _list(call: Call, caller: Caller, account: Account, found: Trouble = NOTHING_WRONG) -> Response:
    labels = {category.code: category.label(call.language) for category in account.categories}
    rows = [(each, [labels.get(choice.code, choice.code) for choice in each.categories]) for each in account.templates]
    return section_page(call, caller, account, "settings_templates.html", here=_LIST, found=found, rows=rows)


def _form(
    call: Call,
    caller: Caller,
    account: Account,
    known: Template | None,
    form: TemplateForm,
    found: Trouble = NOTHING_WRONG,
) -> Response:
    offered = [(each, each.label(call.language)) for each in account.categories]
    return section_page(
        call,
        caller,
        account,
        "settings_template.html",
        found=found,
        form=form,
        known=known,
        base=state_of(known),
        here=_ONE.format(code=known.code) if known else _NEW,
        offered=offered,
    )
