"""Settings: the rates of units in which laws limit the liability of carriers."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cargo.console.rate_form import RateForm, form_of, places_of, rate_of
from chalicelib.features.cargo.rates.changing import change_rates, show_rates
from chalicelib.features.cargo.rates.model import UNITS, UnitRate, in_order, rate_on
from chalicelib.features.cargo.rates.words import unit_said
from chalicelib.features.cargo.settings import CargoSettings
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.frame.console.numbers import written
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

_Settings = Section[CargoSettings]
_REMOVAL = Removal(
    question=N_("Delete this rate?"),
    warning=N_("Estimates take the rate before it then; without any, they say that nothing was computed."),
    yes=N_("Delete"),
    notice="rate_removed",
)
_UNIT_NAMES: Mapping[str, str] = {
    "SDR": N_("SDR, special drawing right of the IMF"),
    "IPREM": N_("IPREM, one day"),
}


def _lines(settings: _Settings, language: Language) -> Sequence[Line]:
    rates, today = in_order(settings.value.rates), now().date()

    def line(each: UnitRate) -> Line:
        holds = [text(language, N_("holds today"))] if rate_on(rates, each.unit, each.currency, today) == each else []
        return Line(each.code, _label(each, language), [*holds, each.source])

    return [line(each) for each in rates]


def _label(rate: UnitRate, language: Language) -> str:
    return text(
        language,
        N_("1 {unit} = {value} {currency} from {day} on"),
        unit=unit_said(rate.unit, language),
        value=written(language, rate.value),
        currency=rate.currency,
        day=localized.day(language, rate.on),
    )


def _changes(
    caller: Caller, settings: _Settings, form: RateForm, known: UnitRate | None, _page: Language
) -> Mapping[str, Any]:
    present, language = settings.value.rates, accounts.load_account(caller.account_id).language
    typed = rate_of(form, known, present, language)
    return {"rates": [*(each for each in present if each != known), typed]}


def _save(caller: Caller, settings: _Settings, changes: Mapping[str, Any]) -> object:
    return change_rates(caller, changes["rates"], version=settings.version)


def _places(settings: _Settings, _form: RateForm, code: str | None) -> Mapping[str, str]:
    others = [each for each in settings.value.rates if each.code != code]
    return places_of(len(others))


def _without(settings: _Settings, code: str) -> Mapping[str, Any]:
    return {"rates": tuple(each for each in settings.value.rates if each.code != code)}


def _values(_settings: _Settings, _form: RateForm, _known: UnitRate | None, language: Language) -> Mapping[str, Any]:
    return {"units": [(each, text(language, _UNIT_NAMES[each])) for each in UNITS]}


rate_pages = blueprint_of(
    __name__,
    EntryPages[_Settings, UnitRate, RateForm](
        section="cargo",
        thing="rate",
        words=Words(
            heading=N_("Cargo: rates"),
            intro=N_(
                "Laws limit what carriers pay in units of account: the SDR of the IMF, a day of the Spanish IPREM. "
                "Estimates take the latest rate on or before their day, and name it. Former rates stay for claims of "
                "former days."
            ),
            add=N_("Add a rate"),
            unknown=N_("There is no such rate."),
            gone=N_("There is no such rate any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this rate meanwhile. What you typed is still here, and nothing was saved yet: "
                "save it as a new one, or go back to all rates."
            ),
            none=N_("There is no rate: nothing that depends on one is computed."),
        ),
        form=RateForm,
        template="settings_rate.html",
        show=show_rates,
        save=_save,
        entries=lambda settings: settings.value.rates,
        lines=_lines,
        label=_label,
        filled=form_of,
        changes=_changes,
        places=_places,
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=_values,
    ),
)
