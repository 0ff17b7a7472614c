"""The form of a photo request: its first values, and its body for the API."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.phones import display
from chalicelib.features.cases.model import Case, Owner
from chalicelib.features.clients.model import Client
from chalicelib.features.photos.asking_schemas import PhotoRequestBody
from chalicelib.features.photos.goods import usual_of_goods
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.frame.console.fields import Fields, Id, read_typed
from chalicelib.tenancy.categories import MAX_PHOTOS
from chalicelib.tenancy.model import Account, CategoryChoice

if TYPE_CHECKING:
    from chalicelib.features.policies.model import Policy

#: By pointer into the API's body, the form's field.
PLACES: Mapping[str, str] = {
    "/case/reference": "reference",
    "/case/vehicle/plate": "plate",
    "/case/loss/occurred_at": "occurred",
    "/phone": "phone",
    "/email": "email",
    "/channels": "channels",
    "/again": "photos",
    "/template": "template",
    "/categories": "categories",
    "/comment": "comment",
    "/language": "language",
    "/expires_in_days": "expires_in_days",
    "/remind_after_hours": "remind_after_hours",
}


#: A number of photos, of which there are few.
_COUNT = re.compile(r"[0-9]{1,2}")
#: The mark of a form that asks the holder of the goods.
HOLDER = "yes"


class AskForm(Fields):
    """A photo request as it is typed. `once` names the intention; `do` is the button that was pressed."""

    once: str = ""
    do: str = ""
    case: Id = ""
    client: Id = ""
    policy: Id = ""
    #: "yes": asked of the holder of the goods, so that the contacts of case and client stay as they are.
    holder: str = ""
    reference: str = ""
    plate: str = ""
    #: The time of loss by the account's clock, as browsers write it.
    occurred: str = ""
    phone: str = ""
    email: str = ""
    channels: tuple[str, ...] = ()
    comment: str = ""
    template: str = ""
    categories: tuple[str, ...] = ()
    #: The least number of photos of categories that are asked for anew, as `goods:2`; the account's own of others.
    least: tuple[str, ...] = ()
    #: Ids of unusable photos to be taken once more; `retake` says that the form lists such.
    photos: tuple[str, ...] = ()
    retake: str = ""
    all: str = ""
    language: str = ""
    expires_in_days: str = ""
    remind_after_hours: str = ""


def empty_form(
    account: Account, case: Case | None, client: Client | None = None, policy: "Policy | None" = None
) -> AskForm:
    """Return the form's first values: the usual categories, the addresses of the case, else those of the client."""
    known = case.owner if case else client.facts if client else Owner()
    phone, email = known.phone, known.email
    spoken = client.facts.language if client else None
    return AskForm(
        once=secrets.token_urlsafe(16),
        case=case.id if case else "",
        client=client.id if client and not case and not policy else "",
        policy=policy.id if policy and not case else "",
        plate=(policy.insured.vehicle.plate or "") if policy and not case and policy.insured.vehicle else "",
        phone=display(phone) if phone else "",
        email=email or "",
        channels=("email",) if email and not phone else ("sms",),
        categories=tuple(category.code for category in account.categories if category.by_default),
        language=spoken if spoken in account.languages else account.language,
        expires_in_days="7",
    )


def of_goods_form(form: AskForm, lacking: Mapping[str, int]) -> AskForm:
    """Return the form for a case about goods: with the photos that its claim lacks, by category."""
    wanted = usual_of_goods(lacking)
    least = tuple(f"{each.code}:{each.min}" for each in wanted if each.min is not None)
    return form.model_copy(update={"categories": tuple(each.code for each in wanted), "least": least})


def holder_form(account: Account, case: Case, lacking: Mapping[str, int]) -> AskForm:
    """Return the form that asks the holder of the goods of a case for photos: no contact is filled in."""
    contact = {"holder": HOLDER, "phone": "", "email": "", "channels": ("sms",)}
    return of_goods_form(empty_form(account, case), lacking).model_copy(update=contact)


def repeated_form(account: Account, request: PhotoRequest, lacking: Sequence[str]) -> AskForm:
    """Return the form that asks for the missing photos of a request, or for all if none is missing."""
    offered = {category.code for category in account.known_categories}
    asked = {category.code: category.min for category in request.categories}
    left = {code: max(asked[code] - request.filed.get(code, 0), 1) for code in lacking} or asked
    return AskForm(
        once=secrets.token_urlsafe(16),
        case=request.case_id,
        holder=HOLDER if request.of_holder else "",
        phone=display(request.phone) if request.phone else "",
        email=request.email or "",
        channels=tuple(request.channels),
        comment=request.comment,
        categories=tuple(code for code in left if code in offered),
        least=tuple(f"{code}:{left[code]}" for code in left if code in offered),
        language=request.language,
        expires_in_days="7",
    )


def with_template(account: Account, form: AskForm) -> AskForm:
    """Return the form with a template's categories and comment."""
    template = account.template(form.template)
    if template is None:
        return form
    codes = tuple(choice.code for choice in template.categories)
    return form.model_copy(
        update={"categories": codes, "least": (), "all": "", "comment": template.comment or form.comment}
    )


def body_of(account: Account, form: AskForm, *, check: Callable[[PhotoRequestBody], object]) -> PhotoRequestBody:
    """Return the body for the API. Raises Invalid with the body's pointers, also for objections of `check`."""
    told: dict[str, Any] = {
        "channels": form.channels,
        "comment": form.comment.replace("\r\n", "\n"),
        **_wanted(account, form),
        "expires_in_days": form.expires_in_days.strip() or "7",
    }
    for name in ("phone", "email", "language", "remind_after_hours"):
        value = getattr(form, name).strip()
        if value:
            told[name] = value
    occurred, lacking = _time_of_loss(account, form)
    told |= {"case_id": form.case} if form.case else {"case": _new_case(form, occurred)}
    try:
        return read_typed(PhotoRequestBody, told, lacking=lacking, check=check)
    except Invalid as error:
        raise Invalid([_in_forms_words(found) for found in error.errors]) from error


def _wanted(account: Account, form: AskForm) -> dict[str, Any]:
    """Return the photos to ask for, again or beside that. With neither, the error is at the field of categories."""
    photos = {"again": tuple(dict.fromkeys(form.photos))} if form.photos else {}
    categories = _categories(account, form)
    if photos and not categories:
        return photos  # nor the photos that a template would add
    template = form.template.strip()
    return {**photos, "categories": categories, **({"template": template} if template else {})}


def _in_forms_words(found: FieldError) -> FieldError:
    return FieldError("/categories", N_("Tick at least one.")) if found.pointer == "/categories" else found


def _time_of_loss(account: Account, form: AskForm) -> tuple[str, Sequence[FieldError]]:
    """Return the time of loss with its offset, empty for none, and the error of one that is no time."""
    written = form.occurred.strip()
    if form.case or not written:
        return "", ()
    try:
        return datetime.fromisoformat(written).replace(tzinfo=account.zone).isoformat(), ()
    except ValueError:
        return "", (FieldError("/case/loss/occurred_at", N_("Write a date and a time, such as 2026-11-30 14:05.")),)


def _new_case(form: AskForm, occurred: str) -> dict[str, Any]:
    reference, plate = form.reference.strip(), form.plate.strip()
    case: dict[str, Any] = {"vehicle": {"plate": plate}} if plate else {}
    if form.policy:
        case["policy_id"] = form.policy
    if occurred:
        case["loss"] = {"occurred_at": occurred}
    if form.client and not form.policy:
        case["client_id"] = form.client
    return {**case, "reference": reference} if reference else case


def least_of(form: AskForm) -> Mapping[str, int]:
    """Return the least numbers of photos that a form asks for, by category. Unreadable ones are left out."""
    pairs = (each.partition(":") for each in form.least)
    return {code: int(count) for code, _, count in pairs if _COUNT.fullmatch(count) and 1 <= int(count) <= MAX_PHOTOS}


def _categories(account: Account, form: AskForm) -> Sequence[CategoryChoice | Mapping[str, Any] | str] | str:
    """Return the ticked categories, each with the numbers of the chosen template, else of the form."""
    if form.all:
        return "all"
    template = account.template(form.template.strip())
    least = least_of(form)
    wanted = {choice.code: choice for choice in template.categories} if template else {}
    return [
        wanted.get(code) or ({"code": code, "min": least[code]} if code in least else code)
        for code in dict.fromkeys(form.categories)
    ]
