"""HTTP of the cabinet: signing in and out, sessions, recovery of access."""

from chalicelib.base.errors import Forbidden, Gone, NotFound, QuotaExceeded, Unauthenticated
from chalicelib.features.cabinet.cookies import cookies_of, no_session, session_cookie, step_cookie, step_of, visit_of
from chalicelib.features.cabinet.schemas import (
    AreaPersonView,
    AreaRecoveryBegin,
    AreaRecoveryEnd,
    AreaRecoveryView,
    AreaSessionList,
    AreaSignIn,
)
from chalicelib.features.cabinet.service import own, recovering, signing_in
from chalicelib.features.cabinet.views import person_view, session_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Call, Reply
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.audiences import PUBLIC

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_AREA = "/v1/area/{slug}"
_ME = area(AreaPermission.ME)


@routes.operation(
    "POST",
    f"{_AREA}/sessions",
    audience=PUBLIC,
    status=201,
    answers={201: AreaPersonView},
    errors=(Unauthenticated, Forbidden, Gone, NotFound, QuotaExceeded),
    summary="Sign in to the client area",
)
def sign_in_to_area(slug: str, body: AreaSignIn, call: Call) -> Reply:
    """Sign in; a new device needs the code that the first try sends (403 with `reason: code-needed`)."""
    site = open_site(slug)
    signed_in = signing_in.sign_in(site, visit_of(call, slug), login=body.login, password=body.password, code=body.code)
    return Reply(person_view(signed_in.person), 201, {"Set-Cookie": cookies_of(site, signed_in)})


@routes.operation("GET", f"{_AREA}/sessions", audience=_ME, summary="List the own sessions in the client area")
def list_area_sessions(caller: AreaCaller, slug: str) -> AreaSessionList:
    return AreaSessionList(items=[session_view(caller, each) for each in own.list_sessions(caller)])


@routes.operation(
    "DELETE",
    f"{_AREA}/sessions",
    audience=_ME,
    status=204,
    answers={204: None},
    summary="End all other sessions in the client area",
)
def end_area_sessions(caller: AreaCaller, slug: str) -> Reply:
    renewed = own.end_all_sessions(caller)
    return Reply(None, 204, {"Set-Cookie": [session_cookie(slug, renewed.secret)]})


@routes.operation(
    "DELETE",
    f"{_AREA}/sessions/{{session_id}}",
    audience=_ME,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="End a session in the client area",
)
def end_area_session(caller: AreaCaller, slug: str, session_id: str) -> Reply:
    own.end_session(caller, session_id)
    ended = [no_session(slug)] if session_id == caller.session.id else []
    return Reply(None, 204, {"Set-Cookie": ended} if ended else {})


@routes.operation(
    "POST",
    f"{_AREA}/recovery",
    audience=PUBLIC,
    status=202,
    answers={202: AreaRecoveryView},
    errors=(NotFound, QuotaExceeded),
    summary="Recover the access to the client area",
)
def recover_area_access(slug: str, body: AreaRecoveryBegin, call: Call) -> Reply:
    """Send codes to e-mail and phone; the answer is the same for names that nobody has."""
    secret = recovering.begin_recovery(open_site(slug), visit_of(call, slug), login=body.login)
    cookie = step_cookie(slug, secret, life=recovering.STEP)
    return Reply(AreaRecoveryView(), 202, {"Set-Cookie": [cookie]})


@routes.operation(
    "POST",
    f"{_AREA}/recovery/password",
    audience=PUBLIC,
    status=201,
    answers={201: AreaPersonView},
    errors=(Gone, NotFound),
    summary="Choose a new password for the client area by both codes",
)
def choose_area_password(slug: str, body: AreaRecoveryEnd, call: Call) -> Reply:
    site = open_site(slug)
    typed = recovering.Typed(body.email_code, body.sms_code, body.password)
    signed_in = recovering.finish_recovery(site, visit_of(call, slug), step_of(call.headers, slug), typed)
    return Reply(person_view(signed_in.person), 201, {"Set-Cookie": cookies_of(site, signed_in)})
