"""Merging of clients by the API, with a choice for each field."""

import pytest

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.features.clients import table
from chalicelib.features.clients.service import merging
from tests.clients.bindings import bind_elsewhere
from tests.clients.bodies import COMPANY, PERSON, added, named, names, person
from tests.clients.invariants import faults
from tests.clients.personal_data import use, write_text
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


def test_a_stale_merge_is_refused(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))

    assert api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 2}).json["reason"] == "stale"


def test_cases_of_a_merged_client_move_with_it(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    use(api.account.id, second, cases=1)
    moved: list[tuple[str, str]] = []

    def move(account_id: str, old: str, new: str, *, limit: int) -> int:
        if moved:
            return 0
        moved.append((old, new))
        use(api.account.id, old, cases=-1)
        use(api.account.id, new, cases=1)
        return 1

    monkeypatch.setattr("chalicelib.features.clients.service.merging.client_moves", lambda: [move])
    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    client = table.get_client(api.account.id, first)
    assert (moved, client and client.cases) == ([(second, first)], 1)


def test_a_client_that_a_case_names_meanwhile_is_not_merged_away(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    use(api.account.id, second, cases=1)

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
    use(api.account.id, second, cases=1)
    api.agent.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(409)
    assert api.agent.get(f"/v1/clients/{first}/consents").expect(200)["items"] == []

    use(api.account.id, second, cases=-1)
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
    use(api.account.id, third, cases=1)
    body = {"from": [second, third], "version": 1}
    api.agent.post(f"/v1/clients/{first}/merge", body).expect(409)
    use(api.account.id, third, cases=-1)

    api.agent.post(f"/v1/clients/{first}/merge", {**body, "version": 2}).expect(200)

    assert api.agent.get(f"/v1/clients/{third}").status == 404
    assert faults(api.account.id) == []
