"""Wrong bodies and queries of the operations of clients."""

from tests.clients.bodies import person
from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "POST /v1/clients": Wrong(person(email="nobody", patronymic=None), {"/email", "/patronymic"}),
        "POST /v1/clients/delete": Wrong({"ids": ["no id!", ""]}, {"/ids/0", "/ids/1"}),
        "PATCH /v1/clients/{client_id}": Wrong(
            {"version": 1, "email": "nobody", "birth_date": "2999-01-01"}, {"/email", "/birth_date"}
        ),
        "POST /v1/clients/{client_id}/merge": Wrong({"from": [], "version": 0}, {"/from", "/version"}),
        "POST /v1/clients/{client_id}/not-same": Wrong({"reason": ""}, {"/reason", "/client_id"}),
        "POST /v1/clients/{client_id}/rebind": Wrong({"agent_id": "nobody", "reason": ""}, {"/agent_id", "/reason"}),
        "POST /v1/clients/{client_id}/phone": Wrong({"phone": "+7 495 123-45-67", "more": 1}, {"/phone", "/more"}),
        "POST /v1/clients/{client_id}/phone/check": Wrong({"code": "12345", "more": 1}, {"/code", "/more"}),
        "POST /v1/clients/{client_id}/reveal": Wrong({"reason": "", "more": 1}, {"/reason", "/more"}),
        "POST /v1/clients/export.csv": Wrong({"reason": "", "more": 1}, {"/reason", "/more"}),
        "POST /v1/client-imports": Wrong(
            {"file_name": " ", "bytes": 10_000_001, "sha256": "x"}, {"/file_name", "/bytes", "/sha256"}
        ),
        "PATCH /v1/client-imports/{import_id}": Wrong(
            {"mapping": ["none"], "options": {"kind": "none", "document_kind": "none"}},
            {"/mapping", "/mapping/0", "/options/kind", "/options/document_kind"},
        ),
        "POST /v1/clients/{client_id}/consents": Wrong(
            {"purpose": "advertising", "channel": "telepathy", "given_at": "2999-01-01T00:00:00Z"},
            {"/purpose", "/channel", "/given_at"},
        ),
        "PATCH /v1/clients/{client_id}/consents": Wrong(
            {"withdrawn": False, "reason": "x" * 501}, {"/id", "/withdrawn", "/reason"}
        ),
        "POST /v1/clients/{client_id}/export.zip": Wrong({"reason": "", "more": 1}, {"/reason", "/more"}),
        "PATCH /v1/account/clients": Wrong(
            {
                "version": -1,
                "texts": [{"purpose": "none", "language": "ru", "text": "x"}],
                "cases": {"years": 76, "law": " "},
                "limits": {"bound_share": 101, "more": 1},
            },
            {"/version", "/texts/0/purpose", "/cases/years", "/cases/law", "/limits/bound_share", "/limits/more"},
        ),
        "POST /v1/clients/{client_id}/erasure": Wrong({"reason": "", "more": 1}, {"/reason", "/more"}),
    },
    queries={
        "GET /v1/clients": ("limit=0&phone=341&q=--&standing=none", {"?limit", "?phone", "?q", "?standing"}),
        "GET /v1/client-figures": ("base=!&more=1", {"?base", "?more"}),
        "GET /v1/clients/{client_id}/history": ("limit=0&cursor=!", {"?limit", "?cursor"}),
        "GET /v1/client-erasures": ("limit=0&cursor=!", {"?limit", "?cursor"}),
    },
    never_refused={"GET /c/{token}", "POST /c/{token}"},
)
