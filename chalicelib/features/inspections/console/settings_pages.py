"""Settings: the process of inspections, and the photos that are asked for."""

from chalicelib.base.errors import Findings
from chalicelib.base.languages import Language
from chalicelib.base.words import first_seen
from chalicelib.features.inspections.changing import change_choices, check_choices, show_choices
from chalicelib.features.inspections.settings import DAYS, InspectionSettings
from chalicelib.frame.console.numbers import whole_number
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import state_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

_PLACES = {f"/{name}": name for name in InspectionSettings.model_fields}


class InspectionForm(RulesForm):
    """The choices as they are typed; empty codes stand for none."""

    process: str = ""
    template: str = ""
    days: str = ""


def _read(caller: Caller, form: InspectionForm) -> dict[str, object]:
    found = Findings()
    codes = {"process": form.process.strip() or None, "template": form.template.strip() or None}
    with found:
        check_choices(caller, codes)
    days = found.attempt(lambda: whole_number(form.days, DAYS, at="/days"), otherwise=0)
    found.demand_none()
    return {**codes, "days": days}


def _filled(section: Section[InspectionSettings], _language: Language) -> InspectionForm:
    choices = section.value
    return InspectionForm(
        base=_state(section),
        process=choices.process or "",
        template=choices.template or "",
        days=str(choices.days),
    )


def _state(section: Section[InspectionSettings]) -> str:
    return state_of(section.value)


def _save(caller: Caller, section: Section[InspectionSettings], form: InspectionForm) -> object:
    return change_choices(caller, _read(caller, form), version=section.version)


def _values(caller: Caller, _section: Section[InspectionSettings], language: Language) -> dict[str, object]:
    account = accounts.load_account(caller.account_id)
    return {
        "processes": [
            (each.code, first_seen((each.labels.get(language, ""), *each.labels.values()), otherwise=each.code))
            for each in account.processes
        ],
        "templates": [(each.code, each.shown_name) for each in account.templates],
    }


settings_pages = blueprint_of(
    __name__,
    RulePage[Section[InspectionSettings], InspectionForm](
        section="inspections",
        rules="the choices for inspections",
        form=InspectionForm,
        template="settings_inspections.html",
        show=show_choices,
        state=_state,
        filled=_filled,
        save=_save,
        places=_PLACES,
        notice="inspections_saved",
        values=_values,
    ),
)
