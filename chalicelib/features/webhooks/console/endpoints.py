"""Endpoints of an account's back-ends, for its administrators: their list and state, adding, changing, removing.

The secret of a new one is shown once, in the answer to the form, as API keys are.
"""

from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.ids import id_made_once
from chalicelib.base.languages import N_, text
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.console.forms import (
    PLACES,
    EndpointForm,
    changes_of,
    empty_form,
    form_of,
    local_time,
    missed_since,
    number_of,
    wish_of,
)
from chalicelib.features.webhooks.console.view import Wording, delivery_view, endpoint_view
from chalicelib.features.webhooks.console.words import event_labels
from chalicelib.features.webhooks.model import Endpoint
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML, NOTHING_WRONG, Trouble, section_page
from chalicelib.frame.console.saving import trouble as trouble_of
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

endpoint_pages = console_pages(__name__)
LIST = "/console/settings/webhooks"
#: No id is without an underscore.
NEW = f"{LIST}/new"
ONE = f"{LIST}/{{endpoint_id}}"
REPLAY = f"{ONE}/replay"
_LATEST = 3


@endpoint_pages.operation("GET", LIST, audience=ADMINISTRATORS, media_type=HTML, summary="The endpoints of webhooks")
def show_endpoints(caller: Caller, call: Call) -> Response:
    """List the endpoints."""
    account = accounts.load_account(caller.account_id)
    wording = Wording(call.language, account)
    rows = [endpoint_view(each, wording) for each in service.list_endpoints(caller)]
    return section_page(call, caller, account, "webhooks.html", here=LIST, rows=rows)


@endpoint_pages.operation("GET", NEW, audience=ADMINISTRATORS, media_type=HTML, summary="The form of a new endpoint")
def show_new_endpoint(caller: Caller, call: Call) -> Response:
    """Show an empty form."""
    return _form_page(call, caller, empty_form(), None)


@endpoint_pages.operation("POST", NEW, audience=ADMINISTRATORS, media_type=HTML, summary="Add an endpoint")
def add_endpoint(caller: Caller, form: EndpointForm, call: Call) -> Response:
    """Add an endpoint and show its secret, this once; a form that is sent again adds no other."""
    try:
        wish = wish_of(form, check_url=lambda url: service.check_endpoint(caller, url=url))
        endpoint = service.add_endpoint(
            caller, url=wish.url, events=wish.events, description=wish.description, once=wish.once
        )
    except service.Made as error:
        made = service.show_endpoint(caller, id_made_once(form.once, prefix="whe", account_id=caller.account_id))
        return endpoint_page(call, caller, made, _trouble(error, call))
    except (Invalid, Conflict) as error:
        return _form_page(call, caller, form, None, _trouble(error, call))
    return secret_page(call, caller, endpoint, N_("The endpoint is added. Events go there from now on."))


@endpoint_pages.operation("GET", ONE, audience=ADMINISTRATORS, media_type=HTML, summary="An endpoint and its state")
def show_endpoint(caller: Caller, endpoint_id: str, call: Call) -> Response:
    return endpoint_page(call, caller, service.show_endpoint(caller, endpoint_id))


@endpoint_pages.operation(
    "GET", f"{ONE}/change", audience=ADMINISTRATORS, media_type=HTML, summary="The form of an endpoint"
)
def show_endpoint_form(caller: Caller, endpoint_id: str, call: Call) -> Response:
    endpoint = service.show_endpoint(caller, endpoint_id)
    return _form_page(call, caller, form_of(endpoint), endpoint)


@endpoint_pages.operation(
    "POST", f"{ONE}/change", audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change an endpoint"
)
def change_endpoint(caller: Caller, endpoint_id: str, form: EndpointForm, call: Call) -> Response:
    """Save an endpoint."""
    endpoint = service.show_endpoint(caller, endpoint_id)
    try:
        changes = changes_of(form, endpoint, check_url=lambda url: service.check_endpoint(caller, url=url))
        if changes:
            service.change_endpoint(caller, endpoint.id, changes=changes, version=number_of(form.version))
    except (Invalid, Conflict) as error:
        present = service.show_endpoint(caller, endpoint_id)
        typed = form.model_copy(update={"version": str(present.version)})
        return _form_page(call, caller, typed, present, _trouble(error, call))
    enabled = not endpoint.enabled and changes.get("enabled") is True
    return _missed(caller, endpoint) if enabled else see_other(_path(endpoint), notice="endpoint_saved")


@endpoint_pages.operation(
    "POST",
    f"{ONE}/enable",
    audience=ADMINISTRATORS,
    status=303,
    media_type=HTML,
    summary="Enable an endpoint, or end its pause",
)
def enable_endpoint(caller: Caller, endpoint_id: str) -> Response:
    """Enable an endpoint at once; for one that was disabled, redirect to its missed events."""
    before = service.show_endpoint(caller, endpoint_id)
    service.change_endpoint(caller, endpoint_id, changes={"enabled": True})
    return see_other(_path(before), notice="endpoint_enabled") if before.enabled else _missed(caller, before)


@endpoint_pages.operation(
    "GET", f"{ONE}/remove", audience=ADMINISTRATORS, media_type=HTML, summary="Ask whether an endpoint is to go"
)
def confirm_removal(caller: Caller, endpoint_id: str, call: Call) -> Response:
    """Ask first."""
    endpoint = service.show_endpoint(caller, endpoint_id)
    warning = N_("What is on its way to it is dropped, and its log of deliveries can't be seen any more.")
    return page(
        call,
        "confirm.html",
        caller=caller,
        question=text(call.language, N_("Remove this endpoint?")),
        warning=text(call.language, warning),
        yes=text(call.language, N_("Remove the endpoint")),
        name=endpoint.url,
        picture="",
        back=address(_path(endpoint)),
    )


@endpoint_pages.operation(
    "POST", f"{ONE}/remove", audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Remove an endpoint"
)
def remove_endpoint(caller: Caller, endpoint_id: str) -> Response:
    service.remove_endpoint(caller, endpoint_id)
    return see_other(LIST, notice="endpoint_removed")


def endpoint_page(call: Call, caller: Caller, endpoint: Endpoint, found: Trouble = NOTHING_WRONG) -> Response:
    """Return the page of an endpoint, with its latest deliveries."""
    account = accounts.load_account(caller.account_id)
    wording = Wording(call.language, account)
    latest, _ = service.list_deliveries(caller, endpoint.id, after=None, limit=_LATEST)
    return section_page(
        call,
        caller,
        account,
        "webhook.html",
        here=_path(endpoint),
        found=found,
        endpoint=endpoint_view(endpoint, wording),
        added=wording.moment(endpoint.created_at),
        chosen=[(name, text(call.language, said)) for name, said in event_labels().items() if name in endpoint.events],
        latest=[delivery_view(each, wording) for each in latest],
    )


def secret_page(call: Call, caller: Caller, endpoint: Endpoint, said: str) -> Response:
    """Show an endpoint's newest secret: this once, never at an address."""
    account = accounts.load_account(caller.account_id)
    secret = service.secret_of(endpoint.id, generation=endpoint.generation)
    shown = endpoint_view(endpoint, Wording(call.language, account))
    return section_page(
        call,
        caller,
        account,
        "webhook_secret.html",
        here=_path(endpoint),
        endpoint=shown,
        done=text(call.language, said),
        secret=secret,
    )


def _missed(caller: Caller, before: Endpoint) -> Response:
    """Redirect to the offer to deliver events that an endpoint missed, as it was before it was enabled."""
    zone = accounts.load_account(caller.account_id).zone
    since = urlencode({"since": local_time(missed_since(before), zone)})
    return see_other(f"{REPLAY.format(endpoint_id=before.id)}?{since}", notice="endpoint_enabled")


def _path(endpoint: Endpoint) -> str:
    return ONE.format(endpoint_id=endpoint.id)


def _form_page(
    call: Call, caller: Caller, form: EndpointForm, endpoint: Endpoint | None, found: Trouble = NOTHING_WRONG
) -> Response:
    account = accounts.load_account(caller.account_id)
    here = f"{_path(endpoint)}/change" if endpoint else NEW
    return section_page(
        call,
        caller,
        account,
        "webhook_form.html",
        here=here,
        found=found,
        form=form,
        endpoint=endpoint,
        events=event_labels(),
    )


def _trouble(error: Invalid | Conflict, call: Call) -> Trouble:
    return trouble_of(error, language=call.language, places=PLACES)
