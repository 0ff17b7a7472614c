"""The articles of laws of transport on amounts: which of them a carriage has, and their sources.

docs/decisions/0088 names the texts that they were read in, and those that no text confirms yet.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.features.cargo.rates.model import UnitCode


class Law(NamedTuple):
    """A law of transport: its name, the unit of its limit, its articles. An empty article: it has no such rule."""

    name: str
    unit: UnitCode
    #: The value at the place and time of acceptance, and the limit by weight.
    value: str
    limit: str
    #: Charges of the carriage go back in proportion to the goods.
    charges: str
    #: A delay costs the charges at most; without it, the limit by weight holds for delays.
    delay: str
    #: A declared value replaces the limit; wilful misconduct lifts it.
    declared: str
    wilful: str


#: Hague-Visby names no compensation of a delay, and Montreal has one limit for loss, damage and delay.
LAWS: Mapping[str, Law] = MappingProxyType(
    {
        "cmr": Law(
            name="CMR",
            unit="SDR",
            value="CMR, art. 23.1, 25",
            limit="CMR, art. 23.3",
            charges="CMR, art. 23.4",
            delay="CMR, art. 23.5",
            declared="CMR, art. 24",
            wilful="CMR, art. 29",
        ),
        "lcttm": Law(
            name="Ley 15/2009",
            unit="IPREM",
            value="Ley 15/2009, art. 52, 53",
            limit="Ley 15/2009, art. 57.1",
            charges="Ley 15/2009, art. 58",
            delay="Ley 15/2009, art. 57.2",
            declared="Ley 15/2009, art. 61",
            wilful="Ley 15/2009, art. 62",
        ),
        "montreal": Law(
            name="Montreal",
            unit="SDR",
            value="Montreal, art. 22.3",
            limit="Montreal, art. 22.3",
            charges="",
            delay="",
            declared="Montreal, art. 22.3",
            wilful="",
        ),
        "hague_visby": Law(
            name="Hague-Visby",
            unit="SDR",
            value="Hague-Visby, art. IV.5(b)",
            limit="Hague-Visby, art. IV.5(a)",
            charges="",
            delay="",
            declared="Hague-Visby, art. IV.5(a)",
            wilful="Hague-Visby, art. IV.5(e)",
        ),
    }
)
