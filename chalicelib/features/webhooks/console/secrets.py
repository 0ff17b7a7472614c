"""Another secret for an endpoint: asked first, shown once, and never rotated twice by one form."""

from datetime import timedelta

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.console.endpoints import ONE, endpoint_page, secret_page
from chalicelib.features.webhooks.console.forms import PLACES, RotateForm, number_of, rotation_of
from chalicelib.features.webhooks.console.view import Wording, endpoint_view
from chalicelib.features.webhooks.console.words import FORMER_LIVES
from chalicelib.features.webhooks.model import Endpoint
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML, NOTHING_WRONG, Trouble, section_page, trouble
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

secret_pages = console_pages(__name__)
_ROTATE = f"{ONE}/rotate-secret"


@secret_pages.operation(
    "GET", _ROTATE, audience=ADMINISTRATORS, media_type=HTML, summary="Ask how an endpoint's secret is to be rotated"
)
def confirm_rotation(caller: Caller, endpoint_id: str, call: Call) -> Response:
    """Ask first: receivers must know the new secret before the former one ends."""
    endpoint = service.show_endpoint(caller, endpoint_id)
    form = RotateForm(generation=str(endpoint.generation), former_lives_hours=str(next(iter(FORMER_LIVES))))
    return _form_page(call, caller, endpoint, form)


@secret_pages.operation(
    "POST", _ROTATE, audience=ADMINISTRATORS, media_type=HTML, summary="Rotate an endpoint's secret"
)
def rotate_secret(caller: Caller, endpoint_id: str, form: RotateForm, call: Call) -> Response:
    """Rotate the secret and show the new one, this once."""
    endpoint = service.show_endpoint(caller, endpoint_id)
    try:
        lives = timedelta(hours=rotation_of(form).former_lives_hours)
        rotated = service.rotate_secret(caller, endpoint.id, former_lives=lives, generation=number_of(form.generation))
    except Invalid as error:
        return _form_page(call, caller, endpoint, form, trouble(error, language=call.language, places=PLACES))
    except Conflict as error:
        present = service.show_endpoint(caller, endpoint_id)
        return endpoint_page(call, caller, present, trouble(error, language=call.language, places=PLACES))
    return secret_page(call, caller, rotated, N_("The secret is rotated."))


def _form_page(
    call: Call, caller: Caller, endpoint: Endpoint, form: RotateForm, found: Trouble = NOTHING_WRONG
) -> Response:
    account = accounts.load_account(caller.account_id)
    return section_page(
        call,
        caller,
        account,
        "webhook_rotate.html",
        here=_ROTATE.format(endpoint_id=endpoint.id),
        found=found,
        form=form,
        endpoint=endpoint_view(endpoint, Wording(call.language, account)),
        choices=FORMER_LIVES,
    )
