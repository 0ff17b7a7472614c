"""Words for the units of account."""

from collections.abc import Mapping

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cargo.rates.model import UnitCode

_SHORT: Mapping[UnitCode, str] = {"SDR": N_("SDR"), "IPREM": "IPREM"}


def unit_said(unit: UnitCode, language: Language) -> str:
    """Return the short name of a unit of account as people of a language write it: SDR, DEG, СДР."""
    return text(language, _SHORT[unit])
