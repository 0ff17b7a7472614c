"""Permissions of the operations of staff, stated independently of the code."""

from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Scope
from tests.support.api.people import People
from tests.support.api.permissions import ANYONE, EVERYBODY, Permissions


def _owned(api: People) -> dict[str, str]:
    key, _ = api_keys.add_api_key(account_id=api.account.id, name="Theirs", scopes=frozenset({Scope.CASES_READ}))
    return {"user_id": f"sub-staff-{api.account.id}", "key_id": key.id}


#: Pages of one's own access.
_OWN = f"console {EVERYBODY}"

PERMISSIONS = Permissions(
    who_may={
        "GET /console/sign-in": ANYONE,
        "POST /console/sign-in": ANYONE,
        "POST /console/sign-out": ANYONE,
        "GET /console/password": ANYONE,
        "POST /console/password": ANYONE,
        "POST /console/language": ANYONE,
        "GET /console/assets/{name}": ANYONE,
        "GET /console/forgotten": ANYONE,
        "POST /console/forgotten": ANYONE,
        "GET /console/forgotten/code": ANYONE,
        "POST /console/forgotten/code": ANYONE,
        "GET /console/me": _OWN,
        "POST /console/me/password": _OWN,
        "POST /console/me/emails": "console cases:read",
        "POST /console/me/sign-out": _OWN,
        "GET /console/sign-in/code": ANYONE,
        "POST /console/sign-in/code": ANYONE,
        "GET /console/sign-in/recovery": ANYONE,
        "POST /console/sign-in/recovery": ANYONE,
        "GET /console/me/factor": _OWN,
        "POST /console/me/factor": _OWN,
        "POST /console/me/factor/start": _OWN,
        "GET /console/me/factor/codes": _OWN,
        "POST /console/me/factor/codes": _OWN,
        "GET /console/me/factor/off": _OWN,
        "POST /console/me/factor/off": _OWN,
        "GET /console/settings/people/second-factor": "console account:write",
        "POST /console/settings/people/second-factor": "console account:write",
        "GET /console/settings/people/{user_id}/reset-factor": "console account:write",
        "POST /console/settings/people/{user_id}/reset-factor": "console account:write",
        "GET /console/settings/people": "console account:write",
        "GET /console/settings/people/invite": "console account:write",
        "POST /console/settings/people/invite": "console account:write",
        "GET /console/settings/people/{user_id}": "console account:write",
        "POST /console/settings/people/{user_id}": "console account:write",
        "POST /console/settings/people/{user_id}/invite": "console account:write",
        "GET /console/settings/people/{user_id}/disable": "console account:write",
        "POST /console/settings/people/{user_id}/disable": "console account:write",
        "POST /console/settings/people/{user_id}/enable": "console account:write",
        "GET /console/settings/keys": "console account:write",
        "GET /console/settings/keys/new": "console account:write",
        "POST /console/settings/keys/new": "console account:write",
        "GET /console/settings/keys/{key_id}": "console account:write",
        "GET /console/settings/keys/{key_id}/revoke": "console account:write",
        "POST /console/settings/keys/{key_id}/revoke": "console account:write",
    },
    unknown={"user_id": "5f2d6b8e-0000-4000-8000-000000000000", "key_id": "key_01J9Z6X0000000000000000000"},
    owned=_owned,
)
