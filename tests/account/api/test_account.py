"""The account's settings over HTTP."""

from typing import Any

import pytest

from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import SmsCeiling
from tests.support.api.people import People

ACCOUNT = "/v1/account"
LABELS = {"ru": "Стекло"}


def test_settings_are_shown_whole(api: People) -> None:
    shown = api.viewer.get(ACCOUNT).expect(200)

    assert [category["code"] for category in shown["categories"]] == [
        "exterior",
        "damage",
        "vin",
        "odometer",
        "policyholder_policy",
        "injured_party_policy",
        "keys",
    ]
    assert [process["code"] for process in shown["processes"]] == ["osago", "kasko"]
    assert shown["quotas"]["countries"] == ["RU", "ES"]


def test_a_change_keeps_what_it_does_not_name(api: People) -> None:
    before = api.admin.get(ACCOUNT).expect(200)

    changed = api.admin.patch(
        ACCOUNT,
        {
            "name": " Новое имя ",
            "support_phones": [{"number": "8 800 555-35-35 доб. 123", "note": "24/7"}],
            "reply_to": None,
            "quotas": {"countries": ["KZ"], "per_day": 5},
        },
    ).expect(200)

    assert changed["name"] == "Новое имя"
    assert changed["support_phones"] == [{"number": "+78005553535", "extension": "123", "note": "24/7"}]
    assert changed["reply_to"] is None
    assert changed["quotas"] == {**before["quotas"], "countries": ["KZ"], "per_day": 5}
    assert changed["version"] == before["version"] + 2  # of two sections
    untouched = set(before) - {"name", "support_phones", "reply_to", "quotas", "version"}
    assert {name: changed[name] for name in untouched} == {name: before[name] for name in untouched}
    assert api.viewer.get(ACCOUNT).expect(200) == changed


def test_a_change_of_nothing_leaves_everything_as_it_is(api: People) -> None:
    before = api.admin.get(ACCOUNT).expect(200)

    assert api.admin.patch(ACCOUNT, {}).expect(200) == before


def test_own_categories_replace_built_in_ones_of_their_code(api: People) -> None:
    categories = [
        {"code": "damage", "labels": {"ru": "Ущерб"}, "by_default": True},
        {"code": "glass", "labels": LABELS},
    ]

    changed = api.admin.patch(ACCOUNT, {"categories": categories}).expect(200)
    request = api.staff.post("/v1/photo-requests", {"categories": "all"}).expect(201)

    assert [category["label"] for category in request["categories"]][:2] == ["Авто снаружи", "Ущерб"]
    assert [category["code"] for category in request["categories"]] == [each["code"] for each in changed["categories"]]


def test_a_logos_address_in_other_letters_is_kept_as_mail_programs_take_it(api: People) -> None:
    changed = api.admin.patch(ACCOUNT, {"branding": {"logo_url": "https://x.example/лого.png?a=%20&b=1"}}).expect(200)

    assert changed["branding"]["logo_url"] == "https://x.example/%D0%BB%D0%BE%D0%B3%D0%BE.png?a=%20&b=1"
    body = {"channels": ["email"], "email": "owner@mail.example"}
    assert api.staff.post("/v1/photo-requests", body).expect(201)["messages"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://straße.example/l.png", "https://xn--strae-oqa.example/l.png"),
        ("HTTPS://Logo.Пример.РФ:443/l.png?a=1", "https://logo.xn--e1afmkfd.xn--p1ai:443/l.png?a=1"),
        ("https://EXAMPLE.com/L.png\u200b", "https://example.com/L.png"),
    ],
)
def test_a_logos_host_has_one_form(api: People, given: str, kept: str) -> None:
    changed = api.admin.patch(ACCOUNT, {"branding": {"logo_url": given}}).expect(200)

    assert changed["branding"]["logo_url"] == kept


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "0x7f.1",
        "a..b",
        "-a.example",
        "xn--ls8h.la",
        "💌.la",
        "a@b.example",
        "b.example:99999",
        "[::1]",
        "x" * 64,
    ],
)
def test_a_logo_has_a_host_that_browsers_and_mail_programs_take_for_the_same(api: People, host: str) -> None:
    answer = api.admin.patch(ACCOUNT, {"branding": {"logo_url": f"https://{host}/l.png"}})

    assert (answer.status, answer.pointers) == (422, ["/branding/logo_url"])


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ({"number": "8 800 555-35-35 доб. 5"}, "5"),
        ({"number": "8 800 555-35-35 доб. 5", "extension": "5"}, "5"),
        ({"number": "8 800 555-35-35", "extension": "5"}, "5"),
        ({"number": "8 800 555-35-35 доб. 5", "extension": "7"}, None),
    ],
)
def test_an_extension_is_never_lost(api: People, phone: dict[str, str], kept: str | None) -> None:
    answer = api.admin.patch(ACCOUNT, {"support_phones": [phone]})

    if kept is None:
        assert (answer.status, answer.pointers) == (422, ["/support_phones/0/extension"])
    else:
        assert [each["extension"] for each in answer.expect(200)["support_phones"]] == [kept]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"name": None}, ["/name"]),
        ({"name": " "}, ["/name"]),
        ({"name": "x" * 121}, ["/name"]),
        ({"name": "\u200f"}, ["/name"]),
        ({"categories": [{"code": "glass", "labels": {"ru": "Стекло", "en": "\u200b"}}]}, ["/categories/0/labels/en"]),
        ({"reply_to": "иван@insurer.example"}, ["/reply_to"]),
        ({"branding": {"logo_url": "https://x.example/" + "л" * 100}}, ["/branding/logo_url"]),
        ({"branding": None}, ["/branding"]),
        ({"branding": {"color": "red"}}, ["/branding/color"]),
        ({"branding": {"logo_url": "http://x.example/l.png"}}, ["/branding/logo_url"]),
        ({"languages": []}, ["/languages"]),
        ({"languages": ["ru", "de"]}, ["/languages/1"]),
        ({"languages": ["ru", "ru"]}, ["/languages/1"]),
        ({"time_zone": "Moscow"}, ["/time_zone"]),
        ({"time_zone": "../etc/passwd"}, ["/time_zone"]),
        ({"time_zone": "localtime"}, ["/time_zone"]),
        ({"time_zone": "Factory"}, ["/time_zone"]),
        ({"branding": {"logo_url": "https://../logo.png"}}, ["/branding/logo_url"]),
        ({"branding": {"logo_url": "https://x.example:99999/logo.png"}}, ["/branding/logo_url"]),
        ({"branding": {"logo_url": "https://127.1/logo.png"}}, ["/branding/logo_url"]),
        ({"support_phones": [{"number": "+7 495 123-45-67"}, {"number": "01"}]}, ["/support_phones/1/number"]),
        ({"support_phones": [{"number": "1" * 10}]}, ["/support_phones/0/number"]),
        ({"reply_to": "x"}, ["/reply_to"]),
        ({"quotas": {"countries": ["Russia"]}}, ["/quotas/countries/0"]),
        ({"quotas": {"per_day": -1}}, ["/quotas/per_day"]),
        ({"quotas": None}, ["/quotas"]),
        ({"quotas": {"sender_id": "Ё"}}, ["/quotas/sender_id"]),
        ({"processes": [{"code": "a1", "labels": LABELS}, {"code": "a1", "labels": LABELS}]}, ["/processes/1"]),
        ({"processes": [{"code": "a1", "labels": {}}]}, ["/processes/0/labels"]),
        ({"processes": [{"code": "a1", "labels": {"de": "x"}}]}, ["/processes/0/labels/de"]),
        (
            {"processes": [{"code": "a1", "labels": LABELS, "fields": [{"code": "f1", "labels": LABELS}] * 2}]},
            ["/processes/0/fields/1"],
        ),
        ({"categories": [{"code": "glass", "labels": LABELS}] * 2}, ["/categories/1"]),
        ({"categories": [{"code": "glass", "labels": LABELS, "min": 5, "max": 2}]}, ["/categories/0/max"]),
        ({"categories": [{"code": f"c{n}", "labels": LABELS} for n in range(47)]}, ["/categories"]),
        ({"templates": [{"code": "t1", "name": "T", "categories": []}]}, ["/templates/0/categories"]),
        (
            {"templates": [{"code": "t1", "name": "T", "categories": [{"code": "glass"}]}]},
            ["/templates/0/categories/0/code"],
        ),
        (
            {"templates": [{"code": "t1", "name": "T", "categories": [{"code": "vin", "min": 3, "max": 2}]}]},
            ["/templates/0/categories/0/max"],
        ),
        ({"id": "acc_other"}, ["/id"]),
        ({"version": 9}, ["/version"]),
    ],
    ids=str,
)
def test_each_wrong_setting_is_named(api: People, body: Any, pointers: list[str]) -> None:
    answer = api.admin.patch(ACCOUNT, body)

    assert answer.status == 422, answer.text
    assert answer.pointers == pointers
    assert all(error["detail"] for error in answer.json["errors"])


def test_a_category_that_a_template_needs_cannot_go(api: People) -> None:
    templates = [{"code": "t1", "name": "T", "categories": [{"code": "keys"}]}]
    api.admin.patch(ACCOUNT, {"templates": templates}).expect(200)

    assert api.admin.patch(ACCOUNT, {"categories": []}).pointers == ["/templates/0/categories/0/code"]


def test_settings_have_a_size_that_can_be_kept(api: People) -> None:
    fields = [{"code": f"f{place}", "labels": {"ru": "Ж" * 60, "es": "x" * 60, "en": "x" * 60}} for place in range(40)]
    processes = [{"code": f"p{place}", "labels": LABELS, "fields": fields} for place in range(30)]
    hints = dict.fromkeys(("ru", "es", "en"), "🚗" * 300)
    categories = [{"code": f"c{place}", "labels": LABELS, "hints": hints} for place in range(46)]
    many = [{**each, "labels": dict.fromkeys(("ru", "es", "en"), "🚗" * 60)} for each in categories]

    assert len(api.admin.patch(ACCOUNT, {"processes": processes}).expect(200)["processes"]) == 30
    answer = api.admin.patch(ACCOUNT, {"categories": many}, headers={"Accept-Language": "es"})

    assert answer.pointers == ["/categories"]
    assert answer.json["errors"][0]["detail"].startswith("Los ajustes ocupan")


def test_no_call_passes_the_operators_ceiling_on_sms(api: People) -> None:
    before = api.admin.get(ACCOUNT).expect(200)
    over = {"countries": ["RU", "SO"], "per_day": 1_000_000, "per_phone_per_day": 100, "per_prefix_per_day": 10_000}

    answer = api.key.patch(ACCOUNT, {"quotas": over})

    assert answer.expect(422)["type"] == "urn:osmotr:problem:invalid"
    assert answer.pointers == [
        "/quotas/countries/1",
        "/quotas/per_day",
        "/quotas/per_phone_per_day",
        "/quotas/per_prefix_per_day",
    ]
    assert "2000" in answer.json["errors"][1]["detail"]
    assert before["quota_ceiling"]["per_day"] == 2000
    for name in ("quota_ceiling", "sms_ceiling"):
        assert api.admin.patch(ACCOUNT, {name: {"per_day": 9}}).status == 422
    assert api.admin.get(ACCOUNT).expect(200) == before


def test_the_operators_own_ceiling_for_an_account_is_shown_and_can_be_used(api: People) -> None:
    accounts.set_sms_ceiling(api.account.id, SmsCeiling(countries=("SO",), per_day=5000))

    shown = api.admin.get(ACCOUNT).expect(200)
    changed = api.admin.patch(ACCOUNT, {"quotas": {"countries": ["SO"], "per_day": 5000}}).expect(200)

    assert (shown["quota_ceiling"]["countries"], shown["quotas"]["countries"]) == (["SO"], [])
    assert changed["quotas"]["per_day"] == 5000
    assert api.admin.patch(ACCOUNT, {"quotas": {"countries": ["SO"], "per_day": 5001}}).status == 422
