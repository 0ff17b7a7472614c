"""Input of operations of the cabinet, wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

_REGISTRATIONS = "POST /v1/area/{slug}/registrations"

_AREA = "/v1/area/{slug}"

WRONG = WrongInput(
    bodies={
        "PATCH /v1/account/area": Wrong(
            {"version": "x", "slug": "Ä", "welcome": {"de": "x"}, "device_days": 0, "help_email": "x"},
            {"/version", "/slug", "/welcome/de", "/device_days", "/help_email"},
        ),
        f"POST {_AREA}/sessions": Wrong({"login": " ", "password": ""}, {"/login", "/password"}),
        f"POST {_AREA}/recovery": Wrong({"login": 5, "name": "x"}, {"/login", "/name"}),
        f"POST {_AREA}/recovery/password": Wrong(
            {"email_code": "", "sms_code": " ", "password": "x" * 201}, {"/email_code", "/sms_code", "/password"}
        ),
        f"PATCH {_AREA}/me": Wrong({"language": "de", "name": "x"}, {"/language", "/name"}),
        f"POST {_AREA}/me/password": Wrong(
            {"present_password": "", "password": "x" * 201}, {"/present_password", "/password"}
        ),
        f"PATCH {_AREA}/me/consents": Wrong(
            {"purpose": "fun", "given": "x", "version": "x"}, {"/purpose", "/given", "/version"}
        ),
        f"POST {_AREA}/me/export": Wrong({"password": "", "reason": "x"}, {"/password", "/reason"}),
        f"POST {_AREA}/me/erasure": Wrong({"password": "x" * 201, "reason": "x"}, {"/password", "/reason"}),
        f"POST {_AREA}/me/contacts": Wrong({"email": "nobody", "phone": "12"}, {"/email", "/phone"}),
        f"POST {_AREA}/me/contacts/code": Wrong({"channel": "fax", "code": ""}, {"/channel", "/code"}),
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
        "PATCH /v1/account/reminders": Wrong(
            {"version": -1, "instalments": "fax", "sms": "x", "wrong": 1},
            {"/version", "/instalments", "/sms", "/wrong"},
        ),
        f"POST {_AREA}/reminders/{{reminder_id}}/snooze": Wrong({"days": 2, "wrong": 1}, {"/days", "/wrong"}),
        "POST /v1/clients/{client_id}/invitation": Wrong(
            {"document_seen": False, "wrong": 1}, {"/document_seen", "/wrong"}
        ),
    },
)
