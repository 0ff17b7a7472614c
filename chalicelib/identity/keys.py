"""Use cases of an account's administrators for the API keys of its back-ends: list, make, revoke."""

import secrets

from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.ids import id_made_once, new_id
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.base.recent import clear_recent
from chalicelib.identity import sessions, table
from chalicelib.identity.model import ApiKey, Caller, KeyWish
from chalicelib.identity.powers import demand_no_more


def list_api_keys(caller: Caller) -> list[ApiKey]:
    """Return the keys of the caller's account, the newest first, those that are revoked last."""
    keys = sorted(table.list_api_keys(caller.account_id), key=lambda key: key.created_at, reverse=True)
    return sorted(keys, key=lambda key: key.revoked)


def show_api_key(caller: Caller, key_id: str) -> ApiKey:
    """Return a key of the caller's account, never the secret."""
    return _find(caller, key_id)[1]


def make_api_key(caller: Caller, wish: KeyWish) -> tuple[ApiKey, str]:
    """Make a key, as `give_api_key` does, once for an intention. Raises Conflict if it was made already."""
    return give_api_key(caller, name=wish.name, scopes=wish.scopes, once=wish.once)


def give_api_key(caller: Caller, *, name: str, scopes: frozenset[str], once: str | None = None) -> tuple[ApiKey, str]:
    """Create a key with no more scopes than its maker. The second value is the key itself, which is shown this once."""
    demand_no_more(caller, scopes)
    key, secret = add_api_key(account_id=caller.account_id, name=name, scopes=scopes, once=once)
    _note(caller, "API key made", key)
    return key, secret


def revoke_api_key(caller: Caller, key_id: str) -> bool:
    """Revoke a key, within CACHE_SECONDS everywhere. Returns False if it was revoked before."""
    sha256, key = _find(caller, key_id)
    if not key.revoked:
        table.revoke_api_key(sha256, at=stamp(now()))
        clear_recent()
        access_ended(key.account_id, key.actor)
        _note(caller, "API key revoked", key)
    return not key.revoked


def _find(caller: Caller, key_id: str) -> tuple[str, ApiKey]:
    found = table.find_api_key(caller.account_id, key_id)
    if found is None:
        raise NotFound(N_("There is no such API key."))
    return found


def _note(caller: Caller, event: str, key: ApiKey) -> None:
    log("info", event, account_id=caller.account_id, actor=caller.actor, subject=key.actor)


KEY_PREFIX = "osk_"


def add_api_key(*, account_id: str, name: str, scopes: frozenset[str], once: str | None = None) -> tuple[ApiKey, str]:
    """Make an API key; the second value is the key itself, which nobody can show again.

    Conflict if the account has made a key by this intention (`once`, `key_<ULID>`) already.
    """
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        id=id_made_once(once, prefix="key", account_id=account_id) if once else new_id("key"),
        account_id=account_id,
        prefix=secret[:10],
        name=name,
        scopes=scopes,
        created_at=now(),
    )
    made_already = N_("This key was made already, and is shown only once. If nobody has kept it, revoke it.")
    table.put_api_key(key, sha256=sessions.digest(secret), otherwise=lambda _: Conflict(made_already))
    return key, secret
