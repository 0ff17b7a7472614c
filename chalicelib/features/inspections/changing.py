"""Changes of the account's choices for inspections."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.cases.rules import known_process
from chalicelib.features.inspections.settings import InspectionSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

_NO_TEMPLATE = N_("The account has no such template; it has: {known}.")


def show_choices(caller: Caller) -> Section[InspectionSettings]:
    """Return the choices as they are now."""
    return sections.show(caller.account_id, InspectionSettings)


def change_choices(caller: Caller, changes: Mapping[str, Any], *, version: int) -> Section[InspectionSettings]:
    """Change choices that were read in a version; those that are not named stay. Raises Invalid, Conflict."""
    check_choices(caller, changes)
    changed = InspectionSettings.model_validate({**dict(show_choices(caller).value), **changes})
    return sections.change(caller.account_id, changed, since=version)


def check_choices(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with each choice that the account does not have."""
    account, found = accounts.load_account(caller.account_id), Findings()
    with found:
        known_process(account, changes.get("process"), at="/process")
    template = changes.get("template")
    if template is not None and account.template(template) is None:
        known = ", ".join(each.code for each in account.templates) or "-"
        found.add([FieldError("/template", _NO_TEMPLATE, {"known": known})])
    found.demand_none()
