"""Words of cargo as msgids: kinds of loss, goods, routes, modes, laws."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.features.claims.model import Claim

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "breakage": N_("Breakage"),
        "robbery": N_("Robbery"),
        "theft": N_("Theft without force"),
        "loss": N_("Loss of goods"),
    }
)
GOODS: Mapping[str, str] = MappingProxyType({"parcel": N_("Parcel"), "pallet": N_("Pallet")})
ROUTES: Mapping[str, str] = MappingProxyType({"national": N_("National"), "international": N_("International")})
MODES: Mapping[str, str] = MappingProxyType(
    {"road": N_("Road"), "air": N_("Air"), "sea": N_("Sea"), "rail": N_("Rail")}
)
#: Names of laws of carriage as laws of all languages write them.
LAWS: Mapping[str, str] = MappingProxyType(
    {"cmr": "CMR", "lcttm": "Ley 15/2009", "montreal": "Montreal 1999", "hague_visby": "Hague-Visby"}
)


def kind_of(claim: Claim) -> str:
    """Return the word for the kind of loss of announced goods; empty without one."""
    return KINDS.get(claim.facts.kind or "", "") if claim.rules.announced else ""
