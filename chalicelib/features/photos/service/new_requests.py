"""A caller's asking, checked against account and case: the request that it makes, not yet written."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from chalicelib.aws.secret_keys import present_generation
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.ids import new_id
from chalicelib.base.installed import goods_of_case
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.cases import client_use
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, Owner
from chalicelib.features.photos.goods import offered_categories, usual_of_goods
from chalicelib.features.photos.links import CODE_LENGTH
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.retakes import NOTHING_RETAKEN, Retaken, with_retaken
from chalicelib.identity.model import Caller
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account, CategoryChoice, Template

if TYPE_CHECKING:
    from chalicelib.features.clients.model import Client

DAYS = 7
NOTHING_SENT: tuple[Channel, ...] = ()


class Asking(NamedTuple):
    """A caller's wishes for a photo request. Either `case_id` or `new_case`; `categories` None means the usual ones."""

    case_id: str | None = None
    new_case: cases.NewCase | None = None
    phone: str | None = None
    email: str | None = None
    owner_name: str | None = None
    channels: tuple[Channel, ...] = NOTHING_SENT
    #: True if channels are unnamed: retakes are then sent by the former ones.
    channels_as_before: bool = False
    language: Language | None = None
    comment: str = ""
    categories: Sequence[CategoryChoice] | Literal["all"] | None = None
    template: str | None = None
    #: Ids of unusable photos of the case that are to be taken once more; without categories, only these.
    again: tuple[str, ...] = ()
    expires_in_days: int = DAYS
    remind_after_hours: int | None = None
    #: Names the caller's intention (its Idempotency-Key and body): asked twice, even after a crash, it is one request.
    once: str | None = None
    #: Asked of the holder of the goods: contacts of case and client are neither taken for it nor filled by it.
    of_holder: bool = False


_NO_CATEGORIES: tuple[Category, ...] = ()


def new_request(
    caller: Caller,
    account: Account,
    case: Case,
    asking: Asking,
    *,
    found: Findings,
    retaken: Retaken = NOTHING_RETAKEN,
    client: "Client | None" = None,
) -> PhotoRequest:
    """Return the request that a caller wants. `found` gets each field that is wrong; the request is of no use then.

    `client`: the case's, whose addresses and language count after those of the caller and of the case.
    """
    template = found.attempt(lambda: _template(account, asking.template), otherwise=None)
    wanted = asking.categories if asking.categories is not None else (template.categories if template else None)
    wanted = () if wanted is None and asking.again else wanted
    owner = Owner() if asking.of_holder else client_use.filled(case.owner, client)
    phone, email = asking.phone or owner.phone, asking.email or owner.email
    with found:
        phone = _phone(account, phone, asking)
    with found:
        _demand_addresses(asking.channels, phone=phone, email=email)
    moment, asked_in = now(), case if asking.case_id is not None else None
    return PhotoRequest(
        id=new_id("req"),
        account_id=account.id,
        case_id=case.id,
        language=found.attempt(lambda: _language(account, asking.language, client), otherwise=account.language),
        comment=asking.comment or (template.comment if template else ""),
        categories=with_retaken(
            found.attempt(lambda: _categories(account, wanted, asked_in), otherwise=_NO_CATEGORIES),
            retaken.again,
            offered=retaken.offered,
        ),
        again=retaken.again,
        channels=asking.channels,
        owner_name=asking.owner_name or owner.name,
        phone=phone,
        phone_confirmed=None if asking.of_holder else _is_confirmed(client, phone),
        email=email,
        of_holder=asking.of_holder,
        created_at=moment,
        created_by=caller.actor,
        expires_at=moment + timedelta(days=asking.expires_in_days),
        code_length=CODE_LENGTH,
        link_generation=present_generation(),
        remind_at=found.attempt(lambda: _remind_at(moment, asking), otherwise=None),
    )


def _template(account: Account, code: str | None) -> Template | None:
    template = account.template(code) if code else None
    if code and template is None:
        known = ", ".join(each.code for each in account.templates) or "-"
        raise Invalid(
            [FieldError("/template", N_("The account has no such template; it has: {known}."), {"known": known})]
        )
    return template


def _phone(account: Account, phone: str | None, asking: Asking) -> str | None:
    """Return the number as E.164. Raises Invalid at the field that gave it."""
    if phone is None:
        return None
    of_new_case = asking.phone is None and asking.new_case is not None and asking.new_case.owner.phone is not None
    pointer = "/case/owner/phone" if of_new_case else "/phone"
    return parse_phone(phone, countries=account.sms.countries, pointer=pointer, allowed_only="sms" in asking.channels)


def _remind_at(moment: datetime, asking: Asking) -> datetime | None:
    if asking.remind_after_hours is None or not asking.channels:
        return None
    if asking.remind_after_hours >= asking.expires_in_days * 24:
        message = N_("The reminder would come after the request has expired.")
        raise Invalid([FieldError("/remind_after_hours", message, follows=("/expires_in_days",))])
    return moment + timedelta(hours=asking.remind_after_hours)


def _is_confirmed(client: "Client | None", phone: str | None) -> bool | None:
    """Return True if a client has confirmed this phone by a code; None if it is no client's."""
    if client is None or phone is None or client.facts.phone != phone:
        return None
    return client.phone_confirmed_at is not None


def _language(account: Account, language: Language | None, client: "Client | None") -> Language:
    if language is not None and language not in account.languages:
        known = ", ".join(account.languages)
        raise Invalid([FieldError("/language", N_("The account speaks {known}."), {"known": known})])
    if language is None and client is not None and client.facts.language in account.languages:
        return client.facts.language
    return language or account.language


def require_reachable(account: Account, channels: Sequence[Channel], *, phone: str | None, email: str | None) -> None:
    """Raise Invalid if there is no address for one of the channels, or none that the account may send to."""
    _demand_addresses(channels, phone=phone, email=email)
    if "sms" in channels and phone is not None:
        parse_phone(phone, countries=account.sms.countries, pointer="/phone", allowed_only=True)


def _demand_addresses(channels: Sequence[Channel], *, phone: str | None, email: str | None) -> None:
    errors = []
    if "sms" in channels and phone is None:
        message = N_("Needed to send an SMS. Give it here or in the case's owner.")
        errors.append(FieldError("/phone", message, follows=("/case_id", "/case/client_id", "/case/owner/phone")))
    if "email" in channels and email is None:
        message = N_("Needed to send an e-mail. Give it here or in the case's owner.")
        errors.append(FieldError("/email", message, follows=("/case_id", "/case/client_id", "/case/owner/email")))
    if errors:
        raise Invalid(errors)


def _categories(
    account: Account, wanted: Sequence[CategoryChoice] | Literal["all"] | None, case: Case | None
) -> tuple[Category, ...]:
    """Return the categories that are asked for. `case`: the one that is there already; it may be about goods."""
    if wanted == "all" or wanted is None:
        lacking = goods_of_case(account, case) if case is not None else None
        return _of_vehicle(account, wanted) if lacking is None else _of_goods(account, wanted, lacking)
    return _chosen(account, wanted)


def _of_vehicle(account: Account, wanted: Literal["all"] | None) -> tuple[Category, ...]:
    return tuple(category for category in account.categories if wanted == "all" or category.by_default)


def _of_goods(account: Account, wanted: Literal["all"] | None, lacking: Mapping[str, int]) -> tuple[Category, ...]:
    """Return all categories of a case about goods, or those that it lacks."""
    if wanted is None:
        return _chosen(account, usual_of_goods(lacking))
    offered = (each.code for each in offered_categories(account, lacking, of_goods=True))
    return _chosen(account, [CategoryChoice(code=code, min=lacking.get(code)) for code in offered])


def _chosen(account: Account, wanted: Sequence[CategoryChoice]) -> tuple[Category, ...]:
    offered = {category.code: category for category in account.known_categories}
    errors, chosen = [], {}
    for place, choice in enumerate(wanted):
        pointer, category = f"/categories/{place}", offered.get(choice.code)
        if category is None:
            known = ", ".join(each.code for each in account.categories)
            message = N_("No such category; the account has: {known}.")
            errors.append(FieldError(pointer, message, {"known": known}, (f"{pointer}/code",)))
        elif choice.code in chosen:
            # the first of it may stand for a code that could not be read
            follows = (f"{pointer}/code", *(f"/categories/{each}/code" for each in range(place)))
            errors.append(FieldError(pointer, N_("This category is named twice."), follows=follows))
        else:
            chosen[choice.code] = _bounded(category, choice, pointer=pointer, errors=errors)
    if errors:
        raise Invalid(errors)
    return tuple(chosen.values())


def _bounded(category: Category, choice: CategoryChoice, *, pointer: str, errors: list[FieldError]) -> Category:
    least = choice.min if choice.min is not None else category.min
    most = choice.max if choice.max is not None else max(category.max, least)
    if most < least:
        follows = (f"{pointer}/code", f"{pointer}/min")
        errors.append(FieldError(f"{pointer}/max", N_("Must be {ge} or more."), {"ge": least}, follows))
        return category
    return category.model_copy(update={"min": least, "max": most})
