"""API keys that sign webhooks: their secrets, derived and shown once, and the signers of calls."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.aws.dynamo import retry_stale, stale
from chalicelib.aws.secret_keys import hook_key
from chalicelib.base.clock import now
from chalicelib.base.errors import NotFound, Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.base.signatures import WrongSignature, derive_secret, verify
from chalicelib.identity import access, table
from chalicelib.identity.model import ApiKey, Caller, HookKey
from chalicelib.identity.powers import demand_no_more

_NO_KEY = N_("There is no such API key.")
#: One answer for every fault, so that nobody learns how far they got.
_WRONG = N_("The signature is not one of this API key's, or older than five minutes. See Standard Webhooks.")


def secret_of(key_id: str, *, generation: int) -> str:
    """Return a generation of a key's webhook secret, `whsec_…`."""
    return derive_secret(hook_key(), subject=key_id, generation=generation)


def show_hook_key(caller: Caller, key_id: str) -> tuple[ApiKey, HookKey]:
    """Return a key of the caller's account, and how it signs webhooks."""
    found = table.find_api_key(caller.account_id, key_id)
    if found is None:
        raise NotFound(_NO_KEY)
    sha256, key = found
    hook = table.get_hook_key(key_id) or HookKey(key_id=key_id, account_id=caller.account_id, sha256=sha256)
    if hook.account_id != caller.account_id:  # rows of signing are found by the key alone
        raise NotFound(_NO_KEY)
    return key, hook


def rotate_hook_secret(caller: Caller, key_id: str, *, former_lives: timedelta) -> tuple[ApiKey, HookKey]:
    """Create a key's first webhook secret, or rotate it; the former one stays good for so long."""
    return _change(
        caller,
        key_id,
        lambda hook: {"generation": hook.generation + 1, "former_until": now() + former_lives},
    )


def set_mapping(caller: Caller, key_id: str, *, mapping: dict[str, Any] | None) -> tuple[ApiKey, HookKey]:
    """Set the mapping of a key's bodies; None: they have our own names."""
    return _change(caller, key_id, lambda _: {"mapping": mapping})


def mapping_of(caller: Caller) -> dict[str, Any] | None:
    """Return the mapping of the key that is calling; None: it sends our own names."""
    hook = table.get_hook_key(caller.key_id) if caller.key_id else None
    return hook.mapping if hook is not None else None


def identify_signer(*, authorization: str, key_id: str, headers: Mapping[str, str], body: bytes) -> Caller:
    """Return the caller of a signed call. Raises Unauthenticated unless key, signature and time are right.

    The key is named by itself (`Authorization: Bearer osk_…`) or by its id, which is no secret: the signature is.
    """
    caller = access.identify(authorization) if authorization else None
    named = caller.key_id if caller is not None else key_id
    hook = table.get_hook_key(named) if named else None
    if hook is None or (caller is not None and caller.account_id != hook.account_id):
        raise Unauthenticated(_WRONG)
    secrets = [secret_of(hook.key_id, generation=each) for each in hook.generations(now())]
    try:
        verify(secrets, headers=headers, body=body)
    except WrongSignature:
        raise Unauthenticated(_WRONG) from None
    return caller or access.identify_hash(hook.sha256)


def _change(caller: Caller, key_id: str, changes: Any) -> tuple[ApiKey, HookKey]:
    def change() -> tuple[ApiKey, HookKey]:
        key, before = show_hook_key(caller, key_id)
        demand_no_more(caller, key.scopes)  # a holder of its secret signs as that key, its mapping steers its calls
        after = before.model_copy(update={**changes(before), "version": before.version + 1})
        table.put_hook_key(after, replacing=before if before.version else None, otherwise=stale)
        return key, after

    return retry_stale(change)
