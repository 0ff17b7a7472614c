"""The account's rules for clients by the API: texts of consents, retention, limits."""

from typing import Any

from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import use
from tests.support.api.people import People

SETTINGS = "/v1/account/clients"
TEXT = {"purpose": "personal_data", "language": "ru", "text": "Я согласна.", "since": "2026-01-01"}
LAW = {"years": 3, "law": "ФЗ-1, ст. 2"}


def show(api: People) -> Any:
    return api.key.get(SETTINGS).expect(200)


def change(api: People, **changes: Any) -> Any:
    return api.admin.patch(SETTINGS, {"version": show(api)["version"], **changes})


def test_without_settings_the_retention_of_the_country_holds(api: People) -> None:
    shown = show(api)

    assert (shown["texts"], shown["policies"], shown["cases"]) == ([], None, None)
    assert (shown["usual"]["years"], "402-ФЗ" in shown["usual"]["law"]) == (5, True)


def test_a_text_is_written_by_the_api_and_agreed_to(api: People) -> None:
    changed = change(api, texts=[TEXT]).expect(200)

    (text,) = changed["texts"]
    assert {name: text[name] for name in TEXT} == TEXT
    client = added(api.agent, PERSON)
    given = {"purpose": "personal_data", "channel": "web"}
    consent = api.agent.post(f"/v1/clients/{client}/consents", given).expect(201)
    assert (consent["sha256"], consent["version"]) == (text["sha256"], 1)


def test_only_what_is_named_changes_and_a_version_rises_with_its_text(api: People) -> None:
    spanish = {**TEXT, "language": "es", "text": "De acuerdo."}
    change(api, texts=[TEXT, spanish], cases=LAW).expect(200)

    change(api, texts=[{**TEXT, "text": "Я согласен."}]).expect(200)
    change(api, texts=[spanish], policies=LAW).expect(200)

    shown = show(api)
    texts = {each["language"]: (each["text"], each["version"]) for each in shown["texts"]}
    assert texts == {"ru": ("Я согласен.", 2), "es": ("De acuerdo.", 1)}
    assert (shown["cases"], shown["policies"]) == (LAW, LAW)
    assert change(api, cases=None).expect(200)["cases"] is None


def test_a_retention_of_the_api_is_that_of_an_erasure(api: People) -> None:
    change(api, cases=LAW).expect(200)
    client = added(api.staff, PERSON)
    use(api.account.id, client, cases=1)

    proof = api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "x"}).expect(200)

    assert proof["law"] == LAW["law"]


def test_settings_that_somebody_else_changed_are_told(api: People) -> None:
    version = show(api)["version"]
    change(api, cases=LAW).expect(200)

    late = api.admin.patch(SETTINGS, {"version": version, "cases": None})

    assert (late.status, show(api)["cases"]) == (409, LAW)


def test_a_text_is_named_once(api: People) -> None:
    assert change(api, texts=[TEXT, TEXT]).pointers == ["/texts/1"]


def test_only_administrators_change_them(api: People) -> None:
    assert api.staff.get(SETTINGS).status == 200
    assert [by.patch(SETTINGS, {"version": 0}).status for by in (api.staff, api.agent)] == [403, 403]
    assert api.agent.get(SETTINGS).status == 403


def test_a_limit_is_changed_alone(api: People) -> None:
    usual = show(api)["limits"]
    assert usual == {"added_per_day": 200, "bound_share": 20, "stale_months": 12, "replaced_within_days": 90}

    assert change(api, limits={"added_per_day": 50}).expect(200)["limits"] == {**usual, "added_per_day": 50}
    assert change(api, limits={"stale_months": 0}).pointers == ["/limits/stale_months"]
