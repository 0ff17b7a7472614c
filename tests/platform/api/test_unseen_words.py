"""Invisible text is empty in every field; stored text remains readable."""

import re
from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import recent, words
from chalicelib.base.clock import now
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, Owner, Vehicle
from chalicelib.features.photos import table as photos_table
from chalicelib.features.photos.service import messages
from chalicelib.identity import keys as api_keys
from chalicelib.identity import table
from chalicelib.identity.model import User
from chalicelib.identity.scopes import all_scopes
from chalicelib.outbox import service as notifications
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Process, ProcessField, SmsPolicy, Template
from tests.account.console.forms import filled_in, problem_at, sent
from tests.support import mailboxes, outbox
from tests.support.api.client import Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, token_of
from tests.support.stored_settings import overwrite
from tests.support.world import World

BLANK = "\u200b\u3164"
NEEDED = "Nobody can see these characters. Write at least one letter, digit or sign."


def deliver() -> None:
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"owner": {"name": BLANK}}, "/owner/name"),
        ({"reference": BLANK}, "/reference"),
        ({"vehicle": {"plate": BLANK}}, "/vehicle/plate"),
        ({"vehicle": {"make": BLANK}}, "/vehicle/make"),
        ({"vehicle": {"model": BLANK}}, "/vehicle/model"),
        ({"loss": {"place": BLANK}}, "/loss/place"),
    ],
)
def test_a_case_says_what_it_lacks(api: People, body: Any, pointer: str) -> None:
    new = api.staff.post("/v1/cases", body)
    case = api.staff.post("/v1/cases", {}).expect(201)
    change = api.staff.patch(f"/v1/cases/{case['id']}", body)
    request = api.staff.post("/v1/photo-requests", {"case": body})

    for answer, place in ((new, pointer), (change, pointer), (request, f"/case{pointer}")):
        assert answer.status == 422
        assert answer.json["errors"] == [{"pointer": place, "detail": NEEDED}]


@pytest.mark.parametrize(("language", "said"), [("ru", "не видны"), ("es", "no se ven"), ("en", "Nobody can see")])
def test_it_is_said_in_the_callers_language(api: People, language: str, said: str) -> None:
    answer = api.staff.post("/v1/cases", {"reference": BLANK}, headers={"Accept-Language": language})

    assert said in answer.json["errors"][0]["detail"]


def test_what_may_be_empty_is_empty(api: People) -> None:
    case = api.staff.post("/v1/cases", {"loss": {"description": BLANK}}).expect(201)
    request = asked(api.staff, comment=BLANK)
    account = api.admin.patch(
        "/v1/account",
        {
            "signature": BLANK,
            "confidentiality_notice": BLANK,
            "support_phones": [{"number": "+78005553535", "note": BLANK}],
        },
    ).expect(200)

    assert case["loss"]["description"] == request["comment"] == ""
    assert (account["signature"], account["confidentiality_notice"]) == ("", "")
    assert account["support_phones"][0]["note"] == ""


def test_what_is_seen_is_kept_without_the_rest(api: People) -> None:
    case = api.staff.post(
        "/v1/cases",
        {
            "reference": "\ufeffУ\u200b-1",
            "vehicle": {"plate": "а123вс77\u200e", "vin": "\u200bXTA210990Y1234567"},
            "owner": {"name": "Мари\u202eя\u00adПетрова"},
            "loss": {"description": "раз\r\nдва\u2060"},
        },
    ).expect(201)

    assert (case["reference"], case["vehicle"]["plate"]) == ("У-1", "А123ВС77")
    assert case["vehicle"]["vin"] == "XTA210990Y1234567"
    assert (case["owner"]["name"], case["loss"]["description"]) == ("МарияПетрова", "раз\nдва")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": BLANK}, "/name"),
        ({"categories": [{"code": "glass", "labels": {"ru": BLANK}}]}, "/categories/0/labels/ru"),
        ({"processes": [{"code": "osago", "labels": {"en": BLANK}}]}, "/processes/0/labels/en"),
        (
            {
                "processes": [
                    {"code": "osago", "labels": {"en": "A"}, "fields": [{"code": "no", "labels": {"es": BLANK}}]}
                ]
            },
            "/processes/0/fields/0/labels/es",
        ),
        ({"templates": [{"code": "quick", "name": BLANK, "categories": [{"code": "vin"}]}]}, "/templates/0/name"),
    ],
)
def test_settings_say_what_they_lack(api: People, body: Any, pointer: str) -> None:
    answer = api.admin.patch("/v1/account", body)

    assert answer.status == 422
    assert answer.json["errors"] == [{"pointer": pointer, "detail": NEEDED}]


def test_a_key_needs_a_name_that_is_seen(api: People) -> None:
    answer = api.admin.post("/v1/api-keys", {"name": BLANK, "scopes": ["cases:read"]})

    assert (answer.status, answer.pointers) == (422, ["/name"])


def test_a_process_asks_for_a_field_that_is_seen(api: People) -> None:
    case = api.staff.post("/v1/cases", {}).expect(201)

    answer = api.staff.post(f"/v1/cases/{case['id']}/convert", {"process": "osago", "fields": {"policy_number": BLANK}})

    assert answer.status == 422
    assert {"pointer": "/fields/policy_number", "detail": "This field is required."} in answer.json["errors"]


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("organisation", "name"),
        ("categories/new-category", "label_en"),
        ("processes/new-process", "label_en"),
        ("templates/new-template", "name"),
    ],
)
def test_forms_of_the_settings_say_it_at_the_field(api: People, section: str, field: str) -> None:
    typed: dict[str, str | list[str]] = {"categories": ["vin"], field: BLANK}

    answer = sent(at_desk(api.admin).speaking("en"), section, **typed)

    assert answer.status == 422
    assert problem_at(answer, field) == NEEDED
    assert filled_in(answer)[field] == BLANK


@pytest.mark.parametrize("path", ["/console/settings/people/invite", "/console/settings/keys/new"])
def test_forms_of_people_and_keys_say_it_at_the_field(api: People, path: str) -> None:
    fields: dict[str, str | list[str]] = {
        "name": BLANK,
        "email": "new@staff.example",
        "role": "staff",
        "scopes": ["cases:read"],
        "once": "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    }

    answer = at_desk(api.admin).speaking("en").post(path, fields)

    assert answer.status == 422
    assert NEEDED in seen(answer)


@pytest.fixture
def of_before(world: World) -> Case:
    """A case, in an account, of before anybody looked at words: nothing in them can be seen."""
    overwrite(
        world.account,
        sms=SmsPolicy(sender_id="12345"),
        own_categories=(Category(code="glass", labels={"ru": BLANK}),),
        processes=(
            Process(code="green", labels={"ru": BLANK}, fields=(ProcessField(code="card", labels={"ru": BLANK}),)),
        ),
        templates=(Template(code="fast", name=BLANK, categories=({"code": "glass"},)),),
    )
    owner = Owner(name="\u200b", phone="+79161234567", email="o@mail.example")
    return stored(world, reference="\u200b", vehicle=Vehicle(plate="\u2800"), owner=owner)


def stored(world: World, **words: Any) -> Case:
    """Store a case as it is, past the rules of today."""
    case = Case(
        id="case_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        account_id=world.account.id,
        created_at=now(),
        created_by="user:x",
        changed_at=now(),
        **words,
    )
    tx = Transaction()
    cases.add_case(tx, case)
    tx.commit()
    return case


def test_what_is_stored_of_before_is_read_and_changed(api: People, of_before: Case) -> None:
    shown = api.staff.get(f"/v1/cases/{of_before.id}").expect(200)
    assert shown["owner"]["name"] == "\u200b"

    changed = api.staff.patch(f"/v1/cases/{of_before.id}", {"loss": {"place": "Москва"}}).expect(200)
    api.admin.patch("/v1/account", {"signature": "С уважением"}).expect(200)

    assert changed["reference"] == "\u200b"
    assert api.admin.get("/v1/account").expect(200)["quotas"]["sender_id"] == "12345"


def test_its_row_in_the_inbox_has_a_link_that_is_seen(api: People, of_before: Case) -> None:
    page = at_desk(api.staff).get("/console")

    assert f"…{of_before.id[-6:]}" in seen(page)


@pytest.mark.parametrize(
    "settings",
    [
        # the shortest and the longest numbers that there are
        {"support_phones": [{"number": "+43 1110", "note": "\u200b"}]},
        {"support_phones": [{"number": "+81 00 3736 0498 7783 440"}]},
        {"name": "🛠 «СТО»\u2028№ 1"},
        {"signature": "\x0b\u2029", "confidentiality_notice": "\x00" * 99},
        {"quotas": {"sender_id": "A12"}},
    ],
)
def test_settings_that_are_taken_make_messages(api: People, settings: Any) -> None:
    api.admin.patch("/v1/account", settings).expect(200)

    asked(api.staff, channels=["sms", "email"], phone="+79161234567", email="o@mail.example")
    mailboxes.verify_sender()
    deliver()

    assert (mailboxes.sms(), len(mailboxes.mails())) == (["+79161234567"], 1)


def test_its_owner_is_greeted_without_a_name_and_gets_the_sms(api: People, of_before: Case, world: World) -> None:
    made = asked(api.staff, case_id=of_before.id, channels=["sms", "email"])
    request = photos_table.get_request(world.account.id, of_before.id, made["id"])
    assert request is not None

    _, mail = messages.written(accounts.load_account(world.account.id), request)
    deliver()

    assert "Здравствуйте!\n" in mail.text
    assert mailboxes.sms() == ["+79161234567"]


@pytest.mark.parametrize(
    ("page", "seen_there"),
    [
        ("/console/settings/categories", ["glass"]),
        ("/console/settings/processes", ["green", "card"]),
        ("/console/settings/templates", ["fast", "glass"]),
        ("/console/settings/templates/fast", ["fast"]),
        ("/console/settings/keys", []),
        ("/console/settings/people", []),
        ("/console/new", ["fast", "glass"]),
    ],
)
def test_pages_name_what_has_no_name_that_is_seen(
    api: People, of_before: Case, page: str, seen_there: list[str]
) -> None:
    api_keys.add_api_key(account_id=of_before.account_id, name=BLANK, scopes=all_scopes())

    shown = at_desk(api.admin).get(page).text

    text = re.sub("<[^>]*>", " ", shown)
    named = re.findall(r"<(?:a|h1|option) [^>]*>([^<]*)</(?:a|h1|option)>|<h1>([^<]*)</h1>", shown)
    assert [each for each in map("".join, named) if not words.line(each)] == []
    assert {each for each in seen_there if each not in text} == set()


@pytest.mark.parametrize("page", ["/console", "/console/cases/{case}", "/console/new?case={case}", "/console/me"])
def test_no_place_is_kept_for_what_nobody_sees(api: People, of_before: Case, page: str) -> None:
    nameless(f"sub-admin-{api.account.id}")

    shown = at_desk(api.admin).speaking("en").get(page.format(case=of_before.id)).text

    assert not set(BLANK + "\u2800") & set(shown)
    assert re.findall(r"<dd>\s*</dd>|<small>\s*</small>|·\s*<", shown) == []
    assert "<dt>Name</dt>" not in shown


def test_who_has_no_name_that_is_seen_is_called_by_the_email(api: People) -> None:
    user = nameless(f"sub-admin-{api.account.id}")
    case = api.admin.post("/v1/cases", {"reference": "У-1"}).expect(201)

    people = at_desk(api.admin).get("/console/settings/people")
    history = at_desk(api.staff).get(f"/console/cases/{case['id']}?tab=history")

    assert seen(people).count(user.email) == 2  # in the menu and in the list
    assert seen(history).count(user.email) == 2  # handles the case, and opened it


def nameless(user_id: str) -> User:
    """Store a user with the name of before anybody looked at words."""
    user = table.get_user(user_id)
    assert user is not None
    unnamed = user.model_copy(update={"name": BLANK})
    table.put_user(unnamed)
    recent.clear_recent()
    return unnamed


def test_a_comment_of_before_is_no_quote_of_nothing(api: People, of_before: Case) -> None:
    made = asked(api.staff, case_id=of_before.id, channels=["email"], comment="Дверь")
    request = photos_table.get_request(api.account.id, of_before.id, made["id"])
    assert request is not None
    tx = Transaction()
    photos_table.write_request(tx, request.model_copy(update={"comment": BLANK}), replacing=request)
    tx.commit()

    pages = [Api().get(f"/r/{token_of(made)}"), at_desk(api.staff).get(f"/console/cases/{of_before.id}?tab=requests")]

    assert all("<blockquote>" not in page.text for page in pages)


def test_questions_and_refusals_name_what_has_no_name_that_is_seen(api: People, of_before: Case) -> None:
    key, _ = api_keys.add_api_key(account_id=of_before.account_id, name=BLANK, scopes=all_scopes())
    desk = at_desk(api.admin).speaking("en")

    question = desk.get(f"/console/settings/keys/{key.id}/revoke")
    refusal = desk.post("/console/settings/categories/glass/remove", {})

    assert f"{key.prefix} · {key.prefix}…" in seen(question)
    assert (refusal.status, "These templates ask for the category: “fast”." in seen(refusal)) == (409, True)


def test_its_category_is_asked_for_by_its_code(api: People, of_before: Case) -> None:
    made = asked(api.staff, case_id=of_before.id, channels=["sms", "email"], categories=["glass"])
    mailboxes.verify_sender()
    deliver()

    assert [each["label"] for each in made["categories"]] == ["glass"]
    assert (mailboxes.sms(), len(mailboxes.mails())) == (["+79161234567"], 1)
    assert "glass" in Api().get(f"/r/{token_of(made)}").text


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.fixture
def turned(world: World) -> Case:
    """A case of an account from before checks of words: marks turn the direction of their neighbours."""
    overwrite(
        world.account,
        name=f"Страхование{TURNING}",
        signature=f"С уважением{TURNING}",
        own_categories=(Category(code="glass", labels={"ru": f"Стёкла{TURNING}"}, hints={"ru": TURNING + "x"}),),
    )
    owner = Owner(name=f"Мария{TURNING}", email="o@mail.example")
    return stored(world, reference=f"У-1{TURNING}", vehicle=Vehicle(make=f"Лада{TURNING}"), owner=owner)


def test_marks_of_direction_of_before_turn_no_page_and_no_message(api: People, turned: Case) -> None:
    made = asked(api.staff, case_id=turned.id, channels=["email"], categories=["glass"])
    request, desk = photos_table.get_request(turned.account_id, turned.id, made["id"]), at_desk(api.admin)
    assert request is not None
    _, mail = messages.written(accounts.load_account(turned.account_id), request)
    pages = {
        path: desk.get(path).text
        for path in (
            "/console",
            f"/console/cases/{turned.id}",
            "/console/new",
            "/console/settings/organisation",
            "/console/settings/categories",
            f"/console/requests/{made['id']}",
        )
    }
    pages |= {"owner": Api().get(f"/r/{token_of(made)}").text, "mail": mail.subject + mail.html + mail.text}

    assert {path for path, page in pages.items() if set(TURNING) & set(page)} == set()
    assert "Мария" in pages["/console"]
    assert "Стёкла" in pages["owner"]


@pytest.mark.parametrize("sender_id", ["123", "12345678901"])
def test_a_sender_that_no_carrier_takes_is_refused(api: People, sender_id: str) -> None:
    answer = api.admin.patch("/v1/account", {"quotas": {"sender_id": sender_id}})

    assert (answer.status, answer.pointers) == (422, ["/quotas/sender_id"])
