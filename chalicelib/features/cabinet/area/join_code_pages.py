"""Pages of a registration after its details: question, codes, password; and those of invitations."""

from typing import Any

from chalice.app import Response

from chalicelib.base.channels import Channel
from chalicelib.base.errors import DomainError, Invalid, LinkUnknown, NotFound, QuotaExceeded
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, trouble
from chalicelib.features.cabinet.area.join_consents import Ticks, shown_consents
from chalicelib.features.cabinet.area.join_places import MOVED, path_of, place_of, stay_or_move
from chalicelib.features.cabinet.cookies import visit_of
from chalicelib.features.cabinet.joining.model import Join, JoinStep
from chalicelib.features.cabinet.joining.questions import MAX_ANSWER, TEXTS
from chalicelib.features.cabinet.joining.refusals import EmailTaken
from chalicelib.features.cabinet.joining.routes import join_cookie, secret_of, session_cookies
from chalicelib.features.cabinet.joining.service import checking, confirming, finishing, inviting
from chalicelib.features.cabinet.joining.views import contacts_of
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import Site, open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.identity.audiences import PUBLIC

pages = area_pages(__name__)
_REGISTER = "/area/{slug}/register"
_INVITATION = "/area/{slug}/i/{token}"


class AnswerForm(Fields):
    """The answer to the question."""

    answer: str = ""


class CodesForm(Fields):
    """The codes of the messages."""

    sms: str = ""
    email: str = ""


class PasswordForm(Ticks):
    """The chosen password, and a tick for each consent that an invitation asks for."""

    password: str = ""


class PressedForm(Fields):
    """A pressed button."""


@pages.operation(
    "GET",
    f"{_REGISTER}/question",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page with the question",
)
def show_question(slug: str, call: Call) -> Response:
    return stay_or_move(call, slug, (JoinStep.QUESTION,), lambda site, _: _question_page(call, site))


@pages.operation(
    "POST",
    f"{_REGISTER}/question",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Answer the question",
)
def answer_registration_question(slug: str, form: AnswerForm, call: Call) -> Response:
    """Lead to the next step; after a wrong answer show the page with the number of answers that are left."""
    site = open_site(slug)
    try:
        asked = checking.answer_question(
            site, secret_of(slug, call), form.answer[: MAX_ANSWER + 1], address=call.address
        )
    except MOVED as error:
        return place_of(slug, error)
    except (Invalid, QuotaExceeded) as error:
        return _question_page(call, site, trouble(error, language=call.language, fields=("answer",)))
    if asked.join.step is JoinStep.QUESTION:
        return _question_page(call, site, is_wrong=True)
    return see_other(path_of(slug, asked.join.step))


@pages.operation(
    "GET",
    f"{_REGISTER}/codes",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page for the codes",
)
def show_codes(slug: str, call: Call) -> Response:
    return stay_or_move(call, slug, (JoinStep.CODES,), lambda site, join: _codes_page(call, site, join))


@pages.operation(
    "POST",
    f"{_REGISTER}/codes",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Confirm phone and e-mail by their codes",
)
def confirm_registration_codes(slug: str, form: CodesForm, call: Call) -> Response:
    """Lead to the password, or show the codes that are missing or wrong."""
    site = open_site(slug)
    typed: dict[Channel, str] = {"sms": _digits(form.sms), "email": _digits(form.email)}
    try:
        confirming.confirm(site, secret_of(slug, call), typed, address=call.address)
    except MOVED as error:
        return place_of(slug, error)
    except (Invalid, QuotaExceeded) as error:
        found = trouble(error, language=call.language, fields=("sms", "email"))
        return stay_or_move(call, slug, (JoinStep.CODES,), lambda site, join: _codes_page(call, site, join, found))
    return see_other(path_of(slug, JoinStep.PASSWORD))


@pages.operation(
    "POST",
    f"{_REGISTER}/codes/send",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Send new codes",
)
def send_registration_codes(slug: str, form: PressedForm, call: Call) -> Response:
    """Send new codes to the contacts that are not confirmed, and lead back."""
    del form
    try:
        confirming.send_again(open_site(slug), secret_of(slug, call), address=call.address)
    except MOVED as error:
        return place_of(slug, error)
    except QuotaExceeded as error:
        found = trouble(error, language=call.language)
        return stay_or_move(call, slug, (JoinStep.CODES,), lambda site, join: _codes_page(call, site, join, found))
    return see_other(path_of(slug, JoinStep.CODES), notice="join_codes_sent")


@pages.operation(
    "GET",
    f"{_REGISTER}/password",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page for the password",
)
def show_password(slug: str, call: Call) -> Response:
    return stay_or_move(call, slug, (JoinStep.PASSWORD,), lambda site, join: _password_page(call, site, join))


@pages.operation(
    "POST",
    f"{_REGISTER}/password",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Choose the password, which makes the cabinet",
)
def choose_registration_password(slug: str, form: PasswordForm, call: Call) -> Response:
    """Make the cabinet and lead to its home page."""
    site = open_site(slug)
    try:
        secret, visit = secret_of(slug, call), visit_of(call, slug)
        joined = finishing.finish(site, secret, visit, password=form.password, ticked=form.consents)
    except MOVED as error:
        return _still_open(call, slug, form, error) if _is_taken(error) else place_of(slug, error)
    except (Invalid, QuotaExceeded) as error:
        return _still_open(call, slug, form, error)
    return see_other(page_path(slug), notice="join_done", cookies=session_cookies(site, joined))


@pages.operation(
    "GET",
    f"{_REGISTER}/staff",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page of a registration that only the organisation can finish",
)
def show_end(slug: str, call: Call) -> Response:
    return stay_or_move(call, slug, (JoinStep.STAFF,), lambda site, _: page(call, site, "join_staff.html"))


@pages.operation(
    "GET",
    _INVITATION,
    audience=PUBLIC,
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page of an invitation; begins nothing, since scanners follow links",
)
def show_area_invitation(slug: str, token: str, call: Call) -> Response:
    site = open_site(slug)
    invitation = inviting.open_invitation(site, token, address=call.address)
    return page(call, site, "join_invitation.html", is_prepared=invitation.registration == "prepared")


@pages.operation(
    "POST",
    _INVITATION,
    audience=PUBLIC,
    status=303,
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="Begin the registration of an invitation",
)
def begin_invited_registration(slug: str, token: str, form: PressedForm, call: Call) -> Response:
    """Begin, and lead to the code or to the password."""
    del form
    started = inviting.accept(open_site(slug), token, language=call.language, address=call.address)
    cookie = str(join_cookie(slug, started.secret)["Set-Cookie"])
    return see_other(path_of(slug, started.join.step), cookies=[cookie])


def _question_page(call: Call, site: Site, found: Trouble = NO_TROUBLE, *, is_wrong: bool = False) -> Response:
    asked = checking.show_question(site, secret_of(site.slug, call))
    values: dict[str, Any] = {
        "question": TEXTS[asked.question],
        "tries_left": asked.tries_left,
        "is_wrong": is_wrong,
        "form": AnswerForm(),
    }
    status = 422 if is_wrong else found.status
    return page(call, site, "join_question.html", status=status, **found.values(), **values)


def _codes_page(call: Call, site: Site, join: Join, found: Trouble = NO_TROUBLE) -> Response:
    to = contacts_of(join)
    return page(call, site, "join_codes.html", status=found.status, contacts=to, form=CodesForm(), **found.values())


def _password_page(
    call: Call, site: Site, join: Join, form: PasswordForm | None = None, found: Trouble = NO_TROUBLE
) -> Response:
    # For password managers. Of an invitation the person has not given it, so that it is not told.
    login, last = join.given.email if join.given else "", finishing.show_last(join)
    values: dict[str, Any] = {
        "login": login,
        "form": form or PasswordForm(),
        "has_cabinet": last.has_cabinet,
        "consents": shown_consents(last.consents),
        **found.values(),
    }
    return page(call, site, "join_password.html", status=found.status, **values)


def _is_taken(error: DomainError) -> bool:
    """Return True if another person has the e-mail, or has the phone and nothing else to sign in with."""
    return isinstance(error, EmailTaken) or error.extra.get("reason") == "contact-taken"


def _still_open(call: Call, slug: str, form: PasswordForm, error: DomainError) -> Response:
    found = trouble(error, language=call.language, fields=("consents", "password"))
    return stay_or_move(
        call, slug, (JoinStep.PASSWORD,), lambda site, join: _password_page(call, site, join, form, found)
    )


def _digits(typed: str) -> str:
    """Return a typed code without the spaces and hyphens that people put between its digits."""
    return "".join(each for each in typed[:40] if each not in " -\u00a0")
