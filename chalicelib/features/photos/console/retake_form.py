"""The form of a photo request with retakes: its first values, and the photos that it lists."""

from collections.abc import Sequence

from chalicelib.base.languages import Language
from chalicelib.features.cases.console.timeline import wording
from chalicelib.features.photos.console.request_form import AskForm, empty_form, repeated_form
from chalicelib.features.photos.console.retakes import Choice, choices, requests_of, to_ask
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.retakes import MOST, is_unusable
from chalicelib.features.photos.service import CaseView
from chalicelib.tenancy.model import Account

#: The mark of a form with a list of retakes, and of the address that leads to one.
LISTED = "yes"


def retake_form(account: Account, view: CaseView) -> AskForm:
    """Return the form for a case's retakes, filled like the request that its photos came by."""
    wanted = to_ask(view)[:MOST]
    latest = max((photo.received_at, photo.request_id) for photo in wanted)[1] if wanted else ""
    former = next((request for request in requests_of(view) if request.id == latest), None)
    form = repeated_form(account, former, ()) if former else empty_form(account, view.case)
    photos = tuple(photo.id for photo in wanted)
    return form.model_copy(update={"retake": LISTED, "photos": photos, "categories": (), "comment": ""})


def with_retakes(form: AskForm, request: PhotoRequest, view: CaseView) -> AskForm:
    """Return the form that repeats a request, with its retakes that are still unusable.

    A photo found usable since needs no other one; in place of a deleted one its category is asked for.
    """
    there = {photo.id: photo for photo in view.attachments}
    again = [each for each in request.again if each.category in form.categories and each.attachment_id in there]
    photos = tuple(each.attachment_id for each in again if is_unusable(there[each.attachment_id]))
    done = {each.category for each in again}
    others = tuple(code for code in form.categories if code not in done)
    return form.model_copy(update={"retake": LISTED, "photos": photos, "categories": others}) if again else form


def listed_choices(account: Account, view: CaseView | None, form: AskForm, language: Language) -> Sequence[Choice]:
    """Return the photos that a form lists; none if it is one of another kind."""
    if view is None or not form.retake:
        return ()
    return choices(
        view, wording(language, account, [each for request in requests_of(view) for each in request.categories])
    )
