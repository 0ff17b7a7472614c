"""Who may reach a photo request, and the way to it: by id within an account, or by an owner's token or typed code."""

from chalicelib.accounts.model import Caller
from chalicelib.aws.rate_limits import take
from chalicelib.aws.secret_keys import link_key
from chalicelib.clock import now
from chalicelib.errors import LinkUnknown, NotFound
from chalicelib.languages import N_
from chalicelib.photos import links, table
from chalicelib.photos.model import Found, PhotoRequest, RequestStatus, Upload
from chalicelib.photos.service.limits import take_call
from chalicelib.photos.table import locators
from chalicelib.settings import settings

#: One answer for wrong, expired and revoked, so that nobody learns which tokens ever existed.
LINK_UNKNOWN = N_(
    "This link does not work: it may have expired or been withdrawn, or a part of it is missing. "
    "Open it again from the message, or ask whoever sent it for a new one."
)
NO_REQUEST = N_("There is no such photo request.")
#: Guesses at typed codes that one address has in ten minutes; a code has 40 bits.
CODE_TRIES = 10
#: Wrong tokens from one address in a minute.
WRONG_TOKENS = 30


def link_of(request: PhotoRequest) -> links.Link:
    """Return the token and typed code of a request; they are derived, not stored."""
    return derive_link(account_id=request.account_id, case_id=request.case_id, request_id=request.id)


def derive_link(*, account_id: str, case_id: str, request_id: str) -> links.Link:
    """Return the token and typed code of a request that is known by its ids."""
    return links.derive(link_key(), account_id=account_id, case_id=case_id, request_id=request_id)


def address_of(token: str) -> str:
    """Return the address of an owner's page."""
    return f"{settings().public_base_url}/r/{token}"


def code_entry_address() -> str:
    """Return the address of the page where a code is typed."""
    return f"{settings().public_base_url}/c"


def locate_request(caller: Caller, request_id: str) -> Found:
    """Return where a request of the caller's account is."""
    found = locators.locate(caller.account_id, request_id) if request_id.startswith("req_") else None
    if found is None or found.request_id is None:
        raise NotFound(NO_REQUEST)
    return found


def follow_token(token: str, *, address: str) -> Found:
    """Return the request that a token opens, or raise LinkUnknown; calls and guesses are limited (QuotaExceeded)."""
    digest = links.token_digest(token)
    take_call(digest, address=address)
    found = locators.open_link(digest) if digest else None
    if found is None or found.request_id is None:
        take("wrong-token", address, limit=WRONG_TOKENS, seconds=60)
        raise LinkUnknown(LINK_UNKNOWN)
    return found


def open_token(token: str, *, address: str) -> tuple[PhotoRequest, list[Upload]]:
    """Return the request that a token opens, with its uploads: two reads. Ended ones but completed are LinkUnknown."""
    found = follow_token(token, address=address)
    request, uploads = table.read_request(found.account_id, found.case_id, str(found.request_id))
    if request is None or request.status_at(now()) in {RequestStatus.EXPIRED, RequestStatus.REVOKED}:
        raise LinkUnknown(LINK_UNKNOWN)
    return request, uploads


def token_for_code(typed: str, *, address: str) -> str:
    """Return the token of the request that a typed code opens, or raise LinkUnknown; tries are limited."""
    take("code", address, limit=CODE_TRIES, seconds=600)
    digest = links.code_digest(link_key(), typed)
    found = locators.open_link(digest) if digest else None
    if found is None or found.request_id is None:
        raise LinkUnknown(N_("There is no open request with this code. Check it against the message."))
    request = table.get_request(found.account_id, found.case_id, found.request_id)
    if request is None or request.status_at(now()) in {RequestStatus.EXPIRED, RequestStatus.REVOKED}:
        raise LinkUnknown(N_("There is no open request with this code. Check it against the message."))
    return link_of(request).token
