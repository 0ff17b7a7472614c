"""Requests of a company for photos to the holder of its goods: photo requests on the claim's case."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt_in
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import OPEN_REQUESTS, Case
from chalicelib.features.claims.area.own import OwnClaim
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Stage
from chalicelib.features.clients import service as clients
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.service.new_requests import Asking
from chalicelib.features.photos.service.requesting import ask_for_photos, check_asking
from chalicelib.features.photos.service.showing import list_of_holders
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller
from chalicelib.messaging.client_words import said_to_clients
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.categories import MAX_PHOTOS, Category, of_goods
from chalicelib.tenancy.model import Account, CategoryChoice

#: Requests that the company of a claim can make in a day: for this claim, and for all of its claims.
MOST_A_DAY, MOST_OF_COMPANY, _DAY = 10, 100, 86_400
#: Hours until the reminder.
REMINDER = 24
#: The stages in which photos still count.
_STAGES = frozenset({Stage.DOCUMENTS, Stage.REVIEW})
_CLOSED = N_("Photos can be asked for from the start of the claim until its decision.")
_CONTACT = N_("Write the phone or the e-mail of whoever has the goods.")
NOTHING_TICKED = N_("Choose at least one kind of photos.")
_UNKNOWN = N_("There are no such photos of goods; there are: {known}.")
_TWICE = N_("This kind of photos is named twice.")
_FULL = N_("{count} requests for photos of this claim are open, and it can't have more. Wait until one has ended.")
_ENOUGH = N_("You have asked for photos {limit} times today. You can ask again tomorrow; the chat is always open.")
_COMMENT = N_("{company} asks for these photos (claim {number}).")


class HolderWish(NamedTuple):
    """The contacts of the holder of the goods, and the wanted categories; None: those that the claim lacks."""

    phone: str | None = None
    email: str | None = None
    name: str | None = None
    categories: Sequence[str] | None = None


class PhotoChoice(NamedTuple):
    """A category that can be asked for, with its least number of photos; True if the claim lacks such photos."""

    code: str
    category: Category
    least: int
    is_lacking: bool


def can_ask(claim: Claim) -> bool:
    """Return True while photos from outside count in a claim of cargo that takes some."""
    return claim.stage in _STAGES and any(each.photos for each in claim.slots)


def choices_of(claim: Claim, account: Account) -> list[PhotoChoice]:
    """Return the categories of goods, with the photos that slots of the claim still lack."""
    left = _left(claim)
    known = {each.code: each for each in account.known_categories}
    codes = dict.fromkeys([*(each.code for each in of_goods()), *left])
    return [_choice(known[code], left) for code in codes if code in known]


def asked_holders(claim: Claim) -> list[PhotoRequest]:
    """Return the requests to holders of a claim's goods, the latest first: a Query."""
    return list_of_holders(claim.account_id, claim.case_id)


def check_wish(caller: AreaCaller, claim_id: str, wish: HolderWish) -> None:
    """Raise Invalid with everything that a wish would be refused for, but for quotas; nothing is written.

    Raises NotFound for another one's claim, Conflict for one that takes no photos now.
    """
    own = own_of_cargo(caller, claim_id)
    _demand_open(caller, own.claim)
    account = accounts.load_account(caller.account_id)
    found = Findings()
    found.add(_wrong(own.claim, account, wish))
    with found, said_to_clients():
        check_asking(_acting(caller), _asking(account, own, wish, once=None))
    found.demand_none()


def ask_holder(caller: AreaCaller, claim_id: str, wish: HolderWish, *, once: str) -> PhotoRequest:
    """Ask the holder of the goods for photos: request and messages in one transaction. Idempotent by `once`.

    Raises NotFound, Conflict, Invalid, and QuotaExceeded over the limits of claim, company and account.
    """
    check_wish(caller, claim_id, wish)
    own = own_of_cargo(caller, claim_id)
    claim = own.claim

    def count(tx: Transaction, _case: Case) -> None:
        for subject, limit in ((claim.id, MOST_A_DAY), (claim.client_id, MOST_OF_COMPANY)):
            who = f"{claim.account_id}#{subject}"
            count_attempt_in(tx, "holder-photos", who, limit=limit, seconds=_DAY, refusal=_ENOUGH)

    account = accounts.load_account(caller.account_id)
    asking = _asking(account, own, wish, once=_intention(caller, claim_id, once))
    with said_to_clients():
        return ask_for_photos(_acting(caller), asking, also=count).request


def _acting(caller: AreaCaller) -> Caller:
    """Return the caller for the core: the person, without a power beyond the claim that was checked."""
    return Caller(account_id=caller.account_id, principal=caller.principal)


def _demand_open(caller: AreaCaller, claim: Claim) -> None:
    if claim.stage not in _STAGES:
        raise Conflict(_CLOSED, extra={"stage": claim.stage})
    if not cases.show_case(caller, claim.case_id).has_room(now()):
        raise Conflict(_FULL, count=OPEN_REQUESTS)


def _wrong(claim: Claim, account: Account, wish: HolderWish) -> Iterator[FieldError]:
    if not wish.phone and not wish.email:
        yield FieldError("/phone", _CONTACT, follows=("/email",))
    if not _wanted(claim, account, wish) and not wish.categories:
        yield FieldError("/categories", NOTHING_TICKED)
    known = [each.code for each in choices_of(claim, account)]
    for place, code in enumerate(wish.categories or ()):
        if code not in known:
            yield FieldError(f"/categories/{place}", _UNKNOWN, {"known": ", ".join(known)})
        elif code in (wish.categories or ())[:place]:
            yield FieldError(f"/categories/{place}", _TWICE)


def _wanted(claim: Claim, account: Account, wish: HolderWish) -> list[CategoryChoice]:
    """Return the wanted categories that there are, each with its least number of photos."""
    choices = choices_of(claim, account)
    codes = [each.code for each in choices if each.is_lacking] if wish.categories is None else wish.categories
    return [CategoryChoice(code=each.code, min=each.least) for each in choices if each.code in codes]


def _asking(account: Account, own: OwnClaim, wish: HolderWish, *, once: str | None) -> Asking:
    language, company = _company(account, own.claim)
    sms: tuple[Channel, ...] = ("sms",) if wish.phone else ()
    email: tuple[Channel, ...] = ("email",) if wish.email else ()
    return Asking(
        case_id=own.claim.case_id,
        phone=wish.phone,
        email=wish.email,
        owner_name=wish.name,
        channels=sms + email,
        language=language,
        comment=text(language, _COMMENT, company=company, number=own.number) if company else "",
        categories=_wanted(own.claim, account, wish) or None,
        remind_after_hours=REMINDER,
        once=once,
        of_holder=True,
    )


def _company(account: Account, claim: Claim) -> tuple[Language, str]:
    """Return the language of the claim's company, if the account speaks it, and its name."""
    client = clients.find_client(account.id, claim.client_id) if claim.client_id else None
    if client is None or client.blocked is not None:
        return account.language, ""
    spoken = client.facts.language
    return (spoken if spoken in account.languages else account.language), client.shown_name


def _left(claim: Claim) -> Mapping[str, int]:
    """Return the numbers of photos that slots still take, by category: of required ones, else of optional ones."""
    missing = {each.photos: each.min - claim.count_of(each).held for each in claim.missing if each.photos}
    others = {each.photos: each.min - claim.count_of(each).held for each in claim.slots if each.photos}
    found = missing or {code: count for code, count in others.items() if count > 0}
    return {code: min(max(count, 1), MAX_PHOTOS) for code, count in found.items()}


def _choice(category: Category, left: Mapping[str, int]) -> PhotoChoice:
    code = category.code
    return PhotoChoice(code, category, left.get(code, 1), is_lacking=code in left)


def _intention(caller: AreaCaller, claim_id: str, once: str) -> str:
    """Return the digest of an intention, which no other person has."""
    named = f"holder-photos\0{caller.account_id}\0{caller.person.id}\0{claim_id}\0{once}"
    return hashlib.sha256(named.encode()).hexdigest()
