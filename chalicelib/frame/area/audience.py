"""The audience of a client area: its people, by the session's cookie of that area and by nothing else."""

from chalicelib.base.errors import Forbidden, NotFound, Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.frame.area.site import open_site
from chalicelib.http.cookies import area_session, cookie
from chalicelib.identity.area import sessions
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.audiences import Audience, Contract, Presented
from chalicelib.identity.model import Caller

#: The answer at an address without a page or an operation, or with one that the person has no permission for.
NOTHING_HERE = N_("There is nothing at this address.")
#: The name of the address in the paths of all operations of client areas.
SLUG = "slug"
_NOT_YOURS = N_("Your access does not include this part of the client area.")
_COOKIE = {"type": "apiKey", "in": "cookie", "name": "__Host-osmotr-area-{slug}", "description": "Of a client area"}


def area(permission: AreaPermission) -> Audience:
    """Return the audience of people with a permission, signed in to the area of the path.

    The caller is an AreaCaller: account, person and clients come of the session, never from the call. Without the
    permission the address is one where nothing is: nobody learns the permissions of colleagues.
    """

    def resolve(presented: Presented) -> Caller:
        caller = person_of(presented)
        if permission not in caller.scopes:
            raise NotFound(NOTHING_HERE)
        return caller

    return Audience(
        name="area",
        resolve=resolve,
        who="People of the client area with the permission `{scope}`, by the session's cookie.",
        scope=permission,
        contract=Contract(
            description=f"Permission in the client area: `{permission}`.",
            security=({"area": []},),
            schemes={"area": _COOKIE},
            errors=(Unauthenticated, Forbidden, NotFound),
        ),
    )


def person_of(presented: Presented) -> AreaCaller:
    """Return the person who is signed in to the area of the path. Raises Unauthenticated or Forbidden."""
    slug = presented.parameters[SLUG]
    caller = sessions.resume(cookie(presented.headers, area_session(slug)), slug=slug)
    try:
        site = open_site(slug)
    except NotFound as error:
        raise Unauthenticated(error.message) from error
    if site.account.id != caller.account_id:
        raise Unauthenticated(_NOT_YOURS)
    return caller
