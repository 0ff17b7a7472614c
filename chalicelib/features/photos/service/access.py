"""Access to a photo request: by id within an account, or by an owner's token or typed code."""

import hashlib
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt, count_attempt_by_address, demand_left
from chalicelib.aws.secret_keys import link_key, link_keys
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.base.settings import settings
from chalicelib.features.photos import links, table
from chalicelib.features.photos.model import Found, Message, PhotoRequest, Upload
from chalicelib.features.photos.service.limits import count_call
from chalicelib.features.photos.table import locators
from chalicelib.identity.model import Caller

#: One answer for a link that is wrong, has ended or was revoked, so that nobody learns which tokens ever existed.
LINK_UNKNOWN = N_(
    "This link does not work: it may have expired or been withdrawn, or a part of it is missing. "
    "Open it again from the message, or ask whoever sent it for a new one."
)
NO_REQUEST = N_("There is no such photo request.")
#: Guesses at typed codes that one address has in ten minutes; a code has 50 bits, those of older requests 40.
CODE_TRIES = 10
#: Wrong tokens from one address in a minute.
WRONG_TOKENS = 30
_NOWHERE = "acc_none"


class Shown(NamedTuple):
    """A request as staff see it, with its messages and its link."""

    request: PhotoRequest
    messages: tuple[Message, ...]
    link: links.Link


def link_of(request: PhotoRequest) -> links.Link:
    """Return the token and typed code of a request; they are derived, not stored."""
    ids = {"account_id": request.account_id, "case_id": request.case_id, "request_id": request.id}
    return links.derive(link_key(request.link_generation), **ids, code_length=request.code_length)


def derive_link(
    *, account_id: str, case_id: str, request_id: str, code_length: int, digest: str | None = None
) -> links.Link:
    """Return the token and typed code of a request that is known by its ids and its token's digest.

    Without a digest (records of before) they are derived from the first generation of the key.
    """
    ids = {"account_id": account_id, "case_id": case_id, "request_id": request_id}
    made = [links.derive(key.key, **ids, code_length=code_length) for key in link_keys().values()]
    return next((link for link in made if links.token_digest(link.token) == digest), made[0])


def address_of(token: str) -> str:
    """Return the address of an owner's page."""
    return f"{settings().public_base_url}/r/{token}"


def code_entry_address() -> str:
    """Return the address of the page where a code is typed."""
    return f"{settings().public_base_url}/c"


def locate_request(caller: Caller, request_id: str) -> Found:
    """Return the place of a request of the caller's account."""
    found = locators.locate(caller.account_id, request_id) if request_id.startswith("req_") else None
    if found is None or found.request_id is None:
        raise NotFound(NO_REQUEST)
    return found


def follow_token(token: str, *, address: str) -> Found:
    """Return the place of the request that a token opens, or a place where there is none; calls are limited.

    Why: the number of calls must not tell a visitor whether a wrong token ever was a right one. So the caller looks for
    the request in any case, and raises `unknown_link` if there is none, or one that has ended.
    """
    digest = links.token_digest(token)
    count_call(digest, address=address)
    return _follow(digest or _digest(token))


def unknown_link(*, address: str) -> LinkUnknown:
    """Count a token that opens nothing (QuotaExceeded over the limit), and return the one answer to all of them."""
    count_attempt_by_address("wrong-token", address, limit=WRONG_TOKENS, seconds=60)
    return LinkUnknown(LINK_UNKNOWN)


def open_token(token: str, *, address: str) -> tuple[PhotoRequest, list[Upload]]:
    """Return the request that a token opens, with its uploads: two reads. Raises LinkUnknown if its link has ended."""
    found = follow_token(token, address=address)
    request, uploads = table.read_request(found.account_id, found.case_id, str(found.request_id))
    if request is None or not request.link_works(now()):
        raise unknown_link(address=address)
    return request, uploads


def token_for_code(typed: str, *, address: str) -> str:
    """Return the token of the open request that a typed code is of, or raise LinkUnknown.

    Of a link that was pasted instead its own token: whether it opens something, its page says and counts. Tries are
    limited by address and network, wrong ones in the whole deployment: decisions/0025.
    """
    if pasted := links.token_in(typed):
        return pasted
    count_attempt_by_address("code", address, limit=CODE_TRIES, seconds=600)
    budget = settings().wrong_codes_per_hour
    demand_left("wrong-code", "anywhere", limit=budget, seconds=3600)
    found = _follow_code(typed)
    request = table.get_request(found.account_id, found.case_id, str(found.request_id))
    if request is None or not request.is_open(now()):
        log("warning", "wrong_code")
        count_attempt("wrong-code", "anywhere", limit=budget, seconds=3600)
        raise LinkUnknown(N_("There is no open request with this code. Check it against the message."))
    return link_of(request).token


def digests_of(request: PhotoRequest) -> tuple[str, str]:
    """Return the stored forms of the request's token and its typed code."""
    link = link_of(request)
    return str(links.token_digest(link.token)), str(links.code_digest(link_key(request.link_generation), link.code))


def found_of(request: PhotoRequest) -> Found:
    """Return the place of a request."""
    return Found(account_id=request.account_id, case_id=request.case_id, request_id=request.id)


def free_code(tx: Transaction, request: PhotoRequest) -> None:
    """Revoke the code of a request that ends."""
    locators.delete_link(tx, digest=digests_of(request)[1])


def _follow_code(typed: str) -> Found:
    """Return the place that a typed code opens by any generation of the key, the newest first."""
    for _, key in sorted(link_keys().items(), reverse=True):
        found = _follow(links.code_digest(key.key, typed) or _digest(typed))
        if found.account_id != _NOWHERE:
            break
    return found


def _follow(digest: str) -> Found:
    nowhere = Found(account_id=_NOWHERE, case_id=f"case_{digest}", request_id="req_none")
    found = locators.open_link(digest)
    return found if found is not None and found.request_id is not None else nowhere


def _digest(unreadable: str) -> str:
    """Return a digest to look for in place of a malformed token or code: nothing is stored under it."""
    return hashlib.sha256(f"unreadable {unreadable}".encode(errors="surrogatepass")).hexdigest()
