"""Duplicates by the API: finding, merging, telling apart."""

from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.features.clients import table
from chalicelib.features.clients.service import merging
from tests.clients.bindings import bind, bind_elsewhere
from tests.clients.bodies import COMPANY, PERSON, added, named, names, other_agent, person
from tests.clients.invariants import faults
from tests.clients.personal_data import rows_of, write_text
from tests.support.api.people import People

#: Persons with as many search terms as any can have.
MANY_TERMS = person(
    surname="Адамова-Смит О’Брайен", given_name="Анна-Мария Луиза", patronymic="Ивановна Петровна", comment="!"
)
OTHER_TERMS = person(
    surname="Ковальчук-Браун Д’Арк",
    given_name="Вера-Нина Ольга",
    patronymic="Сергеевна Львовна",
    birth_date="1987-01-23",
    email="other@example.org",
    phone="+79161234567",
    document={"kind": "passport_ru", "number": "4517 999999"},
)


def duplicates(caller: Any, client_id: str) -> list[tuple[str, list[str]]]:
    items = caller.get(f"/v1/clients/{client_id}/duplicates").expect(200)["items"]
    return [(each["client"]["id"], each["by"]) for each in items]


def test_r22_the_same_phone_in_a_base_is_seen(api: People) -> None:
    first = added(api.agent, PERSON)
    second = added(api.agent, named("Гевердава Иван", phone=PERSON["phone"]))

    assert duplicates(api.agent, first) == [(second, ["phone"])]


def test_nothing_tells_an_agent_of_other_bases(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)

    assert duplicates(api.agent, mine) == []
    assert duplicates(api.admin, mine) == [(theirs, ["document", "name", "phone"])]


def test_r22_merging_keeps_what_was_chosen(api: People) -> None:
    first = added(api.agent, person(document=None, comment="первый"))
    second = added(api.agent, person(surname="Гевердаве", phone=None, email="new@example.org", comment="второй"))

    merged = api.agent.post(
        f"/v1/clients/{first}/merge", {"from": [second], "keep": {"email": second}, "version": 1}
    ).expect(200)

    assert (merged["surname"], merged["email"], merged["comment"]) == ("Гевердава", "new@example.org", "первый")
    assert merged["document"]["masked"] == "45** ****56"
    assert api.agent.get(f"/v1/clients/{second}").status == 404
    assert names(api.agent, "q=гевердаве") == []
    history = api.agent.get(f"/v1/clients/{first}/history").json["items"]
    assert history[0]["type"] == "merged"
    again = api.agent.post("/v1/clients", person(surname="Другая"))
    assert (again.status, again.json["client_id"]) == (409, first)


def test_a_document_that_a_merge_gave_up_is_free(api: People) -> None:
    first, second = added(api.agent, person(phone=None)), added(api.agent, named("Гевердаве Вера"))
    api.agent.patch(
        f"/v1/clients/{second}", {"version": 1, "document": {"kind": "passport_ru", "number": "4517 999999"}}
    ).expect(200)

    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    added(api.agent, named("Новый Иван", document={"kind": "passport_ru", "number": "4517 999999"}))


def test_what_can_not_be_merged_is_told_at_once(api: People) -> None:
    first, company = added(api.admin, PERSON), added(api.admin, COMPANY)
    elsewhere = added(api.agent, PERSON)

    answer = api.admin.post(
        f"/v1/clients/{first}/merge", {"from": [first, company, elsewhere], "version": 1, "keep": {}}
    )

    assert (answer.status, answer.pointers) == (422, ["/from/0", "/from/1", "/from/2"])
    assert api.agent.post(f"/v1/clients/{elsewhere}/merge", {"from": [first], "version": 1}).status == 404


def test_a_choice_names_a_field_and_one_of_the_merged(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    keep = {"nonsense": first, "kind": first, "email": "cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA", "comment": second}

    refused = api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1, "keep": keep})

    assert refused.pointers == ["/keep/nonsense", "/keep/kind", "/keep/email"]
    assert api.agent.get(f"/v1/clients/{second}").status == 200


def test_more_cases_than_one_call_moves_are_moved_by_repeating_it(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    left = [1, 1, 1]
    monkeypatch.setattr(merging, "MOVED_AT_ONCE", 2)
    monkeypatch.setattr(merging, "client_moves", lambda: [lambda *_, limit: left.pop() if left else 0])
    merge = {"from": [second], "version": 1}

    refused = api.agent.post(f"/v1/clients/{first}/merge", merge)

    assert (refused.status, refused.headers["retry-after"], len(left)) == (503, "1", 1)
    api.agent.post(f"/v1/clients/{first}/merge", merge).expect(200)
    assert left == []


def test_people_without_documents_can_not_be_told_apart(api: People) -> None:
    first = added(api.agent, person(document=None))
    second = added(other_agent(api), person(document=None))

    refused = api.admin.post(f"/v1/clients/{first}/not-same", {"client_id": second, "reason": "x"})

    assert (refused.status, refused.pointers) == (422, ["/client_id"])


def test_a_company_has_duplicates_by_its_phone(api: People) -> None:
    company = added(api.admin, {**COMPANY, "phone": PERSON["phone"]})
    client = added(api.admin, PERSON)

    assert duplicates(api.admin, company) == [(client, ["phone"])]


def test_a_stale_merge_is_refused(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))

    assert api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 2}).json["reason"] == "stale"


def test_cases_of_a_merged_client_move_with_it(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    use(api, second, 1)
    moved: list[tuple[str, str]] = []

    def move(account_id: str, old: str, new: str, *, limit: int) -> int:
        if moved:
            return 0
        moved.append((old, new))
        use(api, old, -1)
        use(api, new, 1)
        return 1

    monkeypatch.setattr("chalicelib.features.clients.service.merging.client_moves", lambda: [move])
    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    client = table.get_client(api.account.id, first)
    assert (moved, client and client.cases) == ([(second, first)], 1)


def test_a_client_that_a_case_names_meanwhile_is_not_merged_away(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    use(api, second, 1)

    assert api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).status == 409
    assert api.agent.get(f"/v1/clients/{second}").status == 200


def test_two_clients_with_the_most_look_ups_are_merged(api: People) -> None:
    """Both have hyphens, apostrophes and spaces in each name, and everything is taken from the other."""
    first = added(api.agent, MANY_TERMS)
    second = added(api.agent, OTHER_TERMS)
    fields = ("surname", "given_name", "patronymic", "birth_date", "email", "phone", "document")

    body = {"from": [second], "keep": dict.fromkeys(fields, second), "version": 1}
    merged = api.agent.post(f"/v1/clients/{first}/merge", body).expect(200)

    assert merged["surname"] == OTHER_TERMS["surname"]
    assert faults(api.account.id) == []


def test_a_merged_client_is_counted_once_wherever_its_counts_are(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.features.clients.table.counts.COUNTERS", 1)
    first, second = added(api.agent, named("Гевердава Иван")), added(api.agent, PERSON)

    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    assert faults(api.account.id) == []


def test_r13_a_client_bound_elsewhere_is_not_merged_away(api: People) -> None:
    first = added(api.agent, person(document=None, phone=None))
    second = added(api.agent, person(surname="Сидорова"))
    bind_elsewhere(api, second)

    answer = api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1})

    assert (answer.status, answer.json["reason"]) == (409, "client-bound")
    assert api.agent.get(f"/v1/clients/{second}").status == 200


def test_r25_consents_move_with_a_merge_and_stay_if_it_is_refused(api: People) -> None:
    write_text(api.account.id)
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    given = {"purpose": "personal_data", "channel": "paper"}
    consent = api.agent.post(f"/v1/clients/{second}/consents", given).expect(201)
    use(api, second, 1)
    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(409)
    assert api.agent.get(f"/v1/clients/{first}/consents").expect(200)["items"] == []

    use(api, second, -1)
    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    assert api.agent.get(f"/v1/clients/{first}/consents").expect(200)["items"] == [consent]
    assert faults(api.account.id) == []


def test_a_merge_that_is_refused_moves_no_case(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    first = added(api.agent, named("Гевердава Иван"))
    second = added(api.agent, named("Сидоров Иван", birth_date="1990-02-03"))
    third = added(api.agent, named("Сидоров Иван"))
    moved: list[str] = []

    def move(_account_id: str, old: str, _new: str, *, limit: int) -> int:
        moved.append(old)
        return 0 * limit

    monkeypatch.setattr("chalicelib.features.clients.service.merging.client_moves", lambda: [move])

    body = {"from": [second], "keep": {"surname": second}, "version": 1}
    answer = api.agent.post(f"/v1/clients/{first}/merge", body)

    assert (answer.status, answer.json["client_id"], moved) == (409, third, [])


def test_a_phone_that_one_of_both_confirmed_stays_confirmed(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван", phone=PERSON["phone"]))
    client = table.get_client(api.account.id, second)
    assert client is not None
    tx = Transaction()
    confirmed = client.model_copy(update={"phone_confirmed_at": now(), "version": 2})
    table.write_client(tx, confirmed, replacing=client, otherwise=stale)
    tx.commit()

    merged = api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    assert merged["phone"]["confirmed_at"] is not None
    assert faults(api.account.id) == []


def test_a_patronymic_that_a_person_does_not_have_is_chosen(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Анна"))

    body = {"from": [second], "keep": {"patronymic": second}, "version": 1}
    merged = api.agent.post(f"/v1/clients/{first}/merge", body).expect(200)

    assert (merged["patronymic"], merged["no_patronymic"]) == (None, True)


def test_a_person_who_has_no_patronymic_gets_none_unasked(api: People) -> None:
    first, second = added(api.agent, named("Гевердава Анна")), added(api.agent, PERSON)

    merged = api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    assert (merged["patronymic"], merged["no_patronymic"]) == (None, True)


def test_a_merge_that_failed_half_way_is_repeated(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Анна"))
    third = added(api.agent, named("Гевердава Иван"))
    use(api, third, 1)
    body = {"from": [second, third], "version": 1}
    api.agent.post(f"/v1/clients/{first}/merge", body).expect(409)
    use(api, third, -1)

    api.agent.post(f"/v1/clients/{first}/merge", {**body, "version": 2}).expect(200)

    assert api.agent.get(f"/v1/clients/{third}").status == 404
    assert faults(api.account.id) == []


def test_nobody_is_told_apart_from_themselves_nor_an_erased_client(api: People) -> None:
    client = added(api.agent, PERSON)
    answer = api.admin.post(f"/v1/clients/{client}/not-same", {"client_id": client, "reason": "x"})
    assert (answer.status, answer.pointers) == (422, ["/client_id"])
    use(api, client, 1)
    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "x"}).expect(200)

    said = {"document": {"kind": "passport_ru", "number": "4517 654321"}, "reason": "x"}
    answer = api.admin.post(f"/v1/clients/{client}/not-same", said)

    assert (answer.status, answer.json["reason"]) == (409, "client-blocked")


def test_a_statement_about_a_namesake_goes_with_the_last_client_of_the_document(api: People) -> None:
    document = {"kind": "passport_ru", "number": "4517 654321"}
    first, other = added(api.agent, PERSON), other_agent(api)
    api.admin.post(f"/v1/clients/{first}/not-same", {"document": document, "reason": "x"})
    second = added(api.agent, person(document=document))
    third = added(other, person(document=document))

    def statements() -> list[str]:
        return [row.sk for row in rows_of(api.account.id) if row.sk.startswith("not#")]

    for client, left in ((second, 2), (third, 1), (first, 0)):
        api.admin.post("/v1/clients/delete", {"ids": [client]}).expect(200)
        assert len(statements()) == left


def test_an_agent_sees_its_own_duplicates_however_many_others_have(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.features.clients.table.same._AT_MOST", 2)
    other = other_agent(api)
    for name in ("Первый Иван", "Второй Иван", "Третий Иван"):
        added(other, named(name, phone=PERSON["phone"]))

    first, second = added(api.agent, PERSON), added(api.agent, named("Седьмой Иван", phone=PERSON["phone"]))

    assert duplicates(api.agent, first) == [(second, ["phone"])]


def test_a_namesake_is_added_once_an_administrator_has_told_them_apart(api: People) -> None:
    first = added(api.agent, PERSON)
    document = {"kind": "passport_ru", "number": "4517 654321"}
    other = person(document=document, phone=None)
    assert api.agent.post("/v1/clients", other).status == 409
    said = {"document": document, "reason": "видел оба паспорта"}
    assert api.agent.post(f"/v1/clients/{first}/not-same", said).status == 403

    assert api.admin.post(f"/v1/clients/{first}/not-same", said).status == 204

    second = added(api.agent, other)
    assert duplicates(api.agent, first) == []
    assert duplicates(api.agent, second) == []
    assert api.agent.get(f"/v1/clients/{first}/history").json["items"][0]["type"] == "told_apart"


def test_two_clients_are_told_apart(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), person(document=None))
    assert duplicates(api.admin, mine) == [(theirs, ["name", "phone"])]

    assert api.admin.post(f"/v1/clients/{mine}/not-same", {"client_id": theirs, "reason": "x"}).status == 204

    assert duplicates(api.admin, mine) == [(theirs, ["phone"])]


@pytest.mark.parametrize("body", [{"reason": "x"}, {"client_id": "a", "document": {}, "reason": "x"}])
def test_one_of_client_and_document_is_named(api: People, body: dict[str, Any]) -> None:
    client = added(api.agent, PERSON)

    assert api.admin.post(f"/v1/clients/{client}/not-same", body).pointers == ["/client_id"]


def test_r13_a_client_bound_to_another_agent_can_be_read_only(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)
    bind(api, "sub-agent-2", theirs)

    seen = api.agent.get(f"/v1/clients/{mine}").expect(200)
    assert (seen["standing"], seen["warnings"]) == ("bound_elsewhere", ["client_bound"])
    assert seen["bound_since"] is not None
    refused = api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "comment": "x"})
    assert (refused.status, refused.json["reason"], refused.json["since"]) == (409, "client-bound", seen["bound_since"])
    kept = api.agent.post("/v1/clients/delete", {"ids": [mine]}).json["kept"]
    assert kept == [{"id": mine, "reason": "bound"}]
    assert "sub-agent-2" not in api.agent.get(f"/v1/clients/{mine}").text


def test_case_34_one_digit_changed_steals_no_client(api: People) -> None:
    theirs = added(other_agent(api), PERSON)
    bind(api, "sub-agent-2", theirs)
    document = {"kind": "passport_ru", "number": "4517 123457"}

    made = api.agent.post("/v1/clients", person(document=document)).expect(201)
    assert made["standing"] == "bound_elsewhere"

    api.admin.post(f"/v1/clients/{made['id']}/not-same", {"client_id": theirs, "reason": "x"})
    assert api.agent.get(f"/v1/clients/{made['id']}").json["standing"] == "prospect"


def test_the_own_bound_client_is_bound_by_its_new_name_too(api: People) -> None:
    mine = added(api.agent, PERSON)
    bind(api, f"sub-agent-{api.account.id}", mine)
    assert api.agent.get(f"/v1/clients/{mine}").json["standing"] == "bound"
    kept = api.agent.post("/v1/clients/delete", {"ids": [mine]}).json["kept"]
    assert kept == [{"id": mine, "reason": "bound"}]

    api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "surname": "Сидорова"}).expect(200)

    made = other_agent(api).post("/v1/clients", person(surname="Сидорова", document=None)).expect(201)
    assert made["standing"] == "bound_elsewhere"


def test_a_client_of_the_house_holds_no_agent_back(api: People) -> None:
    house, mine = added(api.key, PERSON), added(api.agent, PERSON)
    bind(api, "house", house)

    assert api.agent.get(f"/v1/clients/{mine}").json["standing"] == "prospect"
    api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "comment": "x"}).expect(200)


def use(api: People, client_id: str, number: int) -> None:
    """Count cases that name a client."""
    tx = Transaction()
    table.count_use(tx, api.account.id, client_id, cases=number)
    tx.commit()
