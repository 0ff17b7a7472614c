"""The usual days of a stage in the client area: the median of twenty claims and more, else nothing (R23)."""

from typing import Any

import pytest
import time_machine

from chalicelib.aws.clients import client as aws
from chalicelib.base import recent
from chalicelib.base.recent import clear_recent
from chalicelib.features.claims.service import load_claim
from chalicelib.features.claims.usual import usual_days
from tests.cabinet.visitors import HOME
from tests.cargo.people import visitor
from tests.cargo.shippers import announced, shipper
from tests.claims.area.holders import with_claim
from tests.claims.cases import changed
from tests.claims.stays import stayed
from tests.support.api.desk import seen
from tests.support.api.people import People


def said(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ")


def test_r23_the_list_and_the_claim_say_the_usual_days_of_its_stage(api: People) -> None:
    claim_id = announced(api.key, shipper(api))["id"]
    company = visitor(api, api.key.get(f"/v1/claims/{claim_id}").expect(200)["client_id"])

    stayed(api, claim_id, *[2] * 9, *[6] * 10)
    silent = [seen(company.get(f"{HOME}/claims{path}")) for path in ("", f"/{claim_id}")]
    unknown = company.call("GET", f"/claims/{claim_id}").expect(200)["usual_days"]
    stayed(api, claim_id, 6)
    pages = [said(seen(company.get(f"{HOME}/claims{path}"))) for path in ("", f"/{claim_id}")]
    (item,) = company.call("GET", "/claims").expect(200)["items"]

    assert not any("Normalmente" in each for each in silent)
    assert unknown is None
    assert all("Normalmente: 6 días" in each for each in pages)
    assert item["usual_days"] == 6


def test_other_stages_and_closed_claims_say_nothing(api: People) -> None:
    claim_id = announced(api.key, shipper(api))["id"]
    company = visitor(api, api.key.get(f"/v1/claims/{claim_id}").expect(200)["client_id"])
    stayed(api, claim_id, *[6] * 20)

    changed(api, claim_id, stage="documents")

    assert company.call("GET", f"/claims/{claim_id}").expect(200)["usual_days"] is None


def test_claims_of_the_same_kind_of_loss_count_before_all(api: People) -> None:
    claim_id = announced(api.key, shipper(api), kind="robbery")["id"]
    company = visitor(api, api.key.get(f"/v1/claims/{claim_id}").expect(200)["client_id"])

    def usual() -> Any:
        return company.call("GET", f"/claims/{claim_id}").expect(200)["usual_days"]

    stayed(api, claim_id, *[3] * 30, kind="loss")
    stayed(api, claim_id, *[20] * 19)
    before = usual()
    stayed(api, claim_id, 20)

    assert (before, usual()) == (3, 20)


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("ru", 0.2, "Обычно: меньше дня"),
        ("ru", 1, "Обычно: 1 день"),
        ("ru", 4, "Обычно: 4 дня"),
        ("en", 1, "Usually: 1 day"),
        ("es", 0, "Normalmente: menos de un día"),
    ],
)
def test_days_are_said_in_words(api: People, language: str, days: float, words: str) -> None:
    holder, claim_id = with_claim(api, language=language)
    stayed(api, claim_id, *[days] * 20)

    assert words in said(seen(holder.get(f"{HOME}/claims/{claim_id}")))


def test_stays_of_more_than_a_year_ago_are_no_longer_usual(api: People) -> None:
    with time_machine.travel("2026-12-21T09:00:00+03:00", tick=False) as clock:
        claim_id = announced(api.key, shipper(api))["id"]
        stayed(api, claim_id, *[6] * 20)
        claim = load_claim(api.account.id, claim_id)
        clock.move_to("2027-11-30T20:00:00+03:00")
        still = usual_days(claim)
        clock.move_to("2027-12-01T00:00:00+03:00")
        clear_recent()

        assert (still, usual_days(claim)) == (6, None)


def calls_of(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return a list that gets each call of DynamoDB from here on, with its arguments as text."""
    called: list[tuple[str, str]] = []
    dynamodb = aws("dynamodb")
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        called.append((name, str(arguments)))
        return really(name, arguments)

    monkeypatch.setattr(recent, "_period", lambda: 0)
    monkeypatch.setattr(dynamodb, "_make_api_call", counted)
    return called


def test_usual_days_take_one_query_for_all_claims(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = shipper(api)
    claims = [announced(api.key, client_id)["id"] for _ in range(3)]
    company = visitor(api, client_id)
    stayed(api, claims[0], *range(40))

    called = calls_of(monkeypatch)
    company.get(f"{HOME}/claims")
    company.get(f"{HOME}/claims/{claims[1]}")

    assert [name for name, arguments in called if "claimfigures" in arguments] == ["Query"]


@pytest.mark.parametrize("one", [False, True])
def test_list_and_claim_read_as_much_after_many_claims(api: People, monkeypatch: pytest.MonkeyPatch, one: bool) -> None:
    client_id = shipper(api)
    claim_id = announced(api.key, client_id)["id"]
    company, path = visitor(api, client_id), f"{HOME}/claims{f'/{claim_id}' if one else ''}"
    stayed(api, claim_id, 1)
    called = calls_of(monkeypatch)
    company.get(path)
    few = [name for name, _ in called]
    for _ in range(3):
        announced(api.key, client_id)
    stayed(api, claim_id, *range(60))
    called.clear()

    assert "Normalmente" in seen(company.get(path))
    assert [name for name, _ in called] == few
    assert sum("claimfigures" in arguments for _, arguments in called) == 1
