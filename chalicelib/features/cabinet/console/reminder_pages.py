"""Settings: the rules for reminders, by kind."""

from collections.abc import Mapping

from chalicelib.base.languages import N_, Language
from chalicelib.features.cabinet.reminder_settings_schemas import ReminderSettingsChange
from chalicelib.features.cabinet.reminders.changing import change_rules, show_rules
from chalicelib.features.cabinet.reminders.settings import ReminderSettings
from chalicelib.frame.console.fields import Id, read_typed
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import state_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy.sections import Section

#: Kinds with their labels and hints.
_KINDS: Mapping[str, tuple[str, str]] = {
    "instalments": (N_("Instalments"), N_("10 and 3 days before the day, on it, and 3 days after it.")),
    "renewals": (
        N_("Renewals"),
        N_("60, 30, 14, 7 and 1 days before the end. Messages go only to clients who agreed to advertising."),
    ),
    "deductibles": (N_("Deductibles of repairs"), N_("At the referral to the workshop, 3 and 7 days after it.")),
}
_WAYS: Mapping[str, str] = {
    "message": N_("by a message and in the client area"),
    "cabinet": N_("in the client area only"),
    "off": N_("no reminders"),
}


class ReminderForm(RulesForm):
    """The rules as they are chosen."""

    instalments: Id = ""
    renewals: Id = ""
    deductibles: Id = ""
    sms: str = ""
    without_cabinet: str = ""


def _filled(rules: Section[ReminderSettings], _language: Language) -> ReminderForm:
    value = rules.value
    return ReminderForm(
        base=_state(rules),
        **{name: getattr(value, name) for name in _KINDS},
        sms="yes" if value.sms else "",
        without_cabinet="yes" if value.without_cabinet else "",
    )


def _state(rules: Section[ReminderSettings]) -> str:
    return state_of(rules.value)


def _save(caller: Caller, rules: Section[ReminderSettings], form: ReminderForm) -> object:
    typed = {
        "version": rules.version,
        **{name: getattr(form, name) for name in _KINDS},
        "sms": form.sms == "yes",
        "without_cabinet": form.without_cabinet == "yes",
    }
    body = read_typed(ReminderSettingsChange, typed)
    return change_rules(caller, body.changes(), version=rules.version)


def _values(_caller: Caller, _rules: Section[ReminderSettings], _language: Language) -> Mapping[str, object]:
    return {"kinds": _KINDS, "ways": _WAYS}


reminder_pages = blueprint_of(
    __name__,
    RulePage[Section[ReminderSettings], ReminderForm](
        section="reminders",
        rules="the rules for reminders",
        form=ReminderForm,
        template="settings_reminders.html",
        show=show_rules,
        state=_state,
        filled=_filled,
        save=_save,
        places={f"/{name}": name for name in _KINDS},
        notice="reminder_rules_saved",
        values=_values,
    ),
)
