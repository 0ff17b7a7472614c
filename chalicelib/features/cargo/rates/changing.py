"""Changes of an account's rates, and the rules for them together."""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.cargo.rates.model import UnitCode, UnitRate, in_order
from chalicelib.features.cargo.settings import CargoSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section

_TWICE: Mapping[UnitCode, str] = {
    "SDR": N_("There is a rate of the SDR in {currency} on this day already. Change that one, or choose another day."),
    "IPREM": N_(
        "There is a rate of the IPREM in {currency} on this day already. Change that one, or choose another day."
    ),
}


def show_rates(caller: Caller) -> Section[CargoSettings]:
    """Return the rates as they are now."""
    return sections.show(caller.account_id, CargoSettings)


def check_rates(rates: Sequence[UnitRate], *, at: str = "/rates") -> None:
    """Raise Invalid with everything that rates would be refused for."""
    found = Findings()
    found.add(_repeated(rates, at=at))
    found.demand_none()


def change_rates(caller: Caller, rates: Sequence[UnitRate], *, version: int) -> Section[CargoSettings]:
    """Replace the rates that were read in a version. Raises Invalid with all errors, Conflict."""
    check_rates(rates)
    return sections.change(caller.account_id, CargoSettings(own=in_order(rates)), since=version)


def _repeated(rates: Sequence[UnitRate], *, at: str) -> Iterator[FieldError]:
    seen: dict[str, int] = {}
    for place, each in enumerate(rates):
        first = seen.setdefault(each.code, place)
        if first != place:
            parts = ("unit", "currency", "on")
            follows = tuple(f"{at}/{number}/{part}" for number in (first, place) for part in parts)
            yield FieldError(f"{at}/{place}/on", _TWICE[each.unit], {"currency": each.currency}, follows)
