"""Input of operations of companies' people, wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

_AREA = "/v1/area/{slug}"
_INVITED = {
    "name": " ",
    "email": "luis",
    "role": "boss",
    "claims": "x",
    "notify": "fax",
    "language": "de",
}
_AT = {"/name", "/email", "/role", "/claims", "/notify", "/language"}
_CHANGE = {"claims": "x", "notify": "fax", "role": "boss", "disabled": "x", "permissions": []}
_CHANGED_AT = {f"/{name}" for name in _CHANGE}

WRONG = WrongInput(
    bodies={
        f"POST {_AREA}/notices/read": Wrong({"through": "x", "wrong": 1}, {"/through", "/wrong"}),
        f"POST {_AREA}/people": Wrong({**_INVITED, "client_id": 5}, {*_AT, "/client_id"}),
        f"PATCH {_AREA}/people/{{person_id}}": Wrong({**_CHANGE, "client_id": 5}, {*_CHANGED_AT, "/client_id"}),
        "POST /v1/clients/{client_id}/people": Wrong({**_INVITED, "client_id": "x"}, {*_AT, "/client_id"}),
        "PATCH /v1/clients/{client_id}/people/{person_id}": Wrong(_CHANGE, _CHANGED_AT),
    },
    queries={
        f"GET {_AREA}/people": ("client_id=&wrong=1", {"?client_id", "?wrong"}),
        f"GET {_AREA}/notices": ("limit=x&cursor=%2A&wrong=1", {"?limit", "?cursor", "?wrong"}),
    },
)
