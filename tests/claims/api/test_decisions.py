"""Decisions of claims over HTTP: calculated, proposed to a second person, confirmed, sent back, disputed."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.features.claims import table
from chalicelib.features.claims.stages import Stage
from tests.claims.cases import changed, claimed, reached_at, shown, told
from tests.support.api.client import Answer, Api
from tests.support.api.people import People

LOSS = {"kind": "item", "label": "Бампер", "amount": "8400.00"}
PAYMENT = {"outcome": "payment", "currency": "RUB", "lines": [LOSS]}
REFUSAL = {"outcome": "refused", "reason": "Событие не является страховым случаем"}


def reviewed(api: People, *, second_over: str | None = None) -> str:
    claim_id = claimed(api.staff)
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    over = Decimal(second_over) if second_over else None
    changed(api, claim_id, stage=Stage.REVIEW, rules=claim.rules.model_copy(update={"second_person_over": over}))
    return claim_id


def post(by: Api, claim_id: str, path: str, **body: Any) -> Answer:
    return by.post(f"/v1/claims/{claim_id}/{path}", {"version": shown(by, claim_id)["version"], **body})


def decisions(by: Api, claim_id: str) -> Any:
    return by.get(f"/v1/claims/{claim_id}/decisions").expect(200)["items"]


def errors(answer: Answer) -> dict[str, str]:
    return {each["pointer"]: each["detail"] for each in answer.expect(422)["errors"]}


def test_case_e8_a_decision_is_calculated_line_by_line(api: People) -> None:
    claim_id = reviewed(api)
    lines = [
        LOSS,
        {"kind": "proportion", "sum_insured": "6000", "value": "10000"},
        {"kind": "deductible", "percent": "10", "amount": "300"},
    ]

    decided = post(api.staff, claim_id, "decide", **{**PAYMENT, "lines": lines}).expect(200)

    assert (decided["stage"], decided["outcome"], decided["decisions"]) == ("decided", "payment", 1)
    assert decided["awarded"] == {"amount": "4536.00", "currency": "RUB"}
    (made,) = decisions(api.viewer, claim_id)
    assert [(each["kind"], each["amount"]["amount"]) for each in made["lines"]] == [
        ("item", "8400.00"),
        ("proportion", "-3360.00"),
        ("deductible", "-504.00"),
    ]
    assert (made["number"], made["state"], made["settled"]["by"]) == (1, "made", made["proposed"]["by"])
    (event,) = told("claim.decided")
    assert (event["stage"], event["outcome"]) == ("decided", "payment")
    assert decided["facts"]["decided_at"] == reached_at(decided, "decided")


def test_a_decision_over_the_amount_takes_a_second_person(api: People) -> None:
    claim_id = reviewed(api, second_over="5000")

    proposed = post(api.staff, claim_id, "decide", **PAYMENT).expect(200)

    assert (proposed["stage"], proposed["outcome"]) == ("review", None)
    assert proposed["proposal"]["total"] == {"amount": "8400.00", "currency": "RUB"}
    assert told("claim.decided") == []
    assert post(api.staff, claim_id, "decision/confirm").expect(409)["reason"] == "second-person"
    assert post(api.key, claim_id, "decision/confirm").expect(409)["reason"] == "second-person"
    post(api.staff, claim_id, "decide", **REFUSAL).expect(409)
    decided = post(api.admin, claim_id, "decision/confirm").expect(200)
    assert (decided["stage"], decided["proposal"]) == ("decided", None)
    (made,) = decisions(api.staff, claim_id)
    assert (made["state"], made["number"]) == ("made", 1)
    assert made["settled"]["by"] != made["proposed"]["by"]
    assert len(told("claim.decided")) == 1


def test_over_the_amount_no_more_than_the_decision_is_paid_whatever_the_reason(api: People) -> None:
    claim_id = reviewed(api, second_over="9000")
    post(api.staff, claim_id, "decide", **PAYMENT).expect(200)
    changed(api, claim_id, stage=Stage.PAYMENT)
    paid = {"day": "2026-11-20", "reference": "TR-1"}

    def pay(amount: str, **more: str) -> Answer:
        return post(api.staff, claim_id, "pay", **paid, amount={"amount": amount, "currency": "RUB"}, **more)

    assert errors(pay("1000000.00")).keys() == {"/amount/amount", "/reason"}
    refused = errors(pay("1000000.00", reason="Так надо"))
    assert refused["/amount/amount"].startswith("Over 9000, no more than the decision's amount is paid.")
    assert pay("9000.00", reason="Проценты").expect(200)["paid"]["amount"]["amount"] == "9000.00"


@pytest.mark.parametrize(("amount", "stage"), [("8400.00", "decided"), ("8399.99", "review")])
def test_one_of_just_the_amount_takes_none(api: People, amount: str, stage: str) -> None:
    claim_id = reviewed(api, second_over=amount)

    assert post(api.staff, claim_id, "decide", **PAYMENT).expect(200)["stage"] == stage


def test_a_refusal_takes_no_second_person(api: People) -> None:
    claim_id = reviewed(api, second_over="0")

    assert post(api.staff, claim_id, "decide", **REFUSAL).expect(200)["outcome"] == "refused"


def test_a_second_person_sends_a_decision_back_with_the_reason(api: People) -> None:
    claim_id = reviewed(api, second_over="5000")
    post(api.staff, claim_id, "decide", **PAYMENT).expect(200)

    returned = post(api.admin, claim_id, "decision/send-back", reason="Нет износа").expect(200)

    assert (returned["stage"], returned["proposal"]) == ("review", None)
    (first,) = decisions(api.staff, claim_id)
    assert (first["state"], first["number"], first["objection"]) == ("sent_back", 0, "Нет износа")
    post(api.admin, claim_id, "decision/confirm").expect(409)
    worn = [{**LOSS, "wear": "50"}]
    assert post(api.staff, claim_id, "decide", **{**PAYMENT, "lines": worn}).expect(200)["stage"] == "decided"
    assert [each["state"] for each in decisions(api.staff, claim_id)] == ["made", "sent_back"]


def test_any_other_move_ends_a_proposal(api: People) -> None:
    claim_id = reviewed(api, second_over="5000")
    post(api.staff, claim_id, "decide", **PAYMENT).expect(200)

    wished = [{"slot": "identity", "reason": "Не читается"}]
    post(api.staff, claim_id, "request-documents", documents=wished).expect(200)

    post(api.admin, claim_id, "decision/confirm").expect(409)
    assert shown(api.staff, claim_id)["proposal"] is None


def test_c3_a_disputed_decision_stays_on_record(api: People) -> None:
    claim_id = reviewed(api)
    post(api.staff, claim_id, "decide", **REFUSAL).expect(200)
    post(api.key, claim_id, "dispute", reason="Не согласен").expect(200)

    assert post(api.staff, claim_id, "decide", **PAYMENT).expect(200)["decisions"] == 2

    assert [(each["number"], each["outcome"]) for each in decisions(api.key, claim_id)] == [
        (2, "payment"),
        (1, "refused"),
    ]


def test_a_claim_is_decided_under_review_only(api: People) -> None:
    claim_id = claimed(api.staff)

    assert post(api.staff, claim_id, "decide", **PAYMENT).expect(409)["stage"] == "documents"


def test_c2_partial_without_a_reason_is_refused(api: People) -> None:
    answer = post(api.staff, reviewed(api), "decide", **{**PAYMENT, "outcome": "partial"})

    assert errors(answer) == {"/reason": "Write the reason: the client reads it."}


def test_all_that_is_wrong_is_told_at_once(api: People) -> None:
    lines = [
        {"kind": "item", "amount": "1.001", "wear": "101"},
        {"kind": "proportion", "sum_insured": "0"},
        {"kind": "limit", "amount": "much"},
        {"kind": "deductible"},
    ]

    answer = post(api.staff, reviewed(api), "decide", outcome="payment", currency="RUB", lines=lines)

    assert set(errors(answer)) == {
        "/lines/0/label",
        "/lines/0/amount",
        "/lines/0/wear",
        "/lines/1/sum_insured",
        "/lines/1/value",
        "/lines/2/amount",
        "/lines/3/amount",
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"outcome": "payment"}, "/lines"),
        ({"outcome": "payment", "lines": [LOSS]}, "/currency"),
        ({**PAYMENT, "currency": "roubles"}, "/currency"),
        ({**PAYMENT, "lines": [LOSS, {"kind": "deductible", "amount": "9000"}]}, "/lines"),
        ({**REFUSAL, "currency": "RUB", "lines": [LOSS]}, "/lines"),
        ({"outcome": "refused"}, "/reason"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(api: People, body: dict[str, Any], pointer: str) -> None:
    assert set(errors(post(api.staff, reviewed(api), "decide", **body))) == {pointer}


def test_a_repair_needs_no_lines(api: People) -> None:
    decided = post(api.staff, reviewed(api), "decide", outcome="repair").expect(200)

    assert (decided["outcome"], decided["awarded"]) == ("repair", None)
