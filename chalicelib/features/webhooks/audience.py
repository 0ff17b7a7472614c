"""The audience of signed calls: back-ends, by their signature over the very bytes of the call (Standard Webhooks)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import Forbidden, Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.base.signatures import ID, SIGNATURE, TIMESTAMP
from chalicelib.http.blueprint import MAX_PATH_PARAMETER
from chalicelib.identity.audiences import API_KEY, Audience, Contract, Intention, Presented
from chalicelib.identity.hook_keys import identify_signer
from chalicelib.identity.model import Caller

_NAME_THE_KEY = N_("Name the API key that signs: Authorization: Bearer <key>, or ?key=<its id>.")


def hook(scope: str) -> Audience:
    """Return the audience of back-ends that sign their calls, and whose key has this scope."""
    return Audience(
        name="hook",
        resolve=_signer,
        who="API keys with the permission `{scope}`, by the signature of a webhook (Standard Webhooks 1.0).",
        scope=scope,
        contract=Contract(
            description=f"Permission of the API key that signs: `{scope}`.",
            security=({"signature": [], "apiKey": []}, {"signature": []}),
            schemes={"apiKey": API_KEY, "signature": _SCHEME},
            parameters=_PARAMETERS,
            errors=(Unauthenticated, Forbidden),
        ),
        intention=Intention(ID, lambda headers, caller: f"{caller.actor}:{headers[ID]}"),
    )


def _signer(presented: Presented) -> Caller:
    key_id = presented.query.get("key", "")[:MAX_PATH_PARAMETER]
    if not (presented.authorization or key_id):
        raise Unauthenticated(_NAME_THE_KEY)
    return identify_signer(
        authorization=presented.bearer() if presented.authorization else "",
        key_id=key_id,
        headers=presented.headers,
        body=presented.body(),
    )


_SCHEME = {
    "type": "apiKey",
    "in": "header",
    "name": SIGNATURE,
    "description": "Standard Webhooks 1.0, by the webhook secret (whsec_…) of an API key",
}
#: The parts of a signed call beside its body.
_PARAMETERS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "key",
        "in": "query",
        "required": False,
        "schema": {"type": "string"},
        "description": "Id of the API key that signs, unless the key itself is sent as Authorization: Bearer osk_…",
    },
    {
        "name": ID,
        "in": "header",
        "required": True,
        "schema": {"type": "string", "maxLength": 200},
        "description": "The same id gives the same answer for 24 hours.",
    },
    {
        "name": TIMESTAMP,
        "in": "header",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "description": "Unix seconds, five minutes from now at most.",
    },
)
