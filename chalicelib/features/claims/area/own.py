"""The claims of a person of the client area, as the area shows them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.claims import service
from chalicelib.features.claims.model import Claim, Wanted
from chalicelib.features.claims.photo_counts import with_filed
from chalicelib.features.claims.stages import Side, Stage
from chalicelib.features.claims.standing import number_of
from chalicelib.http.paging import wrong_cursor
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

#: Claims of a client on the page.
MOST = 100


class OwnClaim(NamedTuple):
    """A claim with its names for the client: its number, and the car or the policyholder's words for it."""

    claim: Claim
    number: str
    object: str


def list_own(caller: AreaCaller) -> list[OwnClaim]:
    """Return the claims of the person's clients, the latest first.

    Query and BatchGetItem a client, and one BatchGetItem of all their cases.
    """
    found = list[Claim]()
    for client_id in caller.client_ids(AreaPermission.CLAIMS):
        found += service.list_claims(caller, Wanted(client_id=client_id), limit=MOST, position=None).items
    of = _cases_of(caller, found)
    fresh = [with_filed(each, of[each.case_id].filed) if each.case_id in of else each for each in found]
    return [_own(each, of.get(each.case_id)) for each in sorted(fresh, key=lambda each: each.opened_at, reverse=True)]


class OwnWanted(NamedTuple):
    """The filter of the own list: a stage, those that wait for the client, the beginning of a number."""

    stage: Stage | None = None
    mine: bool = False
    q: str = ""


def list_page(
    caller: AreaCaller, wanted: OwnWanted, *, limit: int, position: str | None
) -> tuple[list[OwnClaim], str | None]:
    """Return a page of the claims of the person's clients, client by client, and its end.

    Query and BatchGetItem a client that the page reaches, and one BatchGetItem of all their cases. Raises Invalid.
    """
    clients = list(caller.client_ids(AreaPermission.CLAIMS))
    first, after = _place_of(position, clients)
    found, end = list[Claim](), None
    for number in range(first, len(clients)):
        turn = Side.CLIENT if wanted.mine else None
        filter_ = Wanted(client_id=clients[number], stage=wanted.stage, turn=turn, q=wanted.q)
        page = service.list_claims(caller, filter_, limit=limit - len(found), position=after)
        found, after = [*found, *page.items], None
        if page.position is not None:
            end = f"{clients[number]}|{page.position}"
            break
        if len(found) >= limit and number + 1 < len(clients):
            end = f"{clients[number + 1]}|"
            break
    of = _cases_of(caller, found)
    fresh = [with_filed(each, of[each.case_id].filed) if each.case_id in of else each for each in found]
    return [_own(each, of.get(each.case_id)) for each in fresh], end


def _place_of(position: str | None, clients: Sequence[str]) -> tuple[int, str | None]:
    """Return the number of the client that a position is in, and the position in its list. Raises Invalid."""
    if position is None:
        return 0, None
    client_id, mark, after = position.partition("|")
    if not mark or client_id not in clients:
        raise wrong_cursor()
    return clients.index(client_id), after or None


def find_several(caller: AreaCaller, claim_ids: Sequence[str]) -> Mapping[str, OwnClaim]:
    """Return claims of the person's clients by id; any other is missing. Two BatchGetItem."""
    found = [each for each in service.find_claims(caller, claim_ids) if service.sees_claim(caller, each)]
    of = _cases_of(caller, found)
    return {each.id: _own(each, of.get(each.case_id)) for each in found}


def find_own(caller: AreaCaller, claim_id: str) -> OwnClaim:
    """Return a claim of the person's clients. Raises NotFound for any other."""
    claim = service.show_claim(caller, claim_id)
    return _own(claim, _cases_of(caller, [claim]).get(claim.case_id))


def _cases_of(caller: AreaCaller, claims: Sequence[Claim]) -> Mapping[str, Case]:
    return {each.id: each for each in cases.find_cases(caller, [each.case_id for each in claims])}


def _own(claim: Claim, case: Case | None) -> OwnClaim:
    vehicle = case.vehicle if case else None
    car = (vehicle.make, vehicle.model, vehicle.plate or vehicle.vin) if vehicle else ()
    return OwnClaim(claim, number_of(claim, case), " ".join(filter(None, car)))
