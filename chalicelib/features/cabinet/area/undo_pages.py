"""The page behind the link of a notice: it restores a contact that somebody changed.

Why it asks first: scanners of e-mails follow links.
"""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Gone, NotFound
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Trouble, trouble
from chalicelib.features.cabinet.codes import masked
from chalicelib.features.cabinet.cookies import no_session
from chalicelib.features.cabinet.service import contacts
from chalicelib.frame.area.blueprint import SIGN_IN, area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.audiences import PUBLIC

pages = area_pages(__name__)
_PATH = "/area/{slug}/undo/{token}"


@pages.operation(
    "GET", _PATH, audience=PUBLIC, errors=(NotFound, Gone), media_type=HTML, summary="The page that restores a contact"
)
def show_undo(slug: str, token: str, call: Call) -> Response:
    return _page(call, slug, token)


@pages.operation(
    "POST",
    _PATH,
    audience=PUBLIC,
    status=303,
    errors=(NotFound, Gone, Conflict),
    media_type=HTML,
    summary="Restore a changed contact, and end all sessions",
)
def undo_contact(slug: str, token: str, call: Call) -> Response:
    """Lead to the sign-in: all sessions are over, this browser's, too."""
    try:
        contacts.undo_change(open_site(slug).account.id, token)
    except Conflict as error:
        return _page(call, slug, token, trouble(error, language=call.language))
    return see_other(page_path(slug, SIGN_IN), notice="area_contact_restored", cookies=[no_session(slug)])


def _page(call: Call, slug: str, token: str, found: Trouble = NO_TROUBLE) -> Response:
    site = open_site(slug)
    former = contacts.find_undo(site.account.id, token)
    values: dict[str, Any] = {
        "former": masked(former.channel, former.former),
        "present": masked(former.channel, former.present),
        "until": former.until,
        **found.values(),
    }
    return page(call, site, "area_undo.html", status=found.status, **values)
