"""Permissions of the operations of companies' people, stated independently of the code."""

from collections.abc import Mapping

from chalicelib.base.clock import now
from chalicelib.identity.area import notices
from chalicelib.identity.table import area_notices
from tests.support.api.people import People
from tests.support.api.permissions import Permissions
from tests.support.area import SLUG, company_user, open_area, registered

_NOTICES = "area area:notices"


def _owned(api: People) -> Mapping[str, str]:
    open_area(api.account.id)
    person = registered(api.account.id, company_user("cli_of_nobody"), email="owned@carga.example", phone=None)
    said = notices.Said(
        once="owned",
        at=now(),
        kind="claim_announced",
        client_id="cli_of_nobody",
        text="{ref}",
        params={"ref": "S-1"},
        path="/claims",
    )
    notices.put_notice(person, said)
    return {
        "slug": SLUG,
        "notice_id": area_notices.list_notices(api.account.id, person.id, limit=1).notices[0].id,
    }


PERMISSIONS = Permissions(
    who_may={
        "GET /v1/area/{slug}/notices": _NOTICES,
        "POST /v1/area/{slug}/notices/read": _NOTICES,
        "GET /area/{slug}/notices": _NOTICES,
        "POST /area/{slug}/notices/read": _NOTICES,
        "GET /area/{slug}/notices/{notice_id}": _NOTICES,
    },
    unknown={"notice_id": "01J9Z6K3V8QWERTY0123456789"},
    owned=_owned,
    bodies={"POST /v1/area/{slug}/notices/read": {"through": "01J9Z6K3V8QWERTY0123456789"}},
)
