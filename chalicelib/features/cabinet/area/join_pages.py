"""Pages of a registration: the number with a challenge, then name, contacts and consents."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import DomainError, Invalid, NotFound, QuotaExceeded
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, trouble
from chalicelib.features.cabinet.area.join_consents import Ticks, shown_consents
from chalicelib.features.cabinet.area.join_places import MOVED, place_of, solver_script, stay_or_move
from chalicelib.features.cabinet.joining.challenges import LENGTH, Answer
from chalicelib.features.cabinet.joining.consents import offered_consents
from chalicelib.features.cabinet.joining.model import JoinStep
from chalicelib.features.cabinet.joining.routes import join_cookie, secret_of
from chalicelib.features.cabinet.joining.service import checking, starting
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import Site, open_site, page_path
from chalicelib.frame.console.fields import problems_at_fields
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.audiences import PUBLIC

pages = area_pages(__name__)
_START, _DETAILS = "/area/{slug}/register", "/area/{slug}/register/details"
_LONGEST = 400
_NUMBER_FIELDS = {"/policy_number": "policy_number", "/challenge": "code"}
_DETAIL_FIELDS = ("surname", "given_name", "patronymic", "phone", "email", "consents")


class NumberForm(Fields):
    """The number, and the answer to the challenge of the page."""

    policy_number: str = ""
    challenge: str = ""
    code: str = ""
    solution: str = ""


class DetailsForm(Ticks):
    """Name, contacts, and a tick for each consent."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    phone: str = ""
    email: str = ""


@pages.operation(
    "GET",
    _START,
    audience=PUBLIC,
    errors=(NotFound, QuotaExceeded),
    media_type=HTML,
    summary="The page to begin a registration",
)
def show_registration(slug: str, call: Call) -> Response:
    return _number_page(call, open_site(slug), NumberForm())


@pages.operation(
    "POST",
    f"{_START}/picture",
    audience=PUBLIC,
    status=200,
    errors=(NotFound, QuotaExceeded),
    media_type=HTML,
    summary="Show another picture, with the number as it was typed",
)
def show_another_picture(slug: str, form: NumberForm, call: Call) -> Response:
    return _number_page(call, open_site(slug), form)


@pages.operation(
    "POST",
    _START,
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Begin a registration with the number of a policy",
)
def begin_registration(slug: str, form: NumberForm, call: Call) -> Response:
    """Begin, or show the form with its errors and a new picture."""
    site = open_site(slug)
    answer = Answer(form.challenge[:_LONGEST], form.code[:_LONGEST], form.solution)
    try:
        started = starting.start(
            site,
            number=form.policy_number[:60],
            answer=answer,
            language=call.language,
            address=call.address,
        )
    except (Invalid, QuotaExceeded) as error:
        return _number_page(call, site, form, _at_number(error, call))
    cookie = str(join_cookie(slug, started.secret)["Set-Cookie"])
    return see_other(page_path(slug, "/register/details"), cookies=[cookie])


@pages.operation(
    "GET", _DETAILS, audience=PUBLIC, errors=(NotFound,), media_type=HTML, summary="The page for name and contacts"
)
def show_registration_details(slug: str, call: Call) -> Response:
    """Show the form; a question leads back here to correct a slip."""
    return stay_or_move(
        call,
        slug,
        (JoinStep.DETAILS, JoinStep.QUESTION),
        lambda site, _: _details_page(call, site, DetailsForm()),
    )


@pages.operation(
    "POST",
    _DETAILS,
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Give name, contacts and consents",
)
def give_registration_details(slug: str, form: DetailsForm, call: Call) -> Response:
    """Lead to the next step, or show the form with its errors."""
    site = open_site(slug)
    cut = {name: str(getattr(form, name))[:120] for name in ("surname", "given_name", "patronymic", "phone")}
    typed = checking.TypedDetails(**cut, email=form.email[:_LONGEST], consents=form.consents)
    try:
        asked = checking.give_details(site, secret_of(slug, call), typed, address=call.address)
    except MOVED as error:
        return place_of(slug, error)
    except (Invalid, QuotaExceeded) as error:
        return _details_page(call, site, form, trouble(error, language=call.language, fields=_DETAIL_FIELDS))
    return see_other(page_path(slug, f"/register/{asked.join.step}"))


def _number_page(call: Call, site: Site, form: NumberForm, found: Trouble = NO_TROUBLE) -> Response:
    challenge = starting.new_challenge(site, address=call.address)
    values: dict[str, Any] = {
        "form": form.model_copy(update={"code": "", "solution": ""}),
        "challenge": challenge,
        "length": LENGTH,
        "script": solver_script(),
    }
    return page(call, site, "join_number.html", status=found.status, **found.values(), **values)


def _at_number(error: DomainError, call: Call) -> Trouble:
    if not isinstance(error, Invalid):
        return trouble(error, language=call.language)
    wrong, others = problems_at_fields(error, places=_NUMBER_FIELDS, language=call.language)
    return Trouble(wrong, others, int(kind_of(error)[0]))


def _details_page(call: Call, site: Site, form: DetailsForm, found: Trouble = NO_TROUBLE) -> Response:
    consents = shown_consents(offered_consents(site.account, call.language))
    return page(call, site, "join_details.html", status=found.status, form=form, consents=consents, **found.values())
