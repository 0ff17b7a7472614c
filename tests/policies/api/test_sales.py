"""Sales by the API: binding, numbers, instalments, warnings, refusals."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine

from tests.clients.bodies import COMPANY, PERSON, added, named, other_agent, person
from tests.policies.conftest import Rate
from tests.policies.sales import VIN, agent_id, policy, sold
from tests.support.api.people import People
from tests.support.faults import between

NOW = "2026-11-29T09:00:00+03:00"
#: DynamoDB takes 100 writes in a transaction.
ROWS_OF_A_SALE = 61


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_r6_a_sale_binds_the_client_to_the_agent(api: People) -> None:
    client_id = added(api.agent, PERSON)

    made = sold(api.agent, client_id)

    assert (made["channel"], made["agent_id"]) == ("agent", agent_id(api))
    assert (made["status"], made["statuses"]) == ("awaiting_payment", ["awaiting_payment", "pending"])
    assert made["warnings"] == []
    client = api.agent.get(f"/v1/clients/{client_id}").expect(200)
    assert (client["standing"], client["bound_since"]) == ("bound", made["issued_at"])
    assert api.agent.get(f"/v1/policies/{made['id']}").expect(200) == made


def test_r2_no_sale_without_a_client_in_the_own_base(api: People) -> None:
    elsewhere = added(other_agent(api), PERSON)

    for client_id in (elsewhere, "cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"):
        refused = api.agent.post("/v1/policies", policy(client_id))
        assert (refused.status, refused.json["reason"]) == (409, "client-not-in-base")


def test_case_33_the_loser_reads_and_does_nothing_else(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)
    sold(other_agent(api), theirs)

    refused = [
        api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "comment": "x"}),
        api.agent.post("/v1/quotes", {key: each for key, each in policy(mine).items() if key != "premium"}),
        api.agent.post("/v1/policies", policy(mine)),
    ]

    since = "2026-11-29T06:00:00.000000Z"
    assert [(each.status, each.json["reason"], each.json["since"]) for each in refused] == [
        (409, "client-bound", since)
    ] * 3
    assert api.agent.get(f"/v1/clients/{mine}").expect(200)["standing"] == "bound_elsewhere"


def test_case_32_of_agents_who_sell_at_once_one_wins(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)
    sellers = [(api.agent, mine), (other_agent(api), theirs)] * 4

    with ThreadPoolExecutor(len(sellers)) as pool:
        answers = list(pool.map(lambda each: each[0].post("/v1/policies", policy(each[1])), sellers))

    winners = {each.json["agent_id"] for each in answers if each.status == 201}
    assert len(winners) == 1
    assert {each.json["reason"] for each in answers if each.status == 409} <= {"client-bound"}


def test_case_35_a_policy_sold_elsewhere_binds_nobody_and_accrues_nothing(api: People) -> None:
    theirs = added(other_agent(api), PERSON)
    sold(other_agent(api), theirs)
    house = added(api.key, PERSON)

    made = sold(api.key, house, source="external", number="AA 104338828")

    assert (made["channel"], made["agent_id"], made["status"]) == ("external", None, "pending")
    assert api.key.get(f"/v1/clients/{house}").expect(200)["standing"] == "bound_elsewhere"
    assert api.agent.get("/v1/commissions").expect(200)["lines"] == []
    lacking = api.key.post("/v1/policies", policy(house, source="external")).expect(422)
    assert [each["pointer"] for each in lacking["errors"]] == ["/number"]


def test_case_37_an_agent_takes_a_client_of_the_house(api: People) -> None:
    sold(api.key, added(api.key, PERSON))
    client_id = added(api.agent, PERSON)

    sold(api.agent, client_id, vehicle={"plate": "В001ОР 99"})

    assert api.agent.get(f"/v1/clients/{client_id}").expect(200)["standing"] == "bound"


def test_case_34_one_digit_of_the_document_steals_no_client(api: People) -> None:
    sold(other_agent(api), added(other_agent(api), PERSON))
    document = {"kind": "passport_ru", "number": "45 17 123457", "issued_on": "2018-03-01"}
    mine = added(api.agent, person(document=document))

    refused = api.agent.post("/v1/policies", policy(mine))
    assert (refused.status, refused.json["reason"]) == (409, "client-bound")

    theirs = other_agent(api).get("/v1/clients").expect(200)["items"][0]["id"]
    api.admin.post(f"/v1/clients/{mine}/not-same", {"client_id": theirs, "reason": "Namesake"}).expect(204)
    sold(api.agent, mine)


def test_a_company_is_bound_by_its_tax_number(api: People) -> None:
    mine, theirs = added(api.agent, COMPANY), added(other_agent(api), COMPANY)
    sold(api.agent, mine)

    assert other_agent(api).post("/v1/policies", policy(theirs)).status == 409


def test_staff_sell_from_the_base_of_an_agent_for_that_agent(api: People) -> None:
    client_id = added(api.agent, PERSON)

    assert sold(api.staff, client_id)["agent_id"] == agent_id(api)


def test_case_38_the_same_intention_is_one_policy(api: People) -> None:
    client_id = added(api.agent, PERSON)
    headers = {"Idempotency-Key": "sale-1"}

    first = api.agent.post("/v1/policies", policy(client_id), headers=headers).expect(201)
    table_row_gone = api.agent.post("/v1/policies", policy(client_id), headers={"Idempotency-Key": "sale-2"})

    assert api.agent.post("/v1/policies", policy(client_id), headers=headers).expect(201)["id"] == first["id"]
    assert table_row_gone.expect(201)["id"] != first["id"]


def test_case_48_a_number_is_one_however_it_is_written(api: People) -> None:
    client_id = added(api.agent, PERSON)
    first = sold(api.agent, client_id, product="osago", number="ХХХ 0123456789", sum_insured=None)

    refused = api.agent.post(
        "/v1/policies", policy(client_id, product="osago", number="XXX0123456789", sum_insured=None)
    )

    assert (refused.status, refused.json["reason"], refused.json["policy_id"]) == (409, "policy-number", first["id"])


def test_numbers_follow_each_other_in_the_series_of_the_product(api: People) -> None:
    client_id = added(api.agent, PERSON)
    sold(api.agent, client_id, number="k-000002", vehicle={"plate": "В001ОР 99"})

    assert [sold(api.agent, client_id)["number"] for _ in range(2)] == ["К-000001", "К-000003"]


@pytest.mark.parametrize(
    ("premium", "plan", "right"),
    [
        ("48320.50", "in_4", ["12080.13", "12080.13", "12080.12", "12080.12"]),  # case 50
        ("39397.50", "in_2", ["19698.75", "19698.75"]),
        ("48320.50", None, ["48320.50"]),
    ],
)
def test_case_50_instalments(api: People, premium: str, plan: str | None, right: list[str]) -> None:
    made = sold(api.agent, added(api.agent, PERSON), plan=plan, premium={"amount": premium})

    assert [each["amount"]["amount"] for each in made["instalments"]] == right
    assert made["instalments"][0]["due"] == "2026-12-01"


def test_case_53_an_overlap_is_a_warning(api: People) -> None:
    client_id = added(api.agent, PERSON)
    first = sold(api.agent, client_id)

    (warning,) = sold(api.agent, client_id, begins="2027-11-30", ends="2028-11-29")["warnings"]

    assert (warning["code"], warning["policy_id"]) == ("overlap", first["id"])
    assert sold(api.agent, client_id, begins="2028-11-30", ends="2029-11-29")["warnings"] == []


def test_an_overlap_with_another_agents_policy_tells_no_id(api: People) -> None:
    sold(other_agent(api), added(other_agent(api), named("Сидоров Пётр")))

    (warning,) = sold(api.agent, added(api.agent, PERSON))["warnings"]

    assert (warning["code"], warning["policy_id"]) == ("overlap", None)


@pytest.mark.parametrize(
    ("vehicle", "codes"),
    [
        ({"vin": "1HGCM82633A004352"}, []),  # case 20
        ({"vin": "1HGCM82633A004353"}, ["vin_check_digit"]),
        ({"vin": "XTAGFK330KY123456"}, []),
        ({"plate": "Я123ВС77"}, ["plate_format"]),  # case 23
        ({"plate": "а123вс 777"}, []),
    ],
)
def test_case_20_23_vehicles_warn_and_refuse_nothing(api: People, vehicle: dict[str, str], codes: list[str]) -> None:
    made = sold(api.agent, added(api.agent, PERSON), vehicle=vehicle)

    capital = {name: each.upper() for name, each in vehicle.items()}
    assert [each["code"] for each in made["warnings"]] == codes
    assert made["vehicle"] == {"vin": None, "plate": None, "make": None, "model": None, "year": None, **capital}


def test_case_22_a_plate_is_one_in_both_alphabets(api: People) -> None:
    made = sold(api.agent, added(api.agent, PERSON), vehicle={"plate": "а123вс 777"})

    for plate in ("A123BC777", "А123ВС 777"):
        assert [each["id"] for each in api.agent.get(f"/v1/policies?plate={plate}").expect(200)["items"]] == [
            made["id"]
        ]


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"premium": {"amount": "1.005"}}, ["/premium/amount"]),  # case 52
        ({"premium": {"amount": "0"}}, ["/premium/amount"]),
        ({"premium": {"amount": "100", "currency": "EUR"}}, ["/premium/currency"]),
        ({"vehicle": {"vin": "1HGCM82633A00435"}}, ["/vehicle/vin"]),  # case 21
        ({"vehicle": {"vin": "1HGCM82633A0O4352"}}, ["/vehicle/vin"]),
        ({"vehicle": {}}, ["/vehicle"]),
        ({"ends": "2026-11-30"}, ["/ends"]),
        ({"begins": "9999-12-31", "ends": None}, ["/begins"]),
        ({"product": "nothing"}, ["/product"]),
        ({"plan": "in_7", "paid_instalments": 1, "number": "№№"}, ["/number", "/plan"]),
        ({"paid_instalments": 2}, ["/paid_instalments"]),
        ({"fields": {"colour": "red"}}, ["/fields/colour"]),
        ({"predecessor_id": "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"}, ["/predecessor_id"]),
        ({"product": "osago", "number": "ХХ 123"}, ["/number"]),
    ],
)
def test_bad_input_is_told_all_at_once(api: People, changes: dict[str, object], pointers: list[str]) -> None:
    answer = api.agent.post("/v1/policies", policy(added(api.agent, PERSON), **changes)).expect(422)

    assert sorted(each["pointer"] for each in answer["errors"]) == sorted(pointers)
    assert api.agent.get("/v1/policies").expect(200)["items"] == []


def test_case_19_osago_is_not_sold_to_a_minor(api: People) -> None:
    client_id = added(api.agent, person(birth_date="2010-05-01", document=None))

    answer = api.agent.post("/v1/policies", policy(client_id, product="osago", sum_insured=None)).expect(422)

    assert [each["pointer"] for each in answer["errors"]] == ["/client_id"]
    assert "18" in answer["errors"][0]["detail"]


def test_a_policy_keeps_its_client_from_being_deleted(api: People) -> None:
    client_id = added(api.agent, PERSON)
    sold(api.agent, client_id)

    kept = api.agent.post("/v1/clients/delete", {"ids": [client_id]}).expect(200)["kept"]

    assert [each["reason"] for each in kept] == ["has_policy"]


def test_an_agent_sees_the_own_sales_only(api: People) -> None:
    mine = sold(api.agent, added(api.agent, PERSON))
    theirs = sold(other_agent(api), added(other_agent(api), named("Сидоров Пётр")), vehicle={"vin": VIN})

    assert [each["id"] for each in api.agent.get("/v1/policies").expect(200)["items"]] == [mine["id"]]
    assert api.agent.get(f"/v1/policies/{theirs['id']}").status == 404
    assert [each["id"] for each in api.agent.get(f"/v1/policies?vin={VIN}").expect(200)["items"]] == [mine["id"]]
    assert {each["id"] for each in api.admin.get("/v1/policies").expect(200)["items"]} == {mine["id"], theirs["id"]}
    assert [each["id"] for each in api.key.get(f"/v1/policies?agent_id={agent_id(api)}").expect(200)["items"]] == [
        mine["id"]
    ]


@pytest.mark.parametrize("query", ["000001", "k-000001", "гевердава", "вера гев", "xtagfk", "A123BC"])
def test_policies_are_found_by_number_vehicle_and_holder(api: People, query: str) -> None:
    made = sold(api.agent, added(api.agent, PERSON))
    sold(other_agent(api), added(other_agent(api), named("Сидоров Пётр")), vehicle={"plate": "В001ОР 99"})

    assert [each["id"] for each in api.agent.get(f"/v1/policies?q={query}").expect(200)["items"]] == [made["id"]]


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-11-30T20:59:59+00:00", "pending"),  # case 49: the term begins at midnight in Moscow
        ("2026-11-30T21:00:00+00:00", "in_force"),
        ("2027-11-30T20:59:59+00:00", "in_force"),
        ("2027-11-30T21:00:00+00:00", "expired"),
    ],
)
def test_case_49_the_term_is_in_the_accounts_zone(api: People, moment: str, status: str) -> None:
    made = sold(api.agent, added(api.agent, PERSON), paid_instalments=1)

    with time_machine.travel(moment, tick=False):
        assert api.key.get(f"/v1/policies/{made['id']}").expect(200)["status"] == status


def test_a_sale_is_one_transaction_of_few_rows(api: People, rate: Rate) -> None:
    rate("15")
    long = person(surname="Мамин-Сибиряк Оглы", given_name="Анна Мария", patronymic="Абдуррахман Кызы")
    client_id, written = added(api.agent, long), []

    def note(called: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        if called == "TransactWriteItems":
            written.append([next(iter(each.values()))["TableName"] for each in parameters["TransactItems"]])
        return call()

    with between(note):
        sold(api.agent, client_id, plan="in_4", paid_instalments=1)

    (sale,) = (each for each in written if "policies" in each)
    assert len(sale) <= ROWS_OF_A_SALE
