"""The own claims of cargo of a person of the client area."""

from chalicelib.base.errors import NotFound
from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.claims.area.own import OwnClaim, find_own
from chalicelib.frame.area.audience import NOTHING_HERE
from chalicelib.identity.area.model import AreaCaller


def own_of_cargo(caller: AreaCaller, claim_id: str) -> OwnClaim:
    """Return an own claim about goods that were carried. Raises NotFound for any other."""
    found = find_own(caller, claim_id)
    if not is_of_cargo(found.claim):
        raise NotFound(NOTHING_HERE)
    return found
