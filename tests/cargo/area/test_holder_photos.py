"""Photos from the holder of the goods: asked by a company on its claim's page and by its API."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.base.channels import Channel
from chalicelib.base.settings import settings
from chalicelib.features.cargo.holders.asking import MOST_A_DAY
from chalicelib.features.photos import table
from chalicelib.features.photos.service.messages import written
from chalicelib.features.photos.verdicts import UnusableReason
from chalicelib.tenancy import service as accounts
from tests.cabinet.visitors import HOME, Visitor
from tests.cargo.people import visitor as colleague_at
from tests.cargo.shippers import announced, shipper
from tests.claims.area.holders import other_holder
from tests.clients.bodies import COMPANY
from tests.photos import photos_factory
from tests.photos.api.test_asking_again import photo_of
from tests.photos.retaking import judged
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import blocked

DRIVER = "+7 916 765-43-21"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-02T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def own(api: People) -> tuple[Visitor, str]:
    """Return the browser of a company's user, and the id of a claim about a broken pallet that was started."""
    client_id = shipper(api)
    claim_id = announced(api.key, client_id)["id"]
    visitor = colleague_at(api, client_id)
    moved(visitor, claim_id, "start")
    return visitor, claim_id


def moved(visitor: Visitor, claim_id: str, move: str, **body: Any) -> None:
    version = visitor.call("GET", f"/claims/{claim_id}").expect(200)["version"]
    visitor.call("POST", f"/claims/{claim_id}/moves", {"version": version, "move": move, **body}).expect(200)


def asked(visitor: Visitor, claim_id: str, **body: Any) -> Any:
    return visitor.call(
        "POST",
        f"/claims/{claim_id}/photo-requests",
        {name: each for name, each in {"phone": DRIVER, **body}.items() if each},
    )


def listed(visitor: Visitor, claim_id: str) -> Any:
    return visitor.call("GET", f"/claims/{claim_id}/photo-requests").expect(200)["items"]


def of_core(api: People, claim_id: str) -> Any:
    """Return the claim's photo requests as the core shows them."""
    return api.staff.get(f"/v1/cases/{case_of(claim_id)}").expect(200)["requests"]


def case_of(claim_id: str) -> str:
    return claim_id.replace("claim_", "case_")


def test_photos_that_the_claim_lacks_are_asked_of_the_driver(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own

    made = asked(visitor, claim_id, name="Marta Gil").expect(201)

    assert [(each["code"], each["min"]) for each in made["categories"]] == [("packaging", 3), ("goods", 3)]
    assert (made["to"], made["name"], made["photos"]) == ("+7 *** ***-**-21", "Marta Gil", 0)
    assert listed(visitor, claim_id) == [made]
    (request,) = of_core(api, claim_id)
    assert (request["id"], request["language"], len(request["messages"])) == (made["id"], "ru", 1)
    assert "link" not in made


def test_the_photos_fill_the_documents_of_the_claim(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    asked(visitor, claim_id).expect(201)
    (request,) = of_core(api, claim_id)

    for number in range(2):
        photo_of(api, request, category="packaging", data=photos_factory.jpeg(320 + number, 240))

    slots = {each["code"]: each for each in visitor.call("GET", f"/claims/{claim_id}").expect(200)["slots"]}
    assert (slots["photos_packaging"]["held"], slots["photos_packaging"]["missing"]) == (2, True)
    (line,) = listed(visitor, claim_id)
    assert (line["photos"], line["state"]) == (2, "in_progress")
    assert [each["received"] for each in line["categories"]] == [2, 0]
    again = asked(visitor, claim_id).expect(201)
    assert [(each["code"], each["min"]) for each in again["categories"]] == [("packaging", 1), ("goods", 3)]


def test_contacts_of_the_holder_and_of_the_case_stay_apart(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    owner = api.staff.get(f"/v1/cases/{case_of(claim_id)}").expect(200)["owner"]

    asked(visitor, claim_id, name="Marta Gil").expect(201)

    case = api.staff.get(f"/v1/cases/{case_of(claim_id)}").expect(200)
    assert case["owner"] == owner
    (request,) = case["requests"]
    assert [(each["channel"], each["to"]) for each in request["messages"]] == [("sms", "+79167654321")]
    stored = table.get_request(api.account.id, case["id"], request["id"])
    assert stored is not None
    assert (stored.phone, stored.email, stored.phone_confirmed) == ("+79167654321", None, None)


def test_the_company_itself_is_not_led_to_the_holders_page(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    asked(visitor, claim_id).expect(201)

    for path in ("/claims", f"/claims/{claim_id}", ""):
        assert "/r/" not in visitor.get(f"{HOME}{path}").text


def test_messages_and_the_page_are_about_goods_in_the_name_of_the_insurer(
    api: People, own: tuple[Visitor, str]
) -> None:
    visitor, claim_id = own
    asked(visitor, claim_id, email="almacen@carga.example").expect(201)
    (shown,) = of_core(api, claim_id)
    request = table.get_request(api.account.id, case_of(claim_id), shown["id"])
    assert request is not None

    sms, email = written(accounts.load_account(api.account.id), request)

    assert api.account.name in sms.text
    assert "груза" in sms.text
    assert "груза" in email.subject
    assert "автомобил" not in sms.text + email.text
    assert COMPANY["name"] in email.text
    page = api.nobody.call("GET", shown["link"].removeprefix(settings().public_base_url)).text
    assert "Нужны фотографии груза" in page
    assert "автомобиля" not in page


def test_wrong_contacts_are_told_at_once(own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    at = f"/claims/{claim_id}/photo-requests"

    nothing = visitor.call("POST", at, {}).expect(422)
    wrong = visitor.call("POST", at, {"phone": "12", "email": "x"}).expect(422)
    unknown = visitor.call("POST", at, {"phone": "+7 916 000", "categories": ["vin", "seal", "seal"]}).expect(422)

    assert [each["pointer"] for each in nothing["errors"]] == ["/phone"]
    assert {each["pointer"] for each in wrong["errors"]} == {"/phone", "/email"}
    assert {each["pointer"] for each in unknown["errors"]} == {"/phone", "/categories/0", "/categories/2"}
    assert listed(visitor, claim_id) == []


@pytest.mark.parametrize(
    ("channel", "to", "said"),
    [
        ("sms", "+79167654321", "No podemos enviar SMS a este teléfono. Indique otro o utilice el correo."),
        ("email", "patio@carga.example", "No podemos enviar correos a esta dirección. Compruébela o indique otra."),
    ],
)
def test_a_blocked_contact_is_refused_in_words_for_clients(
    api: People, own: tuple[Visitor, str], channel: Channel, to: str, said: str
) -> None:
    visitor, claim_id = own
    blocked(api.account.id, channel, to)
    form = {"phone" if channel == "sms" else "email": to, "categories": "goods"}

    refused = visitor.post(f"{HOME}/claims/{claim_id}/photo-requests", form)

    assert refused.status == 422
    assert said in seen(refused)
    assert "administrador" not in seen(refused)


def test_a_phone_that_got_all_of_its_sms_today_is_refused_in_words_for_clients(
    api: People, own: tuple[Visitor, str]
) -> None:
    visitor, claim_id = own
    api.admin.patch("/v1/account", {"quotas": {"per_phone_per_day": 1}}).expect(200)
    asked(visitor, claim_id).expect(201)

    refused = visitor.post(f"{HOME}/claims/{claim_id}/photo-requests", {"phone": DRIVER, "categories": "goods"})

    assert refused.status == 429
    assert "Hoy no podemos enviar más SMS a este teléfono." in seen(refused)


def test_a_phone_of_a_country_without_sms_is_refused_in_words_for_clients(own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own

    refused = visitor.post(
        f"{HOME}/claims/{claim_id}/photo-requests", {"phone": "+49 1512 3456789", "categories": "goods"}
    )

    assert "No enviamos SMS a teléfonos de ese país. Indique otro o utilice el correo." in seen(refused)


def test_repeated_with_its_key_it_is_one_request(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    form = {"once": "hld_1", "phone": DRIVER, "categories": "goods"}
    at = f"{HOME}/claims/{claim_id}/photo-requests"

    answers = [visitor.post(at, form) for _ in range(2)]

    assert [each.status for each in answers] == [303, 303]
    assert len(of_core(api, claim_id)) == 1


def test_the_number_of_requests_a_day_is_limited(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    for number in range(MOST_A_DAY):
        made = asked(visitor, claim_id, phone=None, email=f"driver{number}@carga.example").expect(201)
        api.staff.post(f"/v1/photo-requests/{made['id']}/revoke", {})

    refused = visitor.call("POST", f"/claims/{claim_id}/photo-requests", {"email": "one-more@carga.example"})

    assert refused.status == 429
    assert len(listed(visitor, claim_id)) == MOST_A_DAY


def test_claims_that_take_no_photos_now_are_refused(api: People) -> None:
    client_id = shipper(api)
    claim_id = announced(api.key, client_id)["id"]
    visitor = colleague_at(api, client_id)

    assert asked(visitor, claim_id).status == 409
    assert "Pedir fotos" not in seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    moved(visitor, claim_id, "start")
    asked(visitor, claim_id).expect(201)
    moved(visitor, claim_id, "withdraw", reason="Resuelto con el porteador")

    assert asked(visitor, claim_id).status == 409
    assert (
        visitor.post(f"{HOME}/claims/{claim_id}/photo-requests", {"phone": DRIVER, "categories": "goods"}).status == 409
    )


def test_nobody_else_asks_or_sees(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    asked(visitor, claim_id).expect(201)
    stranger = other_holder(api)

    assert asked(stranger, claim_id).status == 404
    assert stranger.call("GET", f"/claims/{claim_id}/photo-requests").status == 404
    assert stranger.get(f"{HOME}/claims/{claim_id}/photo-requests").status == 404


def test_the_claims_page_asks_in_one_press_and_shows_whom(own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    at = f"{HOME}/claims/{claim_id}/photo-requests"
    page = visitor.get(f"{HOME}/claims/{claim_id}").text
    assert f'action="{at}"' in page
    assert 'value="packaging" checked' in page
    assert 'value="seal">' in page

    wrong = visitor.post(at, {"phone": "612", "name": "Marta Gil", "categories": "goods"})
    empty = visitor.post(at, {"phone": DRIVER})
    done = visitor.post(at, {"phone": DRIVER, "name": "Marta Gil", "categories": "goods"})

    assert (wrong.status, empty.status, done.status) == (422, 422, 303)
    assert 'value="612"' in wrong.text
    assert 'value="Marta Gil"' in wrong.text
    assert 'value="packaging">' in wrong.text
    assert "Elija al menos un tipo de fotos." in seen(empty)
    page = seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    assert "+7 *** ***-**-21" in page
    assert "Marta Gil" in page
    assert "enviando el mensaje" in page


def test_staff_ask_by_the_form_of_the_case_with_the_missing_photos_ticked(
    api: People, own: tuple[Visitor, str]
) -> None:
    visitor, claim_id = own
    desk = at_desk(api.admin).speaking("es")
    case_id = case_of(claim_id)
    form = f"/console/new?case={case_id}&amp;holder=yes"
    assert form in desk.get(f"/console/cases/{case_id}?tab=claim").text

    page = desk.get(form.replace("&amp;", "&")).text
    typed = {"once": "k", "case": case_id, "holder": "yes", "phone": DRIVER, "channels": "sms", "categories": "goods"}
    done = desk.post("/console/new", {**typed, "least": ["packaging:3", "goods:3"], "expires_in_days": "7"})

    assert 'value="packaging" checked' in page
    assert 'value="goods" checked' in page
    assert 'value="exterior" checked' not in page
    assert done.status == 303
    (line,) = listed(visitor, claim_id)
    assert (line["to"], [each["code"] for each in line["categories"]]) == ("+7 *** ***-**-21", ["goods"])
    assert "Al menos 3 fotos" in page
    assert [(each["code"], each["min"]) for each in line["categories"]] == [("goods", 3)]


def test_staff_ask_for_the_number_of_photos_that_the_claim_lacks(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    asked(visitor, claim_id).expect(201)
    (request,) = of_core(api, claim_id)
    for number in range(2):
        photo_of(api, request, category="goods", data=photos_factory.jpeg(320 + number, 240))

    page = at_desk(api.admin).get(f"/console/new?case={case_of(claim_id)}&holder=yes").text

    assert re.findall(r'name="least" value="([^"]+)"', page) == ["packaging:3", "goods:1"]


def test_forms_of_other_cases_offer_no_photos_of_goods(api: People) -> None:
    page = at_desk(api.admin).get("/console/new").text

    assert 'value="exterior"' in page
    assert 'value="packaging"' not in page
    account = api.admin.get("/v1/account").expect(200)
    assert not {"packaging", "goods", "seal"} & {each["code"] for each in account["categories"]}


def test_a_photo_that_is_of_no_use_is_asked_for_again_of_the_same_holder(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    asked(visitor, claim_id, categories=["goods"]).expect(201)
    (request,) = of_core(api, claim_id)
    photo = judged(photo_of(api, request, category="goods"), reason=UnusableReason.BLURRED)

    made = api.staff.post("/v1/photo-requests", {"case_id": photo.case_id, "again": [photo.id]}).expect(201)

    assert [(each["channel"], each["to"]) for each in made["messages"]] == [("sms", "+79167654321")]
    assert [each["id"] for each in listed(visitor, claim_id)] == [made["id"], request["id"]]
