"""The form of a photo request in a case about goods: photos, words and messages are of goods."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.features.photos import table
from chalicelib.features.photos.service.messages import written
from chalicelib.tenancy import service as accounts
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import claimed, opened
from tests.photos import photos_factory
from tests.photos.api.test_asking_again import photo_of
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

OF_VEHICLES = ("exterior", "damage", "vin", "odometer")
OF_GOODS = ["packaging", "goods", "seal"]
PHONE = "+7 916 765-43-21"
#: Words of vehicles that no page or message about goods has, in small letters.
WORDS = {
    "es": ("vehículo", "coche", "matrícula", "propietario", "bastidor"),
    "ru": ("автомобил", "авто ", "госномер", "владел", "vin"),
    "en": ("vehicle", "car ", "plate", "owner", "vin"),
}


@pytest.fixture
def case_id(api: People) -> str:
    """Return the id of a case whose claim about a broken pallet was started."""
    claim_id = announced(api.key, shipper(api), reference="S-7")["id"]
    api.key.post(f"/v1/claims/{claim_id}/start", {"version": 1, "asked": "por teléfono"}).expect(200)
    return str(claim_id).replace("claim_", "case_")


def ticks(page: Answer) -> dict[str, bool]:
    """Return the categories that a form offers, in their order, with their ticks."""
    found = re.findall(r'name="categories" value="(\w+)"( checked)?', page.text)
    return {code: bool(ticked) for code, ticked in found}


def asked(api: People, case_id: str, **typed: Any) -> Answer:
    form = {"once": "k1", "case": case_id, "phone": PHONE, "channels": "sms", "expires_in_days": "7", **typed}
    return at_desk(api.admin).speaking("es").post("/console/new", form)


def requests_of(api: People, case_id: str) -> list[Any]:
    return table.read_requests(api.account.id, case_id)


@pytest.mark.parametrize("language", ["es", "ru", "en"])
def test_the_form_offers_photos_of_goods_in_words_of_goods(api: People, case_id: str, language: str) -> None:
    page = at_desk(api.admin).speaking(language).get(f"/console/new?case={case_id}")

    assert ticks(page) == {"packaging": True, "goods": True, "seal": False}
    form = seen(page).partition("S-7")[2].lower()
    assert [word for word in WORDS[language] if word in form] == []


def test_the_request_and_its_messages_are_about_goods(api: People, case_id: str) -> None:
    assert asked(api, case_id, categories=["packaging", "goods"], least=["packaging:3"]).status == 303

    (request,) = requests_of(api, case_id)
    assert [(each.code, each.min) for each in request.categories] == [("packaging", 3), ("goods", 3)]
    sms, email = written(accounts.load_account(api.account.id), request)
    words = f"{sms.text} {email.subject} {email.text}".lower()
    assert [word for word in WORDS[request.language] if word in words] == []


def test_all_are_all_of_goods(api: People, case_id: str) -> None:
    assert asked(api, case_id, all="yes").status == 303

    (request,) = requests_of(api, case_id)
    assert [each.code for each in request.categories] == OF_GOODS


def test_the_preview_is_of_goods(api: People, case_id: str) -> None:
    form = {"case": case_id, "all": "yes", "phone": PHONE, "expires_in_days": "7"}

    preview = at_desk(api.admin).speaking("es").post("/console/new/preview", form)

    assert "фото груза" in html.unescape(preview.text)


def test_a_program_that_names_no_photos_asks_for_those_that_the_claim_lacks(api: People, case_id: str) -> None:
    body = {"case_id": case_id, "phone": PHONE, "channels": ["sms"]}

    made = api.key.post("/v1/photo-requests", body).expect(201)

    assert [(each["code"], each["min"]) for each in made["categories"]] == [("packaging", 3), ("goods", 3)]


def test_templates_of_vehicles_are_not_offered(api: People, case_id: str) -> None:
    templates = [
        {"code": "crash", "name": "Choque", "categories": [{"code": "exterior"}]},
        {"code": "pallet", "name": "Palé roto", "categories": [{"code": "packaging"}]},
    ]
    api.admin.patch("/v1/account", {"templates": templates}).expect(200)

    of_goods = at_desk(api.admin).get(f"/console/new?case={case_id}").text
    of_vehicle = at_desk(api.admin).get(f"/console/new?case={opened(api.key)}").text

    assert [name for name in ("Choque", "Palé roto") if name in of_goods] == ["Palé roto"]
    assert [name for name in ("Choque", "Palé roto") if name in of_vehicle] == ["Choque", "Palé roto"]


def test_the_form_leads_to_that_of_the_holder(api: People, case_id: str) -> None:
    desk = at_desk(api.admin).speaking("es")
    link = f"/console/new?case={case_id}&holder=yes"
    assert html.escape(link) in desk.get(f"/console/new?case={case_id}").text

    page = desk.get(link)

    assert ticks(page) == {"packaging": True, "goods": True, "seal": False}
    assert html.escape(link) not in page.text


def test_a_case_about_a_vehicle_has_the_photos_of_vehicles(api: People) -> None:
    claim_id = claimed(api.key)

    page = at_desk(api.admin).get(f"/console/new?case={claim_id.replace('claim_', 'case_')}")

    assert not set(ticks(page)) & set(OF_GOODS)
    assert set(ticks(page)) >= set(OF_VEHICLES)


def test_pages_of_the_case_speak_of_the_link_and_of_no_vehicle(api: People, case_id: str) -> None:
    asked(api, case_id, categories="goods", holder="yes")
    (request,) = requests_of(api, case_id)
    core = api.key.get(f"/v1/cases/{case_id}/photo-requests").expect(200)["items"][0]
    api.nobody.post(f"{urlsplit(core['link']).path}/opened").expect(204)
    photo_of(api, core, category="goods", data=photos_factory.jpeg(320, 240))
    desk = at_desk(api.admin).speaking("es")

    pages = [desk.get(f"/console/cases/{case_id}{tab}") for tab in ("", "?tab=requests", "?tab=history")]
    texts = [
        seen(each).replace("Propietario Nombre", "") for each in (*pages, desk.get(f"/console/requests/{request.id}"))
    ]

    assert "Quien recibió el enlace" in texts[2]
    assert [word for word in WORDS["es"] for each in texts if word in each.lower()] == []
