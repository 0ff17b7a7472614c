"""POST /v1/hooks/policies: policies that were sold elsewhere, by signature, in the order of the sender's versions."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.clients.bodies import COMPANY, PERSON, added, named, person
from tests.policies.sales import PLATE, VIN, lines, policy, sold
from tests.support.api.client import Answer
from tests.support.api.people import People
from tests.webhooks.api.test_signed_calls import BackEnd, back_end

PATH = "/v1/hooks/policies"
NUMBER = "K-000123"


@pytest.fixture
def insurer(api: People) -> BackEnd:
    """A system whose key may report policies and their clients."""
    return back_end(api, "policies:write", "clients:write")


def report(**changes: Any) -> dict[str, Any]:
    """Return the body of a report; None leaves a field out."""
    body = {**policy(""), "client": PERSON, "number": NUMBER, "version": 1, **changes}
    return {name: value for name, value in body.items() if value is not None and name != "client_id"}


def send(insurer: BackEnd, **changes: Any) -> Answer:
    """Send a report under an id of its own, as a sender does that knows of no answer."""
    send.count = getattr(send, "count", 0) + 1  # type: ignore[attr-defined]
    return insurer.send(report(**changes), message_id=f"msg_{send.count}", to=PATH)  # type: ignore[attr-defined]


def known(api: People, query: str = "") -> list[dict[str, Any]]:
    return list(api.staff.get(f"/v1/policies{query}").expect(200)["items"])


def test_r14_a_reported_policy_binds_nobody_and_accrues_nothing(api: People, insurer: BackEnd) -> None:
    answer = send(insurer).expect(200)

    made = answer["policy"]
    assert (answer["outcome"], made["source"], made["channel"], made["agent_id"]) == (
        "created",
        "external",
        "external",
        None,
    )
    client = api.staff.get(f"/v1/clients/{made['client_id']}").expect(200)
    assert (client["standing"], client["agent_id"], client["surname"]) == ("house", None, "Гевердава")
    assert api.staff.get(f"/v1/policies/{made['id']}").expect(200)["number"] == NUMBER


def test_case_35_the_policy_of_a_bound_client_leaves_the_binding(api: People, insurer: BackEnd) -> None:
    client = added(api.agent, PERSON)
    sold(api.agent, client, paid_instalments=1)
    before = lines(api.agent)

    made = send(insurer).expect(200)["policy"]

    assert made["client_id"] != client
    assert api.staff.get(f"/v1/clients/{client}").expect(200)["standing"] == "bound"
    assert lines(api.agent) == before
    assert [each["id"] for each in known(api, f"?client_id={made['client_id']}")] == [made["id"]]
    api.agent.get(f"/v1/policies/{made['id']}").expect(404)


def test_r3_the_client_is_found_by_document_in_the_base_of_the_house_only(api: People, insurer: BackEnd) -> None:
    added(api.agent, PERSON)
    client = added(api.staff, PERSON)

    first = send(insurer).expect(200)["policy"]
    second = send(insurer, number="K-000124", client=person(phone=None)).expect(200)["policy"]

    assert first["client_id"] == second["client_id"] == client


def test_a_client_without_a_document_is_found_by_name_and_birth_date(api: People, insurer: BackEnd) -> None:
    client = added(api.staff, person(document=None))

    assert send(insurer).expect(200)["policy"]["client_id"] == client


def test_a_namesake_with_another_document_is_for_a_person_to_decide(api: People, insurer: BackEnd) -> None:
    client = added(api.staff, person(document={"kind": "passport_ru", "number": "4517 654321"}))

    answer = send(insurer).expect(409)

    assert (answer["reason"], answer["client_id"]) == ("client-exists", client)
    assert known(api) == []


def test_a_company_is_found_by_its_tax_number(api: People, insurer: BackEnd) -> None:
    client = added(api.staff, COMPANY)

    assert send(insurer, client=COMPANY).expect(200)["policy"]["client_id"] == client


def test_a_later_version_changes_the_policy_whole(api: People, insurer: BackEnd) -> None:
    first = send(insurer, paid_instalments=1).expect(200)["policy"]

    answer = send(
        insurer, version=7, number="k 000123", vehicle={"plate": "В001ВВ77"}, premium={"amount": "50000.00"}
    ).expect(200)

    after = answer["policy"]
    assert (answer["outcome"], after["id"], after["version"]) == ("changed", first["id"], 2)
    assert (after["premium"]["amount"], after["vehicle"]["vin"]) == ("50000.00", None)
    assert [each["paid_at"] for each in after["instalments"]] == [None]
    assert [each["id"] for each in known(api, "?plate=B001BB77")] == [first["id"]]
    assert known(api, f"?vin={VIN}") == known(api, f"?plate={PLATE}") == []


def test_a_payment_keeps_its_moment(api: People, insurer: BackEnd) -> None:
    first = send(insurer, paid_instalments=1).expect(200)["policy"]
    again = send(insurer, version=2, paid_instalments=1).expect(200)["policy"]

    assert again["instalments"] == first["instalments"]
    assert again["instalments"][0]["paid_at"] is not None


@pytest.mark.parametrize("version", [1, 4, 5])
def test_a_report_repeated_or_out_of_order_changes_nothing(api: People, insurer: BackEnd, version: int) -> None:
    first = send(insurer, version=5).expect(200)["policy"]

    answer = send(insurer, version=version, premium={"amount": "1.00"}).expect(200)

    assert (answer["outcome"], answer["policy"]) == ("unchanged", first)
    history = api.staff.get(f"/v1/policies/{first['id']}/history").expect(200)["items"]
    assert [each["type"] for each in history] == ["issued"]


def test_a_report_cancels_and_a_later_one_takes_that_back(api: People, insurer: BackEnd) -> None:
    first = send(insurer).expect(200)["policy"]
    ended = {"effective": "2027-03-10", "reason": "Sold the car"}

    cancelled = send(insurer, version=2, cancelled=ended).expect(200)["policy"]
    again = send(insurer, version=3, cancelled=ended).expect(200)["policy"]
    back = send(insurer, version=4).expect(200)["policy"]

    assert cancelled["id"] == first["id"]
    assert cancelled["cancelled"]["refund"]["amount"] == "0.00"
    assert cancelled["cancelled"]["effective"] == "2027-03-10"
    assert again["cancelled"] == cancelled["cancelled"]
    assert back["cancelled"] is None


def test_a_first_report_may_bring_a_cancelled_policy(insurer: BackEnd) -> None:
    made = send(insurer, cancelled={"effective": "2026-11-30"}).expect(200)["policy"]

    assert made["cancelled"]["effective"] == "2026-11-30"


def test_the_number_of_an_own_sale_is_refused(api: People, insurer: BackEnd) -> None:
    own = sold(api.staff, added(api.staff, PERSON), number=NUMBER)

    answer = send(insurer, version=99).expect(409)

    assert (answer["reason"], answer["policy_id"]) == ("policy-number", own["id"])


def test_a_policy_entered_by_hand_is_changed_by_its_report(api: People, insurer: BackEnd) -> None:
    by_hand = sold(api.staff, added(api.staff, PERSON), number=NUMBER, source="external")

    answer = send(insurer).expect(200)

    assert (answer["outcome"], answer["policy"]["id"]) == ("changed", by_hand["id"])


def test_another_holder_of_a_known_number_is_an_error_of_the_client(insurer: BackEnd) -> None:
    send(insurer).expect(200)

    other = named("Сидоров Пётр", document={"kind": "passport_ru", "number": "4517 654321"})
    assert set(send(insurer, version=2, client=other).pointers) == {"/client"}


def test_everything_wrong_is_told_at_once_at_its_field(api: People, insurer: BackEnd) -> None:
    wrong = send(
        insurer,
        client=person(document=None, birth_date="2090-01-01"),
        premium={"amount": "1.005"},
        vehicle={"make": "LADA"},
        cancelled={"effective": "2031-01-01"},
        paid_instalments=9,
    )

    assert set(wrong.pointers) == {
        "/client/document",
        "/client/birth_date",
        "/premium/amount",
        "/vehicle",
        "/cancelled/effective",
        "/paid_instalments",
    }
    assert set(send(insurer, cancelled={"effective": "2031-01-01"}).pointers) == {"/cancelled/effective"}
    assert set(send(insurer, product="boat", version=0).pointers) == {"/product", "/version"}
    assert set(send(insurer, client=None, number=None).pointers) == {"/client", "/number"}
    assert known(api) == []


def test_warnings_are_those_of_a_sale(api: People, insurer: BackEnd) -> None:
    own = sold(api.staff, added(api.staff, PERSON))

    warnings = send(insurer).expect(200)["policy"]["warnings"]

    assert [(each["code"], each["policy_id"]) for each in warnings] == [("overlap", own["id"])]


def test_the_same_id_gives_the_same_answer(insurer: BackEnd) -> None:
    first = insurer.send(report(), message_id="msg_same", to=PATH).expect(200)

    assert insurer.send(report(), message_id="msg_same", to=PATH).expect(200) == first
    assert set(insurer.send(report(version=2), message_id="msg_same", to=PATH).pointers) == {"#webhook-id"}


def test_an_unsigned_or_old_call_and_one_of_a_narrow_key_are_refused(api: People, insurer: BackEnd) -> None:
    api.key.post(PATH, report()).expect(401)
    insurer.send(report(), age=301, to=PATH).expect(401)
    insurer.send(report(), raw="{}", to=PATH).expect(401)
    back_end(api, "clients:write").send(report(), to=PATH).expect(403)
    back_end(api, "policies:write").send(report(), to=PATH).expect(403)
    assert known(api) == []


def test_reports_at_the_same_moment_make_one_policy_and_one_client(api: People, insurer: BackEnd) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda version: send(insurer, version=version), range(1, 5)))

    assert {each.status for each in answers} == {200}
    assert len({each.json["policy"]["id"] for each in answers}) == 1
    assert len(known(api)) == 1
    assert len(api.staff.get("/v1/clients").expect(200)["items"]) == 1
