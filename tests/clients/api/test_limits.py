"""Limits that an account chooses for its agents and their clients."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.clients import table
from chalicelib.features.clients.model import Known, Standing
from chalicelib.features.clients.rules import TypedClient, read_facts
from chalicelib.features.clients.service import probing
from tests.clients.bindings import bind, bind_person
from tests.clients.bodies import PERSON, added, named, other_agent, person
from tests.clients.imports import checked, open_queue, run
from tests.clients.limits import age_confirmation, choose_limits
from tests.clients.texts import confirm
from tests.support import outbox
from tests.support.api.people import People

NAMES = [f"Петров{ending} Пётр" for ending in "абвгдежз"]


def bound(api: People, body: dict[str, object]) -> dict[str, object]:
    """Bind the person of a body to an agent elsewhere, and return the body."""
    bind_person(api.account.id, read_facts(api.account, TypedClient.model_validate(body)))
    return body


def told() -> list[dict[str, str]]:
    """Return the numbers that administrators are told of."""
    return [item.data["params"] for item in outbox.messages() if item.data.get("notice") == "clients_probed"]


def test_an_agent_adds_as_many_clients_a_day_as_the_account_chose(api: People) -> None:
    choose_limits(api.account.id, added_per_day=2)
    for name in NAMES[:2]:
        added(api.agent, named(name))

    refused = api.agent.post("/v1/clients", named(NAMES[2]))

    assert refused.status == 429
    assert "2 clients in a day" in refused.json["detail"]
    added(other_agent(api), named(NAMES[2]))
    for name in NAMES[:3]:
        added(api.staff, named(name))


def test_a2_administrators_learn_once_a_day_of_an_agent_who_adds_clients_of_others(api: People) -> None:
    for name in NAMES[:4]:
        added(api.agent, bound(api, named(name)))
    assert told() == []

    for name in NAMES[4:6]:
        added(api.agent, bound(api, named(name)))

    assert told() == [{"agent": "agent@staff.example", "bound": "5", "added": "5"}]


def test_a2_a_small_share_of_clients_of_others_is_no_news(api: People) -> None:
    choose_limits(api.account.id, bound_share=90)
    for name in NAMES[:6]:
        added(api.agent, bound(api, named(name)))
    assert len(told()) == 1  # 5 of 5

    other = other_agent(api)
    added(other, named(NAMES[6]))
    for name in NAMES[:5]:
        added(other, named(name))
    assert len(told()) == 1  # 5 of 6, below 90 %


def test_a2_an_import_of_clients_of_others_is_news_as_well(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    open_queue(monkeypatch)
    lines = ["Фамилия;Имя;Отчество;Дата рождения;E-mail"]
    for name in NAMES[: probing.LEAST]:
        surname, given = name.split()
        bound(api, named(f"{surname} {given} Ильич", birth_date="1986-01-23"))
        lines.append(f"{surname};{given};Ильич;23.01.1986;a@example.org")

    preview = checked(api.agent, "\n".join(lines).encode())
    assert run(api.agent, preview["id"])["done"] == probing.LEAST

    assert len(told()) == 1


def test_a2_clients_of_an_import_that_began_yesterday_are_no_more_than_all(api: People) -> None:
    client = table.get_client(api.account.id, added(api.agent, named(NAMES[0])))
    assert client is not None
    for _ in range(probing.LEAST):
        tx = Transaction()
        probing.count_bound(tx, Known(client, Standing.BOUND_ELSEWHERE))
        tx.commit()

    probing.tell_of_many(client.account_id, client.base)

    assert [(each["bound"], each["added"]) for each in told()] == [("5", "5")]


def test_a2_changes_tell_of_no_more_people_a_day_than_additions(api: People) -> None:
    theirs = added(other_agent(api), PERSON)
    bind(api, "sub-agent-2", theirs)
    mine = added(api.agent, named("Иная Вера"))
    choose_limits(api.account.id, added_per_day=2)
    path, insured = f"/v1/clients/{mine}", {"version": 1, "document": PERSON["document"]}
    assert api.agent.patch(path, insured).json["reason"] == "client-bound"
    assert api.agent.patch(path, insured).json["reason"] == "client-bound"

    refused = api.agent.patch(path, insured)

    assert (refused.status, "of 2 clients" in refused.json["detail"]) == (429, True)
    api.agent.patch(path, {"version": 1, "comment": "!"}).expect(200)
    house = added(api.admin, named("Иная Анна"))
    api.admin.patch(f"/v1/clients/{house}", {"version": 1, "surname": "Другая"}).expect(200)


@pytest.mark.parametrize(("days", "stale"), [(364, False), (366, True)])
def test_a_phone_confirmed_a_year_ago_is_stale(api: People, days: int, stale: bool) -> None:
    client = added(api.agent, PERSON)
    confirm(api.agent, client)

    age_confirmation(api.account.id, client, days=days)

    assert api.agent.get(f"/v1/clients/{client}").expect(200)["phone"]["stale"] is stale


def test_the_account_chooses_when_a_confirmed_phone_is_stale(api: People) -> None:
    client = added(api.agent, PERSON)
    confirm(api.agent, client)
    age_confirmation(api.account.id, client, days=366)

    choose_limits(api.account.id, stale_months=24)

    assert api.agent.get(f"/v1/clients/{client}").expect(200)["phone"]["stale"] is False


@pytest.mark.parametrize(("days", "warnings"), [(90, ["document_expired"]), (300, [])])
def test_the_account_chooses_when_a_passport_is_expired(api: People, days: int, warnings: list[str]) -> None:
    born = (datetime.now(UTC) - timedelta(days=20 * 365.25 + 200)).date()
    issued = born.replace(year=born.year + 15, day=1).isoformat()
    passport = {"kind": "passport_ru", "number": f"45{issued[2:4]} 123456", "issued_on": issued}
    choose_limits(api.account.id, replaced_within_days=days)

    answer = api.agent.post("/v1/clients", person(birth_date=born.isoformat(), document=passport)).expect(201)

    assert answer["warnings"] == warnings
