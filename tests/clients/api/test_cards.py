"""Cards by the API: adding, editing, deleting, revealing."""

import json
from urllib.parse import quote

import pytest

from chalicelib.base.clock import now
from chalicelib.identity.model import Role
from tests.clients.bodies import COMPANY, PERSON, added, named, names, other_agent, person
from tests.clients.texts import confirm
from tests.support.api.client import as_user
from tests.support.api.people import People, add_user


def test_r16_a_person_is_added_with_everything_of_the_seed(api: People) -> None:
    made = api.agent.post("/v1/clients", PERSON).expect(201)

    assert made["standing"] == "prospect"
    assert made["document"] == {"kind": "passport_ru", "masked": "45** ****56", "issued_on": "2018-03-01"}
    assert made["phone"] == {"number": "+79109370341", "confirmed_at": None, "stale": False}
    assert made["warnings"] == []
    assert api.agent.get(f"/v1/clients/{made['id']}").expect(200) == made


@pytest.mark.parametrize("phone", [None, "8 (910) 937-03-41"])
def test_r4_a_card_needs_no_confirmed_phone(api: People, phone: str | None) -> None:
    made = api.agent.post("/v1/clients", person(phone=phone)).expect(201)

    assert (made["standing"], (made["phone"] or {}).get("confirmed_at")) == ("prospect", None)
    assert api.agent.get("/v1/clients?standing=prospect").expect(200)["items"] == [made]


def test_r12_a_prospect_is_in_any_number_of_bases_and_nobody_learns_of_the_others(api: People) -> None:
    agents = [
        as_user(add_user(api.account, Role.AGENT, id=f"sub-{place}", email=f"a{place}@staff.example"), Role.AGENT)
        for place in range(5)
    ]

    made = [agent.post("/v1/clients", PERSON).expect(201) for agent in agents]

    own = ("id", "agent_id", "created_at", "changed_at", "console_url")
    assert [each["agent_id"] for each in made] == [f"sub-{place}" for place in range(5)]
    assert len({each["id"] for each in made}) == 5
    assert {json.dumps({name: value for name, value in each.items() if name not in own}) for each in made} == {
        json.dumps({**{name: value for name, value in made[0].items() if name not in own}, "standing": "prospect"})
    }
    for agent in agents:
        assert agent.get("/v1/clients").expect(200)["items"] == [made[agents.index(agent)]]


def test_a_company_is_a_client(api: People) -> None:
    made = api.agent.post("/v1/clients", COMPANY).expect(201)

    assert (made["kind"], made["tax_country"], made["tax_number"]) == ("company", "RU", "7707083893")


def test_everything_that_is_wrong_is_told_at_once(api: People) -> None:
    body = person(
        surname=None,
        patronymic=None,
        birth_date="2999-01-01",
        phone="12",
        email="nobody",
        document={"kind": "passport_ru", "number": "4517 12345"},
    )

    assert set(api.agent.post("/v1/clients", body).pointers) == {
        "/surname",
        "/patronymic",
        "/birth_date",
        "/phone",
        "/email",
        "/document/number",
    }


@pytest.mark.parametrize("name", ["-", "’", "...", "😀"])
def test_a_name_of_signs_alone_is_refused(api: People, name: str) -> None:
    """Refuse a name that no search finds, and that is equal for all such persons."""
    answer = api.agent.post("/v1/clients", person(surname=name, given_name=name, patronymic=name))

    assert set(answer.pointers) == {"/surname", "/given_name", "/patronymic"}
    assert api.agent.post("/v1/clients", {**COMPANY, "name": name}).pointers == ["/name"]


@pytest.mark.parametrize("name", ["Я", "王", "მარიამი", "Արմեն", "İ", "ß", "A’"])
def test_a_name_of_one_letter_or_of_another_script_is_found(api: People, name: str) -> None:
    added(api.agent, named(f"{name} Вера"))

    assert names(api.agent, f"q={quote(name)}") == [f"{name} Вера"]


def test_a_company_is_once_in_a_base_by_its_tax_number(api: People) -> None:
    first = added(api.agent, COMPANY)

    again = api.agent.post("/v1/clients", {**COMPANY, "name": "ООО «Другое имя»"})

    assert (again.status, again.json["client_id"]) == (409, first)
    added(api.agent, {**COMPANY, "tax_number": "7736050003"})


@pytest.mark.parametrize(("years", "status"), [(130, 201), (131, 422)])
def test_nobody_was_born_more_than_130_years_ago(api: People, years: int, status: int) -> None:
    born = f"{now().year - years}-06-15"

    assert api.agent.post("/v1/clients", person(birth_date=born, document=None)).status == status


def test_a_company_lacks_what_only_it_needs(api: People) -> None:
    answer = api.agent.post("/v1/clients", {"kind": "company", "surname": "Петров"})

    assert set(answer.pointers) == {"/surname", "/name", "/tax_number", "/email"}


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        ({"kind": "passport_ru"}, ["/document/number"]),
        ({"number": "4517 123456"}, ["/document/kind"]),
        ({"issued_on": "2018-03-01"}, ["/document/kind", "/document/number"]),
    ],
)
def test_a_document_has_a_kind_and_a_number(api: People, document: dict[str, str], pointers: list[str]) -> None:
    refused = api.agent.post("/v1/clients", person(document=document))

    assert refused.pointers == pointers
    assert {each["detail"] for each in refused.json["errors"]} == {"This field is required."}
    assert api.agent.post("/v1/clients", person(document={})).expect(201)["document"] is None


@pytest.mark.parametrize("day", ["31.02.1990", "1990-02-31"])
def test_case_18_a_birth_date_that_no_calendar_has(api: People, day: str) -> None:
    client = added(api.agent, PERSON)

    for answer in (
        api.agent.post("/v1/clients", person(birth_date=day)),
        api.agent.patch(f"/v1/clients/{client}", {"version": 1, "birth_date": day}),
    ):
        assert (answer.status, answer.pointers) == (422, ["/birth_date"])


def test_case_24_a_patronymic_or_the_tick(api: People) -> None:
    assert api.agent.post("/v1/clients", person(patronymic=None)).pointers == ["/patronymic"]

    api.agent.post("/v1/clients", person(patronymic=None, no_patronymic=True)).expect(201)


def test_where_nobody_has_patronymics_none_is_asked_for(api: People) -> None:
    made = api.stranger.post("/v1/clients", person(patronymic=None, phone=None)).expect(201)

    assert made["patronymic"] is None


def test_case_25_the_same_passport_twice_in_a_base(api: People) -> None:
    first = added(api.agent, PERSON)

    again = api.agent.post("/v1/clients", person(surname="Другая"))
    assert (again.status, again.json["client_id"], again.json["reason"]) == (409, first, "client-exists")
    assert other_agent(api).post("/v1/clients", PERSON).expect(201)["warnings"] == []


def test_the_same_name_and_birth_date_twice_in_a_base(api: People) -> None:
    first = added(api.agent, person(document=None))

    again = api.agent.post("/v1/clients", person(document=None, given_name="вера", patronymic="Петровна"))

    assert (again.status, again.json["client_id"]) == (409, first)


def test_case_12_a_passport_that_should_have_been_replaced(api: People) -> None:
    document = {"kind": "passport_ru", "number": "4505123456", "issued_on": "2005-06-01"}

    made = api.agent.post("/v1/clients", person(document=document)).expect(201)

    assert made["warnings"] == ["document_expired"]


def test_case_26_a_stale_form_is_told_what_changed(api: People) -> None:
    client = added(api.agent, PERSON)
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "email": "new@example.org"}).expect(200)

    stale = api.agent.patch(f"/v1/clients/{client}", {"version": 1, "email": "mine@example.org"})

    assert (stale.status, stale.json["reason"]) == (409, "stale")
    assert [each["field"] for each in stale.json["changed"]] == ["email"]
    assert stale.json["changed"][0]["actor"].startswith("user:")
    assert api.agent.get(f"/v1/clients/{client}").json["email"] == "new@example.org"


def test_r10_a_change_is_found_by_the_new_name_only(api: People) -> None:
    client = added(api.agent, PERSON)

    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "surname": "Сидорова"}).expect(200)

    assert [each["id"] for each in api.agent.get("/v1/clients?q=сидорова").json["items"]] == [client]
    assert api.agent.get("/v1/clients?q=гевердава").json["items"] == []


def test_r1_agents_who_choose_the_same_idempotency_key_get_clients_of_their_own(api: People) -> None:
    key, other = {"Idempotency-Key": "1"}, other_agent(api)

    mine = api.agent.post("/v1/clients", PERSON, headers=key).expect(201)
    theirs = other.post("/v1/clients", PERSON, headers=key).expect(201)

    assert (mine["id"] != theirs["id"], theirs["agent_id"]) == (True, "sub-agent-2")
    assert other.get(f"/v1/clients/{theirs['id']}").status == 200
    assert api.agent.post("/v1/clients", PERSON, headers=key).expect(201)["id"] == mine["id"]


def test_case_31_a_changed_phone_is_unconfirmed(api: People) -> None:
    client = added(api.agent, PERSON)
    confirm(api.agent, client)
    assert api.agent.get(f"/v1/clients/{client}").expect(200)["phone"]["confirmed_at"] is not None

    changed = api.agent.patch(f"/v1/clients/{client}", {"version": 2, "phone": "+7 916 123-45-67"}).expect(200)

    assert changed["phone"] == {"number": "+79161234567", "confirmed_at": None, "stale": False}


def test_a_change_leaves_what_it_does_not_name(api: People) -> None:
    client = added(api.agent, PERSON)

    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "document": {"issued_on": "2018-03-02"}}).expect(200)

    revealed = api.agent.post(f"/v1/clients/{client}/reveal", {"reason": "полис"}).expect(200)
    assert revealed == {"kind": "passport_ru", "number": "4517123456", "issued_on": "2018-03-02"}


def test_a_document_given_up_is_free_for_another_client(api: People) -> None:
    client = added(api.agent, PERSON)
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "document": None}).expect(200)

    api.agent.post("/v1/clients", person(surname="Другая")).expect(201)


def test_case_27_delete_several_and_say_which_stay(api: People) -> None:
    mine, used = added(api.agent, PERSON), added(api.agent, named("Петров Пётр Петрович"))
    theirs = added(other_agent(api), PERSON)
    use(api, used)

    answer = api.agent.post("/v1/clients/delete", {"ids": [mine, used, theirs]}).expect(200)

    assert answer["deleted"] == [mine]
    assert answer["kept"] == [{"id": used, "reason": "has_policy"}, {"id": theirs, "reason": "unknown"}]
    again = api.agent.post("/v1/clients/delete", {"ids": [mine]}).expect(200)
    assert again == {"deleted": [], "kept": [{"id": mine, "reason": "unknown"}]}


def test_a_deleted_client_can_be_added_again(api: People) -> None:
    client = added(api.agent, PERSON)
    api.agent.post("/v1/clients/delete", {"ids": [client]}).expect(200)

    assert added(api.agent, PERSON) != client


def test_case_59_a_viewer_sees_masks_and_reveals_nothing(api: People) -> None:
    client = added(api.key, PERSON)

    seen = api.viewer.get(f"/v1/clients/{client}").expect(200)

    assert seen["document"]["masked"] == "45** ****56"
    assert (seen["phone"]["number"], seen["email"]) == ("+7 *** ***-**-41", "v***@example.org")
    assert api.viewer.post(f"/v1/clients/{client}/reveal", {"reason": "so"}).status == 403


def test_a_reveal_needs_a_reason_and_leaves_a_trace(api: People) -> None:
    client = added(api.agent, PERSON)
    assert api.agent.post(f"/v1/clients/{client}/reveal", {"reason": "  "}).pointers == ["/reason"]

    api.agent.post(f"/v1/clients/{client}/reveal", {"reason": "для полиса"}).expect(200)

    from chalicelib.features.clients import table  # noqa: PLC0415

    traces = table.list_reveals(api.account.id, client)
    assert [(each.reason, each.actor) for each in traces] == [("для полиса", f"user:sub-agent-{api.account.id}")]


def test_r24_history_tells_every_change(api: People) -> None:
    client = added(api.agent, PERSON)
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "comment": "звонить утром"}).expect(200)

    items = api.agent.get(f"/v1/clients/{client}/history").expect(200)["items"]

    assert [each["type"] for each in items] == ["updated", "created"]
    assert items[0]["fields"] == {"comment": [None, "звонить утром"]}


def test_r24_a_history_is_read_in_pages(api: People) -> None:
    client = added(api.agent, PERSON)
    for version in range(1, 4):
        api.agent.patch(f"/v1/clients/{client}", {"version": version, "comment": str(version)}).expect(200)
    path = f"/v1/clients/{client}/history?limit=2"

    first = api.agent.get(path).expect(200)
    second = api.agent.get(f"{path}&cursor={first['next_cursor']}").expect(200)

    assert [each["version"] for each in first["items"] + second["items"]] == [4, 3, 2, 1]
    assert second["next_cursor"] is None
    assert api.agent.get(f"{path}&cursor=ZXZ0").pointers == ["?cursor"]


@pytest.mark.parametrize("path", ["", "/history"])
def test_r1_an_id_outside_the_base_is_unknown(api: People, path: str) -> None:
    theirs, house = added(other_agent(api), PERSON), added(api.staff, PERSON)

    for client in (theirs, house):
        assert api.agent.get(f"/v1/clients/{client}{path}").status == 404
        assert api.admin.get(f"/v1/clients/{client}{path}").status == 200
    assert api.key.get(f"/v1/clients/{theirs}{path}").status == 404
    assert api.key.get(f"/v1/clients/{house}{path}").status == 200


def test_an_agent_changes_reveals_and_deletes_nothing_of_others(api: People) -> None:
    theirs = added(other_agent(api), PERSON)

    assert api.agent.patch(f"/v1/clients/{theirs}", {"version": 1, "comment": "x"}).status == 404
    assert api.agent.post(f"/v1/clients/{theirs}/reveal", {"reason": "x"}).status == 404
    assert api.agent.post("/v1/clients/delete", {"ids": [theirs]}).json["deleted"] == []


def test_r3_back_ends_and_staff_add_to_the_house(api: People) -> None:
    assert api.key.post("/v1/clients", PERSON).expect(201)["standing"] == "house"
    assert api.agent.get("/v1/clients").json["items"] == []


def test_an_agent_sees_no_cases(api: People) -> None:
    agent = as_user(f"sub-agent-{api.account.id}", Role.AGENT)

    assert agent.get("/v1/cases").status == 403


def use(api: People, client_id: str) -> None:
    """Count a policy that names a client."""
    from chalicelib.aws.dynamo import Transaction  # noqa: PLC0415
    from chalicelib.features.clients import table  # noqa: PLC0415

    tx = Transaction()
    table.count_use(tx, api.account.id, client_id, policies=1)
    tx.commit()
