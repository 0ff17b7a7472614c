"""The form of a photo request, and its preview of the messages."""

from typing import Any

from chalice.app import Response

from chalicelib.aws.photo_bucket import origin
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid, QuotaExceeded
from chalicelib.base.installed import goods_of_case
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.photos import service
from chalicelib.features.photos.asking_schemas import PhotoRequestBody, asking
from chalicelib.features.photos.console.chosen import Chosen, chosen_by, chosen_in, offered_policies, policy_notice
from chalicelib.features.photos.console.request_form import (
    HOLDER,
    PLACES,
    AskForm,
    body_of,
    empty_form,
    holder_form,
    least_of,
    of_goods_form,
    repeated_form,
    with_template,
)
from chalicelib.features.photos.console.retake_form import listed_choices, retake_form, with_retakes
from chalicelib.features.photos.goods import offered_categories, templates_of
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import Headers, fragment, page, see_other
from chalicelib.frame.console.words import CHANNELS
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

ask_pages = console_pages(__name__)
_ASK, _HTML = console(Scope.REQUESTS_WRITE), "text/html"
_NEW = "/console/new"
#: Hours until the owner's reminder, to choose from.
REMINDERS = (24, 48, 72, 120)


class AskQuery(Fields):
    """The case to ask in or its retakes, the client or policy of a new one, a request to repeat."""

    case: Id = ""
    client: Id = ""
    policy: Id = ""
    again: Id = ""
    retake: str = ""
    #: "yes": asked of the holder of the goods.
    holder: str = ""


@ask_pages.operation("GET", _NEW, audience=_ASK, media_type=_HTML, summary="The form of a new request")
def show_ask_form(caller: Caller, query: AskQuery, call: Call) -> Response:
    """Show the form, filled with the known facts of the case."""
    account = accounts.load_account(caller.account_id)
    if query.again:
        request, lacking = service.find_lacking(caller, query.again)
        form = repeated_form(account, request, lacking)
        if request.again:
            form = with_retakes(form, request, service.show_case(caller, request.case_id))
    elif query.case and query.retake:
        form = retake_form(account, service.show_case(caller, query.case))
    else:
        case = cases.show_case(caller, query.case) if query.case else None
        try:
            form = _new_form(caller, account, case, query)
        except Invalid as error:
            return _refused(call, caller, account, empty_form(account, case), error)
    return _form_page(call, caller, account, form)


def _new_form(caller: Caller, account: Account, case: Case | None, query: AskQuery) -> AskForm:
    """Return the form of a request that repeats none. Raises Invalid for a client or a policy that can't be chosen."""
    lacking = goods_of_case(account, case) if case else None
    if case and query.holder == HOLDER:
        return holder_form(account, case, lacking or {})
    form = empty_form(account, case, *chosen_by(caller, case, client_id=query.client, policy_id=query.policy))
    return form if lacking is None else of_goods_form(form, lacking)


@ask_pages.operation("POST", _NEW, audience=_ASK, status=303, media_type=_HTML, summary="Ask an owner for photos")
def ask(caller: Caller, form: AskForm, call: Call) -> Response:
    """Make the request; or only show the form again, with its preview or a template's choice."""
    account = accounts.load_account(caller.account_id)
    if form.do == "template":
        return _form_page(call, caller, account, with_template(account, form))
    if form.do == "preview":
        return _form_page(call, caller, account, form)
    try:
        body = body_of(account, form, check=lambda body: service.check_asking(caller, _asking(form, body)))
        shown = service.ask_for_photos(caller, _asking(form, body))
    except (Invalid, QuotaExceeded, Conflict) as error:
        return _refused(call, caller, account, form, error)
    return see_other(f"/console/requests/{shown.request.id}", notice="asked")


def _asking(form: AskForm, body: PhotoRequestBody) -> service.Asking:
    return asking(body, key=form.once)._replace(of_holder=form.holder == HOLDER)


@ask_pages.operation(
    "POST", "/console/new/preview", audience=_ASK, media_type=_HTML, summary="What the owner would get"
)
def preview(caller: Caller, form: AskForm, call: Call) -> Response:
    """Show the messages of a form that is being filled in."""
    account = accounts.load_account(caller.account_id)
    return fragment(call, "_preview.html", caller=caller, preview=_preview(caller, account, form))


def _form_page(
    call: Call,
    caller: Caller,
    account: Account,
    form: AskForm,
    *,
    status: int = 200,
    headers: Headers | None = None,
    **wrong: Any,
) -> Response:
    view = service.show_case(caller, form.case) if form.case else None
    case = view.case if view else None
    chosen = chosen_in(caller, form) if not case else Chosen()
    client = chosen.client
    of_goods = form.holder == HOLDER or (case is not None and goods_of_case(account, case) is not None)
    return page(
        call,
        "ask.html",
        caller=caller,
        status=status,
        headers=headers,
        here=_here(case, chosen),
        form=form,
        case=case,
        client=client,
        policy=policy_notice(chosen.policy, call.language),
        policies=offered_policies(caller, chosen, call.language),
        unconfirmed=client is not None and client.facts.phone is not None and client.phone_confirmed_at is None,
        storage=[origin()],
        photos=listed_choices(account, view, form, call.language),
        categories=_choices(account, form, of_goods, call.language),
        of_goods=of_goods,
        templates=templates_of(account, of_goods=of_goods),
        account_languages=account.languages,
        reminders=REMINDERS,
        channels=CHANNELS,
        preview=_preview(caller, account, form),
        today=now(),
        **{"wrong": {}, "troubles": [], "taken_by": None, **wrong},
    )


def _choices(account: Account, form: AskForm, of_goods: bool, language: Language) -> list[tuple[str, str, int | None]]:
    """Return code, label and wanted number of the categories to tick: those that are offered, and those ticked."""
    least = least_of(form)
    offered = offered_categories(account, form.categories, of_goods=of_goods)
    return [(each.code, each.label(language), least.get(each.code)) for each in offered]


def _here(case: Case | None, chosen: Chosen) -> str:
    if case:
        return f"{_NEW}?case={case.id}"
    if chosen.policy:
        return f"{_NEW}?policy={chosen.policy.id}"
    return f"{_NEW}?client={chosen.client.id}" if chosen.client else _NEW


def _preview(caller: Caller, account: Account, form: AskForm) -> service.Preview | None:
    """Return the messages, None while the typed values make none."""
    try:
        sent = form.model_copy(
            update={"phone": "", "email": "", "reference": "", "plate": "", "occurred": "", "channels": ()}
        )
        return service.preview_messages(caller, asking(body_of(account, sent, check=lambda _: None), key=""))
    except Invalid:
        return None


def _refused(
    call: Call, caller: Caller, account: Account, form: AskForm, error: Invalid | QuotaExceeded | Conflict
) -> Response:
    """Show the form again as it was typed, with the problems at their fields."""
    status = int(kind_of(error)[0])
    if isinstance(error, Invalid):
        wrong, troubles = problems_at_fields(error, places=PLACES, language=call.language)
        return _form_page(call, caller, account, form, status=status, wrong=wrong, troubles=troubles)
    said = text(call.language, error.message, **error.params)
    if isinstance(error, QuotaExceeded):
        later: Headers = {"Retry-After": str(error.retry_after)}
        return _form_page(call, caller, account, form, status=status, headers=later, troubles=[said])
    if "case_id" in error.extra:
        taken = text(call.language, N_("A case with this reference exists."))
        return _form_page(
            call, caller, account, form, status=status, wrong={"reference": taken}, taken_by=error.extra["case_id"]
        )
    return _form_page(call, caller, account, form, status=status, troubles=[said])
