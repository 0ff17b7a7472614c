"""The account's rules for its client area, and its address, which no other account has."""

from tests.account.console.forms import filled_in
from tests.cabinet.visitors import nobody
from tests.support.api.desk import Desk, seen
from tests.support.api.people import People
from tests.support.area import open_area, registered

PATH, PAGE = "/v1/account/area", "/console/settings/area"


def test_an_area_has_an_address_and_is_opened(api: People) -> None:
    before = api.admin.get(PATH).expect(200)
    assert (before["slug"], before["on"], before["version"]) == ("", False, 0)

    saved = api.admin.patch(PATH, {"version": 0, "slug": "ingos", "on": True, "welcome": {"ru": "Здравствуйте"}})

    assert saved.expect(200)["address"] == "https://photos.example/area/ingos"
    assert "Здравствуйте" in seen(nobody(language="ru").get("/area/ingos/sign-in"))


def test_an_address_of_another_account_is_refused_at_its_field(api: People) -> None:
    api.stranger.patch(PATH, {"version": 0, "slug": "ingos"}).expect(200)

    answer = api.admin.patch(PATH, {"version": 0, "slug": "ingos", "device_days": 5})

    assert (answer.status, answer.pointers) == (422, ["/slug"])
    assert api.admin.get(PATH).expect(200)["version"] == 0


def test_a_former_address_is_free_for_others_and_opens_nothing(api: People) -> None:
    api.admin.patch(PATH, {"version": 0, "slug": "ingos", "on": True}).expect(200)
    api.admin.patch(PATH, {"version": 1, "slug": "ingos-2"}).expect(200)

    assert nobody().get("/area/ingos/sign-in").status == 404
    assert nobody().get("/area/ingos-2/sign-in").status == 200
    api.stranger.patch(PATH, {"version": 0, "slug": "ingos"}).expect(200)


def test_an_address_is_kept_free_if_the_change_was_refused(api: People) -> None:
    api.admin.patch(PATH, {"version": 0, "slug": "ingos"}).expect(200)
    api.admin.patch(PATH, {"version": 0, "slug": "other-one"}).expect(409)

    api.stranger.patch(PATH, {"version": 0, "slug": "other-one"}).expect(200)
    assert api.admin.patch(PATH, {"version": 1, "slug": "other-one"}).status == 422


def test_an_area_without_an_address_is_not_opened(api: People) -> None:
    answer = api.admin.patch(PATH, {"version": 0, "on": True})

    assert (answer.status, answer.pointers) == (422, ["/slug"])


def test_the_page_saves_the_rules_and_tells_all_errors_at_their_fields(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(PAGE))
    typed = {
        **form,
        "slug": "Ünsinn",
        "device_days": "0",
        "code_above": "-1",
        "help_email": "x",
        "welcome_ru": "я" * 1001,
    }
    refused = desk.post(PAGE, typed)
    assert refused.status == 422
    for name in ("slug", "device_days", "code_above", "help_email", "welcome_ru"):
        assert f'id="{name}-error"' in refused.text or f'href="#{name}"' in refused.text, name

    good = {**form, "slug": "ingos", "on": "yes", "device_days": "30", "code_above": "5 000", "welcome_es": "Hola"}
    assert desk.post(PAGE, good).status == 303

    shown = api.admin.get(PATH).expect(200)
    assert (shown["slug"], shown["on"], shown["device_days"], shown["code_above"]) == ("ingos", True, 30, 5000)
    assert shown["welcome"] == {"es": "Hola"}
    assert "https://photos.example/area/ingos" in desk.get(PAGE).text
    stale = desk.post(PAGE, {**good, "slug": "other"})
    assert (stale.status, api.admin.get(PATH).expect(200)["slug"]) == (409, "ingos")


def test_a_changed_address_signs_all_people_out(api: People) -> None:
    open_area(api.account.id)
    person = registered(api.account.id)
    version = api.admin.get(PATH).expect(200)["version"]

    api.admin.patch(PATH, {"version": version, "slug": "moved"}).expect(200)

    assert person.account_id == api.account.id
    assert nobody().get("/area/ingos").status == 404
