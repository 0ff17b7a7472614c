"""The owner's page without script: buttons post here, and a page of its own sends one photo straight to S3.

Every post ends in a redirect (303), so that going back or reloading never posts twice.
"""

from typing import Annotated, Literal

from chalice.app import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chalicelib.base.errors import Conflict, Invalid, LinkExpired, LinkUnknown, NotFound, QuotaExceeded
from chalicelib.base.ids import Ulid
from chalicelib.base.languages import Language
from chalicelib.features.photos import service
from chalicelib.features.photos.audience import OWNER
from chalicelib.features.photos.owner.answers import (
    PageQuery,
    account_view,
    closed_door,
    html,
    visitor_language,
)
from chalicelib.features.photos.owner.render import plain_form_page
from chalicelib.features.photos.owner.views import Notice, PlainFormView
from chalicelib.features.photos.visitors import device_of
from chalicelib.frame.public.pages import see_other
from chalicelib.http.blueprint import Blueprint, Call

plain_pages = Blueprint(__name__, tag="web")
_HTML = "text/html"


class PlainForm(BaseModel):
    """The pressed button of the page: add a photo to a category, remove a photo, or send all of them."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    add: str | None = Field(default=None, max_length=40)
    remove: Ulid | None = None
    send: Annotated[Literal["yes"] | None, BeforeValidator(lambda given: given or None)] = None


@plain_pages.operation(
    "POST",
    "/r/{token}/plain",
    audience=OWNER,
    status=303,
    answers={303: None},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Execute a button of the page without script",
)
def press_plain_button(token: str, form: PlainForm, query: PageQuery, call: Call) -> Response:
    """Execute a button and redirect to the page, or on to the form that sends a photo."""
    language = query.lang or call.language
    try:
        return see_other(_after(token, form, language, call))
    except (LinkUnknown, QuotaExceeded) as error:
        return closed_door(error, language)
    except (LinkExpired, Invalid, NotFound):
        return see_other(_forms(token, language))  # the page shows how things are now


def _after(token: str, form: PlainForm, language: Language, call: Call) -> str:
    """Execute a button and return the next address."""
    if form.remove is not None:
        service.remove_upload(token, form.remove, address=call.address)
    elif form.send is not None:
        try:
            service.submit(token, address=call.address)
        except Conflict:
            return _forms(token, language, notice="missing")
    elif form.add is not None:
        try:
            photo_id = service.begin_photo(token, form.add, address=call.address, device=device_of(call.headers))
        except Conflict:
            return _forms(token, language, notice="full")
        return f"{service.address_of(token)}/plain/{photo_id}?lang={language}"
    else:
        service.show_page(token, address=call.address)  # a wrong link leads nowhere
    return _forms(token, language)


@plain_pages.operation(
    "GET",
    "/r/{token}/plain/{photo_id}",
    audience=OWNER,
    answers={200: None, 303: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=_HTML,
    summary="The form that sends one photo where no script runs; changes nothing",
)
def show_plain_form(token: str, photo_id: str, query: PageQuery, call: Call) -> Response:
    """Show the form of a slot, or lead back to the page if it awaits nothing any more."""
    language = query.lang or call.language
    try:
        back = _back(token, language)
        shown = service.show_form(token, photo_id, back_to=back, address=call.address)
    except (LinkUnknown, QuotaExceeded) as error:
        return closed_door(error, language)
    if shown is None:
        return see_other(back)
    language = query.lang or visitor_language(call, shown.request, shown.account)
    view = PlainFormView(
        language=language,
        account=account_view(shown.account),
        label=shown.category.label(language),
        hint=shown.category.hint(language),
        url=shown.form.url,
        fields=shown.form.fields,
        back=back,
    )
    return html(plain_form_page(view))


def _back(token: str, language: Language) -> str:
    return f"{service.address_of(token)}?lang={language}"


def _forms(token: str, language: Language, notice: Notice | None = None) -> str:
    """Return the address of the page's forms: below its first part, where the owner has been."""
    return f"{_back(token, language)}{f'&notice={notice}' if notice else ''}#plain"
