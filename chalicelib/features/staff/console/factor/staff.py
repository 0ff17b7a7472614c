"""The second factor of colleagues, for administrators: the rule that all have one, and the reset of somebody's."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.account.console.changing import save
from chalicelib.features.staff import notices
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity import people
from chalicelib.identity.factors.requiring import count_without
from chalicelib.identity.factors.resetting import reset_factor
from chalicelib.identity.model import Caller, User
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

staff_factor_pages = console_pages(__name__)
_RULE = "/console/settings/people/second-factor"
_PERSON = "/console/settings/people/{user_id}"


class RuleForm(Fields):
    """The rule for a second factor of all staff, and the state that the form was made from."""

    base: str = ""
    required: str = ""


@staff_factor_pages.operation(
    "GET", _RULE, audience=ADMINISTRATORS, media_type=HTML, summary="Rule of second factors for all staff"
)
def show_rule(caller: Caller, call: Call) -> Response:
    """Show the rule, and the number of colleagues without a second factor."""
    account = accounts.show_account(caller.account_id)
    return _rule_page(call, caller, account, is_required=account.second_factor_required)


@staff_factor_pages.operation(
    "POST", _RULE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Demand a second factor of all staff"
)
def change_rule(caller: Caller, form: RuleForm, call: Call) -> Response:
    """Save the rule."""
    account, is_required = accounts.show_account(caller.account_id), form.required == "yes"
    try:
        check_unchanged(form.base, state_of(account.second_factor_required))
        save(caller, account, {"second_factor_required": is_required})
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places={"/second_factor_required": "required"})
        present = accounts.show_account(caller.account_id)
        return _rule_page(call, caller, present, is_required=is_required, found=found)
    return see_other(_RULE, notice="settings_saved")


@staff_factor_pages.operation(
    "GET",
    f"{_PERSON}/reset-factor",
    audience=ADMINISTRATORS,
    media_type=HTML,
    summary="Ask whether to reset somebody's second factor",
)
def confirm_reset(caller: Caller, user_id: str, call: Call) -> Response:
    """Ask first: the password alone lets in afterwards."""
    person = people.find_user(caller, user_id)
    if person.factor_since is None:
        return see_other(_address(person), notice="factor_none")
    return _confirmation(call, caller, person)


@staff_factor_pages.operation(
    "POST",
    f"{_PERSON}/reset-factor",
    audience=ADMINISTRATORS,
    status=303,
    media_type=HTML,
    summary="Reset somebody's second factor",
)
def reset(caller: Caller, user_id: str, call: Call) -> Response:
    person = people.find_user(caller, user_id)
    try:
        had_one = reset_factor(caller, user_id, tell=notices.queue_factor_notice)
    except Conflict as error:
        said = text(call.language, error.message, **error.params)
        return _confirmation(call, caller, person, status=int(kind_of(error)[0]), warning=said)
    return see_other(_address(person), notice="factor_reset" if had_one else "factor_none")


def _confirmation(call: Call, caller: Caller, person: User, *, status: int = 200, warning: str = "") -> Response:
    usual = text(
        call.language,
        N_(
            "For who has lost the authenticator and the recovery codes: make sure that it is them who ask. They are "
            "signed out and told by e-mail; then their password alone lets them in."
        ),
    )
    return page(
        call,
        "confirm.html",
        caller=caller,
        status=status,
        here=f"{_address(person)}/reset-factor",
        question=text(call.language, N_("Reset this person's second factor?")),
        warning=warning or usual,
        yes=text(call.language, N_("Reset the second factor")),
        name=person.shown_name,
        picture="",
        back=address(_address(person)),
    )


def _rule_page(
    call: Call, caller: Caller, account: Account, *, is_required: bool, found: Trouble = NOTHING_WRONG
) -> Response:
    return section_page(
        call,
        caller,
        account,
        "factor_rule.html",
        here=_RULE,
        found=found,
        is_required=is_required,
        base=state_of(account.second_factor_required),
        without=count_without(caller),
    )


def _address(person: User) -> str:
    return _PERSON.format(user_id=person.id)
