"""HTTP of notices of loss."""

from chalicelib.base.ids import new_id
from chalicelib.base.languages import text
from chalicelib.features.cases.policy_words import GAPS
from chalicelib.features.claims.area import own
from chalicelib.features.claims.area.notice import filing
from chalicelib.features.claims.area.notice.schemas import NoticeBody, NoticeView
from chalicelib.features.claims.area.views import own_claim_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MINE = area(AreaPermission.CLAIMS)


def _check(caller: AreaCaller, slug: str, body: NoticeBody) -> None:
    filing.check_notice(caller, body.typed())


@routes.operation(
    "POST",
    "/v1/area/{slug}/claims",
    audience=_MINE,
    status=201,
    check=_check,
    summary="Declare a loss under an own policy: it becomes a claim with a page for photos",
)
def declare_area_loss(caller: AreaCaller, slug: str, body: NoticeBody, call: Call) -> NoticeView:
    """Declare a loss; with the same Idempotency-Key once."""
    once = call.headers.get("idempotency-key") or new_id("not")
    filed = filing.file_notice(caller, body.typed(), once=once)
    shown = own_claim_view(own.find_own(caller, filed.claim_id), call.language)
    return NoticeView(
        claim_id=shown.id,
        number=shown.number,
        photo_link=filed.photo_link,
        needs=[each for each in shown.slots if each.missing],
        deadlines=shown.deadlines,
        warning=text(call.language, GAPS[filed.gap]) if filed.gap else None,
    )
