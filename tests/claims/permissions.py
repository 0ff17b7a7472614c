"""Permissions of the operations of claims, stated independently of the code."""

from collections.abc import Mapping
from datetime import date

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.claims import table
from chalicelib.features.claims.repair.model import Referral, Workshop
from chalicelib.features.claims.repair.subjects import referral_subject
from chalicelib.features.claims.table.referrals import put_referral
from chalicelib.features.printing import service as printing
from tests.claims.cases import claimed
from tests.claims.papers import announced
from tests.clients.bodies import added, named
from tests.support.api.people import People
from tests.support.api.permissions import OWNER, Permissions

_CLAIM = "/v1/claims/{claim_id}"
_REASON = {"version": 1, "reason": "x"}
_PLAIN = ("send", "review", "accept", "close", "start", "undo-rejection")
_WITH_REASON = ("dispute", "withdraw", "reopen", "reject")
_DOCUMENTS = f"{_CLAIM}/documents"
_DOCUMENT = f"{_DOCUMENTS}/{{claim_document_id}}"
_OF_DOCUMENTS = {
    f"GET {_DOCUMENTS}": "claims:read",
    f"POST {_DOCUMENTS}": "claims:write",
    f"GET {_DOCUMENT}": "claims:read",
    f"GET {_DOCUMENT}/content": "claims:read",
    f"POST {_DOCUMENT}/accept": "claims:write",
    f"POST {_DOCUMENT}/move": "claims:write",
    f"POST /console{_DOCUMENT.removeprefix('/v1')}/move": "console claims:write",
    f"POST {_DOCUMENT}/refuse": "claims:write",
    f"DELETE {_DOCUMENT}": "claims:write",
    f"POST /console{_DOCUMENTS.removeprefix('/v1')}": "console claims:write",
    f"GET /console{_DOCUMENT.removeprefix('/v1')}": "console claims:read",
    f"GET /console{_DOCUMENT.removeprefix('/v1')}/content": "console claims:read",
    f"POST /console{_DOCUMENT.removeprefix('/v1')}/accept": "console claims:write",
    f"POST /console{_DOCUMENT.removeprefix('/v1')}/refuse": "console claims:write",
    f"POST /console{_DOCUMENT.removeprefix('/v1')}/remove": "console claims:write",
}
_MINE = "area area:claims"
_OWN, _OWN_API = "/area/{slug}/claims", "/v1/area/{slug}/claims"
_OWN_DOCUMENT = "{claim_id}/documents/{claim_document_id}"
_OF_AREA = (
    f"GET {_OWN}",
    f"GET {_OWN}/{{claim_id}}",
    f"GET {_OWN}/{{claim_id}}/moves/{{claim_move}}",
    f"POST {_OWN}/{{claim_id}}/moves/{{claim_move}}",
    f"GET {_OWN}/{{claim_id}}/deadlines.ics",
    f"POST {_OWN}/{{claim_id}}/documents",
    f"GET {_OWN}/{_OWN_DOCUMENT}",
    f"GET {_OWN}/{_OWN_DOCUMENT}/content",
    f"POST {_OWN}/{_OWN_DOCUMENT}/remove",
    f"POST {_OWN}/{_OWN_DOCUMENT}/move",
    f"POST {_OWN_API}/{_OWN_DOCUMENT}/move",
    f"GET {_OWN}/new",
    f"POST {_OWN}/new",
    f"GET {_OWN}/{{claim_id}}/referrals/{{referral_id}}",
    f"GET {_OWN_API}/{{claim_id}}/referrals/{{referral_id}}/file",
    f"GET {_OWN_API}",
    f"POST {_OWN_API}",
    f"GET {_OWN_API}/{{claim_id}}",
    f"POST {_OWN_API}/{{claim_id}}/moves",
    f"GET {_OWN_API}/{{claim_id}}/documents",
    f"POST {_OWN_API}/{{claim_id}}/documents",
    f"GET {_OWN_API}/{_OWN_DOCUMENT}",
    f"GET {_OWN_API}/{_OWN_DOCUMENT}/content",
    f"DELETE {_OWN_API}/{_OWN_DOCUMENT}",
)


def _entries(section: str, thing: str) -> list[str]:
    """Return the operations of a list in the settings."""
    path = f"/console/settings/{section}"
    one, new = f"{path}/{{code}}", f"{path}/new-{thing}"
    shown = [f"GET {each}" for each in (path, one, new, f"{one}/remove")]
    return [*shown, *(f"POST {each}" for each in (one, new, f"{one}/remove"))]


_RULES = "/console/settings/claims/{code}"
_SETTINGS = (
    *_entries("calendars", "calendar"),
    *_entries("claims", "claim_rules"),
    *(f"{method} {_RULES}/restore" for method in ("GET", "POST")),
    *(
        f"{method} {_RULES}/{path}"
        for thing in ("document", "deadline")
        for path in (f"{thing}s/new-{thing}", f"{thing}s/{{part}}", f"{thing}s/{{part}}/remove")
        for method in ("GET", "POST")
    ),
)
_PAYMENT = {
    "version": 1,
    "day": "2026-12-20",
    "amount": {"amount": "1.00", "currency": "RUB"},
    "reference": "1",
}

_REFERRAL = {"version": 1, "workshop": {"name": "x", "address": "x", "phone": "x"}, "until": "2099-01-31"}


def _owned(api: People) -> dict[str, str]:
    claim_id = claimed(api.admin, client_id=added(api.key, named("Сидоров Павел")))
    # Claims of cargo have more operations than others, and all of theirs.
    api.admin.patch(f"/v1/claims/{claim_id}", {"version": 1, "facts": {"law": "cmr"}}).expect(200)
    document_id = api.admin.post(f"/v1/claims/{claim_id}/documents", announced(b"paper")).expect(201)["id"]
    referral_id = _referred(api.account.id, claim_id)
    return {
        "claim_id": claim_id,
        "claim_move": "send",
        "deadline": "decision",
        "referral_id": referral_id,
        "claim_document_id": document_id,
    }


def _referred(account_id: str, claim_id: str) -> str:
    """Write a referral beside a claim, which stays as it is; return its id."""
    tx, referral_id, subject = Transaction(), new_id("ref"), claim_id.replace("claim_", "case_")
    named = referral_subject(subject, referral_id)
    document = printing.order(tx, account_id=account_id, kind="referral", subject=named, language="ru")
    made = Referral(
        id=referral_id,
        workshop=Workshop(name="x", address="x", phone="x"),
        until=date(2099, 1, 31),
        at=now(),
        by="system",
        document_id=document.id,
    )
    put_referral(tx, account_id, claim_id, made, since=None)
    tx.commit()
    return referral_id


def _is_kept(api: People, ids: Mapping[str, str]) -> bool:
    found = table.get_claim(api.account.id, ids["claim_id"])
    return found is not None and found.version == 2  # with its facts; an awaited document leaves the version


PERMISSIONS = Permissions(
    who_may={
        "GET /v1/claims": "claims:read",
        f"GET {_CLAIM}": "claims:read",
        **_OF_DOCUMENTS,
        f"GET {_CLAIM}/history": "claims:read",
        f"PATCH {_CLAIM}": "claims:write",
        f"POST {_CLAIM}/request-documents": "claims:write",
        f"POST {_CLAIM}/pay": "claims:write",
        **{f"POST {_CLAIM}/{move}": "claims:write" for move in (*_PLAIN, *_WITH_REASON)},
        f"GET {_CLAIM}/deadlines": "claims:read",
        f"GET {_CLAIM}/decisions": "claims:read",
        f"POST {_CLAIM}/decide": "claims:write",
        f"POST {_CLAIM}/referral": "claims:write",
        f"POST {_CLAIM}/referral/payment-link": "payments:write",
        "POST /console/claims/{claim_id}/referral/payment-link": "console payments:write",
        "GET /f/{token}": OWNER,
        "POST /f/{token}": OWNER,
        f"GET {_CLAIM}/referrals": "claims:read",
        f"GET {_CLAIM}/referrals/{{referral_id}}/file": "claims:read",
        f"POST {_CLAIM}/decision/confirm": "claims:write",
        f"POST {_CLAIM}/decision/send-back": "claims:write",
        f"POST {_CLAIM}/deadlines/{{deadline}}/waive": "claims:write",
        "GET /v1/account/claims": "account:read",
        "PATCH /v1/account/claims": "account:write",
        "GET /v1/account/calendars": "account:read",
        "PATCH /v1/account/calendars": "account:write",
        "GET /console/claims": "console claims:read",
        "GET /console/claims/{claim_id}/moves/{move}": "console claims:write",
        "POST /console/claims/{claim_id}/moves/{move}": "console claims:write",
        "POST /console/claims/{claim_id}/handler": "console claims:write",
        "GET /console/claims/{claim_id}/decide": "console claims:write",
        "POST /console/claims/{claim_id}/decide": "console claims:write",
        "POST /console/claims/{claim_id}/decision/confirm": "console claims:write",
        "GET /console/claims/{claim_id}/decision/send-back": "console claims:write",
        "POST /console/claims/{claim_id}/decision/send-back": "console claims:write",
        "GET /console/claims/{claim_id}/deadlines/{deadline}/waive": "console claims:write",
        "POST /console/claims/{claim_id}/deadlines/{deadline}/waive": "console claims:write",
        "GET /console/claims/{claim_id}/referral": "console claims:write",
        "POST /console/claims/{claim_id}/referral": "console claims:write",
        "GET /console/claims/{claim_id}/referrals/{referral_id}/file": "console claims:read",
        "GET /console/claims/{claim_id}/facts": "console claims:write",
        "POST /console/claims/{claim_id}/facts": "console claims:write",
        "GET /console/claims/{claim_id}/goods": "console claims:write",
        "POST /console/claims/{claim_id}/goods": "console claims:write",
        **dict.fromkeys(_OF_AREA, _MINE),
        **dict.fromkeys(_SETTINGS, "console account:write"),
    },
    unknown={
        "claim_id": "claim_01J9Z6X0000000000000000000",
        "deadline": "none",
        "part": "none",
        "referral_id": "ref_01J9Z6X0000000000000000000",
        "move": "none",
        "claim_move": "send",
        "claim_document_id": "01J9Z6X0000000000000000000",
    },
    scopes={"claims:read": {"staff", "viewer"}, "claims:write": {"staff"}},
    bodies={
        f"POST {_CLAIM}/deadlines/{{deadline}}/waive": {"reason": "Agreed"},
        f"POST {_DOCUMENTS}": announced(b"paper"),
        f"POST {_OWN_API}/{{claim_id}}/documents": announced(b"paper"),
        f"POST {_OWN_API}/{{claim_id}}/moves": {"version": 1, "move": "send"},
        f"POST {_DOCUMENT}/refuse": {"reason": "x"},
        f"POST {_DOCUMENT}/move": {"slot": "chat"},
        f"POST {_OWN_API}/{_OWN_DOCUMENT}/move": {"slot": "chat"},
        f"PATCH {_CLAIM}": {"version": 1},
        "PATCH /v1/account/claims": {"version": 0},
        "PATCH /v1/account/calendars": {"version": 0},
        f"POST {_CLAIM}/request-documents": {"version": 1, "documents": [{"slot": "identity", "reason": "x"}]},
        f"POST {_CLAIM}/pay": _PAYMENT,
        f"POST {_CLAIM}/decide": {"version": 1, "outcome": "repair"},
        f"POST {_CLAIM}/referral": _REFERRAL,
        f"POST {_CLAIM}/decision/confirm": {"version": 1},
        f"POST {_CLAIM}/decision/send-back": _REASON,
        **{f"POST {_CLAIM}/{move}": {"version": 1} for move in _PLAIN},
        **{f"POST {_CLAIM}/{move}": _REASON for move in _WITH_REASON},
    },
    owned=_owned,
    is_kept=_is_kept,
)
