"""The form of a rate, and the rate that it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_, Language
from chalicelib.features.cargo.rates.bodies import UnitRateBody
from chalicelib.features.cargo.rates.changing import check_rates
from chalicelib.features.cargo.rates.model import UnitRate
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.numbers import plain, typed_number
from chalicelib.frame.console.saving import SettingsForm, check_part, state_of

_FIELDS = ("unit", "value", "currency", "on", "source")
_NO_DAY = N_("Write the day from which the rate holds, such as {example}.")
_NO_VALUE = N_("Write the value of one unit, such as 1.2134.")
_NO_CURRENCY = N_("Write a currency of three letters (ISO 4217), such as EUR.")
_NO_SOURCE = N_("Write the source of the rate, such as IMF.")


class RateForm(SettingsForm):
    """A rate as it is typed."""

    do: str = ""
    unit: str = "SDR"
    value: str = ""
    currency: str = ""
    on: str = ""
    source: str = ""


def form_of(rate: UnitRate | None, language: Language) -> RateForm:
    """Return the form of a rate; of a new one: of the SDR in euros today, as most are."""
    if rate is None:
        return RateForm(base=state_of(None), currency="EUR", on=localized.day(language, now().date()))
    return RateForm(
        base=state_of(rate),
        unit=rate.unit,
        value=plain(rate.value),
        currency=rate.currency,
        on=localized.day(language, rate.on),
        source=rate.source,
    )


def rate_of(form: RateForm, known: UnitRate | None, rates: Sequence[UnitRate], language: Language) -> UnitRate:
    """Return the typed rate. Raises Invalid with all errors, with pointers into a rate.

    `known`: the rate that it replaces. `rates`: all of now.
    """
    typed: dict[str, Any] = {
        "unit": form.unit.strip(),
        "value": typed_number(form.value),
        "currency": form.currency.strip().upper(),
        "source": form.source.strip(),
    }
    lacking = [
        FieldError(f"/{name}", message)
        for name, message in (("value", _NO_VALUE), ("currency", _NO_CURRENCY), ("source", _NO_SOURCE))
        if not typed[name]
    ]
    stand_ins = {"value": "1", "currency": "EUR", "source": "-"}
    typed |= {name: stand_in for name, stand_in in stand_ins.items() if not typed[name]}
    try:
        typed["on"] = read_date(form.on).isoformat()
    except ValueError:
        typed["on"] = now().date().isoformat()
        lacking.append(FieldError("/on", _NO_DAY, {"example": localized.day(language, now().date())}))
    others = [each for each in rates if each != known]
    body = read_typed(UnitRateBody, typed, lacking=lacking, check=lambda read: _check(read, others))
    return UnitRate.model_validate(body.model_dump())


def places_of(place: int) -> Mapping[str, str]:
    """Return the form's fields by pointer into a rate, and into rates with this one at a place."""
    return {f"{before}/{name}": name for before in ("", f"/rates/{place}") for name in _FIELDS}


def _check(rate: UnitRate, others: Sequence[UnitRate]) -> None:
    if None not in (rate.unit, rate.currency, rate.on):  # else too little could be read
        check_part(lambda: check_rates([*others, rate]), at=f"/rates/{len(others)}")
