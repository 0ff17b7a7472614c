"""Open photo requests of cases of the person's clients, with the pages that take the photos."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.features.photos.service.access import address_of, link_of
from chalicelib.features.photos.service.showing import list_of_client
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

#: Requests of a client that are looked at, the latest ones.
MOST = 20


class AskedPhotos(NamedTuple):
    """A photo request that waits for its photos."""

    id: str
    case_id: str
    object: str
    #: The page that takes the photos.
    link: str
    until: datetime


def open_requests(caller: AreaCaller) -> Sequence[AskedPhotos]:
    """Return the open photo requests to the person's side, the latest first: a Query a client, two BatchGetItem.

    Those to the holder of the goods wait for somebody else.
    """
    found = list[AskedPhotos]()
    moment = now()
    for client_id in caller.client_ids(AreaPermission.CLAIMS):
        listed, _ = list_of_client(caller, client_id, limit=MOST, position=None)
        found += [
            AskedPhotos(request.id, case.id, case.shown_title, address_of(link_of(request).token), request.expires_at)
            for request, case in listed
            if request.is_open(moment) and not request.of_holder
        ]
    return found
