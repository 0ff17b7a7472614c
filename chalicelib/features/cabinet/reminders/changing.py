"""Changes of the account's rules for reminders."""

from collections.abc import Mapping
from typing import Any

from chalicelib.features.cabinet.reminders.settings import ReminderSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section


def show_rules(caller: Caller) -> Section[ReminderSettings]:
    """Return the rules for reminders as they are now."""
    return sections.show(caller.account_id, ReminderSettings)


def change_rules(caller: Caller, changes: Mapping[str, Any], *, version: int) -> Section[ReminderSettings]:
    """Change rules for reminders that were read in a version; those that are not named stay. Raises Conflict."""
    changed = ReminderSettings.model_validate({**dict(show_rules(caller).value), **changes})
    return sections.change(caller.account_id, changed, since=version)
