"""HTTP of registrations in the client area, for apps of an account; the pages do the same."""

from chalicelib.base.channels import Channel
from chalicelib.base.errors import Conflict, Gone, Invalid, LinkUnknown, NotFound, QuotaExceeded
from chalicelib.features.cabinet.cookies import cookies_of, visit_of
from chalicelib.features.cabinet.joining.challenges import NO_ANSWER, Answer
from chalicelib.features.cabinet.joining.model import LIFE
from chalicelib.features.cabinet.joining.schemas import (
    AnswerBody,
    ChallengeView,
    CodesBody,
    DetailsBody,
    PasswordBody,
    RegisteredView,
    RegistrationBody,
    RegistrationView,
)
from chalicelib.features.cabinet.joining.service import checking, confirming, finishing, inviting, starting
from chalicelib.features.cabinet.joining.views import asked_view, join_view, started_view
from chalicelib.features.cabinet.service.signing_in import SignedIn
from chalicelib.frame.area.blueprint import area_api
from chalicelib.frame.area.site import Site, open_site
from chalicelib.http.blueprint import Call, Reply
from chalicelib.http.cookies import area_join, cookie, expire_cookie, set_cookie
from chalicelib.identity.area.passwords import check_password
from chalicelib.identity.audiences import PUBLIC

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_REGISTRATIONS = "/v1/area/{slug}/registrations"
_STEP = (NotFound, Gone, Conflict, QuotaExceeded)


def _check_start(body: RegistrationBody) -> None:
    wrong = starting.wrong_number(body.policy_number or "")
    if body.challenge is not None and not body.challenge.code and not body.challenge.solution:
        wrong = [*wrong, NO_ANSWER]
    if wrong:
        raise Invalid(wrong)


def _check_details(slug: str, body: DetailsBody, call: Call) -> None:
    checking.read_details(open_site(slug), call.language, _typed(body))


def _check_answer(body: AnswerBody) -> None:
    checking.demand_answer(body.answer or "")


def _check_password(body: PasswordBody) -> None:
    check_password(body.password or "")


@routes.operation(
    "POST",
    "/v1/area/{slug}/challenges",
    audience=PUBLIC,
    status=201,
    errors=(NotFound, QuotaExceeded),
    summary="Make a challenge for a registration",
)
def make_challenge(slug: str, call: Call) -> ChallengeView:
    made = starting.new_challenge(open_site(slug), address=call.address)
    return ChallengeView(id=made.id, picture=made.picture, pow=dict(made.pow), ends_at=made.ends_at)


@routes.operation(
    "POST",
    _REGISTRATIONS,
    audience=PUBLIC,
    status=201,
    answers={201: RegistrationView},
    errors=(NotFound, QuotaExceeded),
    check=_check_start,
    summary="Begin a registration with the number of a policy",
)
def start_registration(slug: str, body: RegistrationBody, call: Call) -> Reply:
    site, given = open_site(slug), body.challenge
    answer = Answer(given.id, given.code, given.solution)
    started = starting.start(
        site, number=body.policy_number, answer=answer, language=call.language, address=call.address
    )
    return Reply(body=started_view(site.account, started.join), status=201, headers=join_cookie(slug, started.secret))


@routes.operation(
    "POST",
    f"{_REGISTRATIONS}/details",
    audience=PUBLIC,
    errors=_STEP,
    check=_check_details,
    summary="Give name, contacts and consents",
)
def give_details(slug: str, body: DetailsBody, call: Call) -> RegistrationView:
    asked = checking.give_details(open_site(slug), secret_of(slug, call), _typed(body), address=call.address)
    return asked_view(asked, call.language)


@routes.operation(
    "POST",
    f"{_REGISTRATIONS}/answer",
    audience=PUBLIC,
    errors=_STEP,
    check=_check_answer,
    summary="Answer the question",
)
def answer_question(slug: str, body: AnswerBody, call: Call) -> RegistrationView:
    asked = checking.answer_question(open_site(slug), secret_of(slug, call), body.answer, address=call.address)
    return asked_view(asked, call.language)


@routes.operation(
    "POST", f"{_REGISTRATIONS}/codes", audience=PUBLIC, errors=_STEP, summary="Confirm phone and e-mail by their codes"
)
def confirm_codes(slug: str, body: CodesBody, call: Call) -> RegistrationView:
    typed: dict[Channel, str] = {"sms": body.sms or "", "email": body.email or ""}
    return join_view(confirming.confirm(open_site(slug), secret_of(slug, call), typed, address=call.address))


@routes.operation(
    "POST",
    f"{_REGISTRATIONS}/codes/send",
    audience=PUBLIC,
    status=202,
    errors=_STEP,
    summary="Send new codes to the contacts that are not confirmed",
)
def send_codes_again(slug: str, call: Call) -> RegistrationView:
    return join_view(confirming.send_again(open_site(slug), secret_of(slug, call), address=call.address))


@routes.operation(
    "POST",
    f"{_REGISTRATIONS}/password",
    audience=PUBLIC,
    status=201,
    answers={201: RegisteredView},
    errors=_STEP,
    check=_check_password,
    summary="Choose the password, which makes the cabinet and begins a session",
)
def choose_password(slug: str, body: PasswordBody, call: Call) -> Reply:
    site = open_site(slug)
    joined = finishing.finish(
        site, secret_of(slug, call), visit_of(call, slug), password=body.password, ticked=body.consents
    )
    return Reply(
        body=RegisteredView(id=joined.person.id), status=201, headers={"Set-Cookie": session_cookies(site, joined)}
    )


@routes.operation(
    "POST",
    "/v1/area/{slug}/invitations/{token}",
    audience=PUBLIC,
    status=201,
    answers={201: RegistrationView},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Begin the registration of an invitation",
)
def accept_invitation(slug: str, token: str, call: Call) -> Reply:
    started = inviting.accept(open_site(slug), token, language=call.language, address=call.address)
    return Reply(body=join_view(started.join), status=201, headers=join_cookie(slug, started.secret))


def secret_of(slug: str, call: Call) -> str:
    """Return the secret of the registration under way in a browser; empty without one."""
    return cookie(call.headers, area_join(slug))


def join_cookie(slug: str, secret: str) -> dict[str, str | list[str]]:
    """Return the header with the cookie of a registration."""
    return {"Set-Cookie": set_cookie(area_join(slug), secret, seconds=int(LIFE.total_seconds()), lax=True)}


def session_cookies(site: Site, joined: SignedIn) -> list[str]:
    """Return the cookies of the first session; the registration's one ends."""
    return [*cookies_of(site, joined), expire_cookie(area_join(site.slug), lax=True)]


def _typed(body: DetailsBody) -> checking.TypedDetails:
    return checking.TypedDetails(
        body.surname or "",
        body.given_name or "",
        body.patronymic or "",
        body.phone or "",
        body.email or "",
        tuple(body.consents or ()),
    )
