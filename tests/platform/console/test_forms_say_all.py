"""Each form of the console with all errors at once: every wrong field has its message, and typed values stay."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import pytest

from chalicelib.base.ids import new_id
from tests.account.console.forms import filled_in
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.webhooks import hooks

public = hooks.public
pytestmark = pytest.mark.usefixtures("public")
SETTINGS = "/console/settings"
LONG, LONGER = "long " * 40, "long " * 500
INSIDE = "http://insurer.example/hooks"
ROW = {"f1-label_en": "Same", "f1-code": "same", "f1-type": "text"}
SECRET = frozenset({"old", "password", "again"})


class Wrong(NamedTuple):
    """A form with typed values, and the fields that are wrong by them."""

    path: str
    typed: Mapping[str, str | list[str]]
    fields: Sequence[str]


FORMS = {
    "sign-in": Wrong("/console/sign-in", {"email": " ", "password": ""}, ("email", "password")),
    "request": Wrong(
        "/console/new",
        {
            "do": "send",
            "once": "an-intention",
            "reference": "У\ufffd-1",
            "plate": "x" * 17,
            "phone": "12",
            "email": "nobody",
            "channels": ["sms", "email"],
            "categories": [],
            "comment": LONGER,
            "language": "de",
            "expires_in_days": "many",
        },
        ("reference", "plate", "phone", "email", "categories", "comment", "language", "expires_in_days"),
    ),
    "invitation": Wrong(
        f"{SETTINGS}/people/invite", {"name": " ", "email": "nobody", "role": "king"}, ("name", "email", "role")
    ),
    "key": Wrong(f"{SETTINGS}/keys/new", {"once": new_id("key"), "name": LONG}, ("name", "scopes")),
    "key of no scope": Wrong(
        f"{SETTINGS}/keys/new", {"once": new_id("key"), "name": "", "scopes": ["all:all"]}, ("name", "scopes")
    ),
    "own password": Wrong("/console/me/password", {"password": "short-1", "again": "other-2"}, sorted(SECRET)),
    "forgotten password": Wrong(
        "/console/forgotten/code",
        {"email": "nobody", "code": " ", "password": "short-1", "again": "other-2"},
        ("email", "code", "password", "again"),
    ),
    "endpoint": Wrong(
        f"{SETTINGS}/webhooks/new",
        {"once": new_id("whe"), "url": "", "description": LONGER, "which": "some"},
        ("url", "description", "events"),
    ),
    "endpoint inside": Wrong(
        f"{SETTINGS}/webhooks/new",
        {"once": new_id("whe"), "url": INSIDE, "description": "Claims", "which": "some"},
        ("url", "events"),
    ),
    "endpoint inside with a long description": Wrong(
        f"{SETTINGS}/webhooks/new",
        {"once": new_id("whe"), "url": INSIDE, "description": LONGER, "which": "all"},
        ("url", "description"),
    ),
    "SMS": Wrong(
        f"{SETTINGS}/sms",
        {
            "other_countries": "XX, ZZ",
            "per_day": "many",
            "per_phone_per_day": "-1",
            "per_prefix_per_day": "",
            "sender_id": "12345",
        },
        ("other_countries", "per_day", "per_phone_per_day", "per_prefix_per_day", "sender_id"),
    ),
    "organisation": Wrong(
        f"{SETTINGS}/organisation",
        {
            "name": "",
            "other_zone": "Mars",
            "number_1": "12",
            "note_2": LONG,
            "number_2": "+74951234567",
            "signature": LONGER,
            "reply_to": "nobody",
        },
        ("name", "other_zone", "number_1", "note_2", "signature", "reply_to"),
    ),
    "appearance": Wrong(f"{SETTINGS}/appearance", {"color": "blue", "logo_url": "ftp://x"}, ("color", "logo_url")),
    "category": Wrong(
        f"{SETTINGS}/categories/new-category",
        {"code": "vin", "hint_en": LONGER, "min": "5", "max": "2"},
        ("label_ru", "code", "hint_en", "max"),
    ),
    "category of long labels": Wrong(
        f"{SETTINGS}/categories/new-category",
        {"code": "Not one", "label_ru": LONG, "min": "none", "max": "99"},
        ("label_ru", "code", "min", "max"),
    ),
    "process": Wrong(
        f"{SETTINGS}/processes/new-process",
        {
            "code": "osago",
            "rows": "3",
            "f0-code": "Not one",
            "f0-type": "boat",
            **ROW,
            **{name.replace("f1", "f2"): value for name, value in ROW.items()},
        },
        ("label_ru", "code", "f0-label_ru", "f0-type", "f0-code", "f2-code"),
    ),
    "process of no code": Wrong(
        f"{SETTINGS}/processes/new-process",
        {
            "code": "Not one",
            "label_ru": LONG,
            "rows": "3",
            "f0-type": "text",
            **ROW,
            **{name.replace("f1", "f2"): value for name, value in ROW.items()},
        },
        ("label_ru", "code", "f0-label_ru", "f2-code"),
    ),
    "template": Wrong(
        f"{SETTINGS}/templates/new-template",
        {
            "name": "",
            "comment": LONGER,
            "code": "Not one",
            "categories": ["vin", "damage"],
            "min-vin": "none",
            "min-damage": "5",
            "max-damage": "2",
        },
        ("name", "comment", "code", "min-vin", "max-damage"),
    ),
    "template of nothing": Wrong(
        f"{SETTINGS}/templates/new-template", {"name": LONG, "code": "Not one"}, ("name", "code", "categories")
    ),
}


def test_every_wrong_field_says_so(api: People, form: Wrong) -> None:
    answer = typed_into(at_desk(api.admin).speaking("en"), form)

    assert answer.status == 422, answer.text
    assert [name for name in form.fields if f'class="wrong" id="{name}-wrong"' not in answer.text] == []


def test_the_summary_leads_down_the_page(api: People, form: Wrong) -> None:
    page = typed_into(at_desk(api.admin).speaking("en"), form).text

    _, _, summary = page.partition('<div class="trouble"')
    led_to = re.findall(r'<a href="#([^"]+)">', summary.partition("</div>")[0])
    assert led_to == sorted(led_to, key=lambda name: page.index(f' id="{name}"'))
    assert len(led_to) >= len(form.fields)


def test_what_was_typed_is_still_there(api: People, form: Wrong) -> None:
    answer = typed_into(at_desk(api.admin).speaking("en"), form)

    texts = {name: value for name, value in form.typed.items() if isinstance(value, str) and name in form.fields}
    for name, value in texts.items():
        if name in SECRET:
            assert not value or value not in answer.text
        elif not name.endswith(("type", "role")):  # of a list: an option that it doesn't offer can't be shown
            assert escape(value.strip()) in answer.text


@pytest.fixture(params=list(FORMS.values()), ids=list(FORMS))
def form(request: pytest.FixtureRequest) -> Wrong:
    """Return a form, with everything wrong."""
    wrong = request.param
    assert isinstance(wrong, Wrong)
    return wrong


def typed_into(desk: Desk, form: Wrong) -> Answer:
    """Send a form as it is opened, but for typed values; it must change nothing."""
    opened = desk.get(form.path)
    base = filled_in(opened) if 'name="base"' in opened.text else {}
    return desk.post(form.path, {**base, **form.typed})


def test_a_summary_on_top_leads_to_every_wrong_field(api: People, form: Wrong) -> None:
    page = typed_into(at_desk(api.admin).speaking("en"), form).text

    top = re.search(r'<div class="trouble" role="alert" tabindex="-1" autofocus>(.*?)</div>', page, re.DOTALL)
    assert top is not None
    assert [name for name in form.fields if f'<a href="#{name}">' not in top[1]] == []
    assert [name for name in form.fields if f'id="{name}"' not in page] == []
    assert page.index("autofocus") == page.index("autofocus>\n", top.start())


def test_no_browser_stops_at_the_first_wrong_field_or_cuts_what_is_pasted(api: People, form: Wrong) -> None:
    page = at_desk(api.admin).speaking("en").get(form.path.replace("/me/password", "/me")).text

    own = [each for each in re.findall(r"<form [^>]*>", page) if "/console" in each]
    assert [each for each in own if "novalidate" not in each] == []
    inputs = re.findall(r"<(?:input|textarea)[^>]*>", page)
    assert [each for each in inputs if "maxlength=" in each or 'type="number"' in each] == []


UNREAD = "Ёлк\ufffdн"
UNREADABLE = {
    "invitation": (f"{SETTINGS}/people/invite", "name"),
    "key": (f"{SETTINGS}/keys/new", "name"),
    "endpoint": (f"{SETTINGS}/webhooks/new", "description"),
    "organisation": (f"{SETTINGS}/organisation", "signature"),
    "category": (f"{SETTINGS}/categories/new-category", "label_ru"),
    "process": (f"{SETTINGS}/processes/new-process", "label_ru"),
    "template": (f"{SETTINGS}/templates/new-template", "comment"),
    "request's comment": ("/console/new", "comment"),
    "request's reference": ("/console/new", "reference"),
    "request's phone": ("/console/new", "phone"),
    "forgotten password": ("/console/forgotten", "email"),
    "sign-in": ("/console/sign-in", "email"),
}


@pytest.mark.parametrize(("path", "name"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_characters_that_some_program_could_not_read_come_back_in_the_form(api: People, path: str, name: str) -> None:
    answer = typed_into(at_desk(api.admin).speaking("en"), Wrong(path, {name: UNREAD}, (name,)))

    assert answer.status == 422
    assert UNREAD in answer.text
    if path != "/console/sign-in":  # which tells nobody the fault of an address
        assert f'id="{name}-wrong"' in answer.text


def test_no_search_is_refused_for_a_character_that_could_not_be_read(api: People) -> None:
    answer = at_desk(api.staff).get("/console?q=%D0%81%D0%BB%EF%BF%BD%D0%BA")

    assert (answer.status, "Ёл\ufffdк" in answer.text) == (200, True)


def test_a_code_with_a_character_that_could_not_be_read_is_a_wrong_one(api: People) -> None:
    answer = at_desk(api.staff).post("/c", {"code": "ABC\ufffd"})

    assert (answer.status, 'name="code"' in answer.text) == (404, True)


def test_a_conversion_with_a_character_that_could_not_be_read_says_so_at_the_field(api: People) -> None:
    desk, case = at_desk(api.staff).speaking("en"), api.staff.post("/v1/cases", {}).json["id"]
    process = api.admin.get("/v1/account").json["processes"][0]
    fields = {f"field-{field['code']}": UNREAD for field in process["fields"]}

    answer = desk.post(f"/console/cases/{case}/convert", {"process": process["code"], **fields})

    assert answer.status == 422
    assert answer.text.count("Some characters could not be read") == 2 * len(fields) > 0
    assert UNREAD in answer.text
