"""Input of operations of the cabinet, wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

_REGISTRATIONS = "POST /v1/area/{slug}/registrations"

WRONG = WrongInput(
    bodies={
        _REGISTRATIONS: Wrong(
            {"policy_number": "-", "challenge": {"id": "x", "code": "AAAAA"}}, {"/policy_number", "/challenge/id"}
        ),
        f"{_REGISTRATIONS}/details": Wrong(
            {"surname": "-", "given_name": "Вера", "phone": "+7 495 123-45-67", "email": "x", "consents": []},
            {"/surname", "/phone", "/email", "/consents"},
        ),
        f"{_REGISTRATIONS}/answer": Wrong({"answer": "-", "wrong": 1}, {"/answer", "/wrong"}),
        f"{_REGISTRATIONS}/codes": Wrong({"sms": "1", "email": "2"}, {"/sms", "/email"}),
        f"{_REGISTRATIONS}/password": Wrong({"password": "short", "wrong": 1}, {"/password", "/wrong"}),
        "POST /v1/clients/{client_id}/invitation": Wrong(
            {"document_seen": False, "wrong": 1}, {"/document_seen", "/wrong"}
        ),
    },
)
