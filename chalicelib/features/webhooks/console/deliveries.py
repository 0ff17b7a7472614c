"""The log of an endpoint's deliveries: attempts, a test event, and replays."""

from typing import Annotated
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.console.endpoints import ONE, REPLAY, endpoint_page
from chalicelib.features.webhooks.console.forms import PLACES, local_time, missed_since, moment_of
from chalicelib.features.webhooks.console.view import Wording, delivery_view, endpoint_view
from chalicelib.features.webhooks.console.words import SHOWN
from chalicelib.features.webhooks.model import Endpoint
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML, NOTHING_WRONG, Trouble, section_page, trouble
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

delivery_pages = console_pages(__name__)
_LOG = f"{ONE}/deliveries"
_PAGE = 25


class LogQuery(Fields):
    """The filter of the log (a key of SHOWN), and the beginning of the page."""

    show: Annotated[str, BeforeValidator(lambda given: given if given in SHOWN else "")] = ""
    cursor: Annotated[str | None, Field(max_length=800), BeforeValidator(lambda given: given or None)] = None


class ReplayQuery(Fields):
    """The proposed beginning of a replay, after one that was too long or when an endpoint was enabled."""

    since: str = ""


class ReplayForm(Fields):
    """The beginning of a replay: a local time of the account, to the second."""

    since: str = ""


@delivery_pages.operation(
    "GET", _LOG, audience=ADMINISTRATORS, media_type=HTML, summary="The log of an endpoint's deliveries"
)
def show_log(caller: Caller, endpoint_id: str, query: LogQuery, call: Call) -> Response:
    """List deliveries, the newest first."""
    return _log_page(call, caller, service.show_endpoint(caller, endpoint_id), query)


@delivery_pages.operation(
    "POST", f"{ONE}/test", audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Send a test event"
)
def send_test(caller: Caller, endpoint_id: str, call: Call) -> Response:
    """Send a test event and lead to the log, with the event at its top."""
    try:
        service.send_test(caller, endpoint_id)
    except Conflict as error:
        endpoint = service.show_endpoint(caller, endpoint_id)
        return endpoint_page(call, caller, endpoint, trouble(error, language=call.language, places=PLACES))
    return see_other(_LOG.format(endpoint_id=endpoint_id), notice="test_sent")


@delivery_pages.operation(
    "POST",
    f"{_LOG}/{{delivery_id}}/replay",
    audience=ADMINISTRATORS,
    status=303,
    media_type=HTML,
    summary="Deliver an event once more",
)
def replay_delivery(caller: Caller, endpoint_id: str, delivery_id: str, form: LogQuery, call: Call) -> Response:
    """Deliver an event once more and lead back to its page of the log."""
    try:
        service.replay(caller, endpoint_id, delivery_id)
    except Conflict as error:
        endpoint = service.show_endpoint(caller, endpoint_id)
        found = trouble(error, language=call.language, places=PLACES)
        return _log_page(call, caller, endpoint, form, found)
    return see_other(_log(endpoint_id, form.show, form.cursor), notice="delivery_replayed")


@delivery_pages.operation(
    "GET", REPLAY, audience=ADMINISTRATORS, media_type=HTML, summary="Ask for the beginning of a replay"
)
def ask_since_when(caller: Caller, endpoint_id: str, query: ReplayQuery, call: Call) -> Response:
    """Ask first, proposing when things began to go wrong."""
    endpoint = service.show_endpoint(caller, endpoint_id)
    zone = accounts.load_account(caller.account_id).zone
    return _replay_page(call, caller, endpoint, query.since or local_time(missed_since(endpoint), zone))


@delivery_pages.operation(
    "POST",
    REPLAY,
    audience=ADMINISTRATORS,
    status=303,
    media_type=HTML,
    summary="Replay events since a moment",
)
def replay(caller: Caller, endpoint_id: str, form: ReplayForm, call: Call) -> Response:
    """Replay deliveries, and redirect to those on their way by that, or to the rest."""
    endpoint = service.show_endpoint(caller, endpoint_id)
    zone = accounts.load_account(caller.account_id).zone
    try:
        replayed = service.replay_since(caller, endpoint.id, since=moment_of(form.since, zone))
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=PLACES)
        return _replay_page(call, caller, endpoint, form.since, found)
    if replayed.rest_since is not None:
        rest = urlencode({"since": local_time(replayed.rest_since, zone)})
        return see_other(f"{REPLAY.format(endpoint_id=endpoint.id)}?{rest}", notice="part_replayed")
    if not replayed.count:
        return see_other(_log(endpoint.id), notice="nothing_replayed")
    return see_other(_log(endpoint.id, "pending"), notice="replayed")


def _log_page(
    call: Call, caller: Caller, endpoint: Endpoint, query: LogQuery, found: Trouble = NOTHING_WRONG
) -> Response:
    position = position_of(query.cursor)
    status, _ = SHOWN[query.show]
    deliveries, after = service.list_deliveries(caller, endpoint.id, after=position, limit=_PAGE, status=status)
    account = accounts.load_account(caller.account_id)
    wording = Wording(call.language, account)
    tabs = [(_log(endpoint.id, each), label, each == query.show) for each, (_, label) in SHOWN.items()]
    return section_page(
        call,
        caller,
        account,
        "webhook_log.html",
        here=_log(endpoint.id, query.show, query.cursor),
        found=found,
        endpoint=endpoint_view(endpoint, wording),
        deliveries=[delivery_view(each, wording) for each in deliveries],
        tabs=tabs,
        show=query.show,
        cursor=query.cursor or "",
        newest=_log(endpoint.id, query.show) if query.cursor else "",
        older=_log(endpoint.id, query.show, cursor(after)) if after else "",
    )


def _replay_page(
    call: Call,
    caller: Caller,
    endpoint: Endpoint,
    since: str,
    found: Trouble = NOTHING_WRONG,
) -> Response:
    account = accounts.load_account(caller.account_id)
    return section_page(
        call,
        caller,
        account,
        "webhook_replay.html",
        here=REPLAY.format(endpoint_id=endpoint.id),
        found=found,
        endpoint=endpoint_view(endpoint, Wording(call.language, account)),
        since=since,
        at_most=service.REPLAYED_AT_ONCE,
        zone=account.time_zone,
    )


def _log(endpoint_id: str, show: str = "", cursor: str | None = None) -> str:
    """Return the path of the log, as far as it is narrowed."""
    query = urlencode({name: value for name, value in (("show", show), ("cursor", cursor)) if value})
    path = _LOG.format(endpoint_id=endpoint_id)
    return f"{path}?{query}" if query else path
