"""Texts of messages about claims: each is whole in each language, and an SMS is short and says nothing private."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.money import Money
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import table
from chalicelib.features.claims.deadlines.model import Deadline
from chalicelib.features.claims.deadlines.service import Known
from chalicelib.features.claims.decision.model import Decision, DecisionState, Signed
from chalicelib.features.claims.model import AskedDocument, Claim, ClaimPayment
from chalicelib.features.claims.repair.links import deductible_url
from chalicelib.features.claims.repair.model import Referral, Workshop
from chalicelib.features.claims.stages import Ending, Outcome, Stage
from chalicelib.features.claims.telling.facts import TellFacts
from chalicelib.features.claims.telling.letters import write_email, write_sms
from chalicelib.features.claims.telling.model import Told, What
from chalicelib.features.clients import service as clients
from tests.claims.cases import claimed
from tests.clients.bodies import added, person
from tests.support.api.people import People
from tests.support.area import open_area

SUM = Money(amount=Decimal("15000.00"), currency="RUB")
AT = datetime(2026, 12, 21, 9, tzinfo=UTC)
ENDS = datetime(2027, 1, 18, 21, tzinfo=UTC)
SIGNED = Signed(at=AT, by="user:anna")
SHOP = Workshop(name="Север", address="Тверская, 1", phone="+7 495 123-45-67")


def found_for(what: What, claim: Claim) -> TellFacts:
    """Return the facts of a message, of a claim that fits."""
    case = cases.load_case(claim.account_id, claim.case_id)
    assert case is not None
    rule = next(each for each in claim.rules.deadlines if each.code == "decision")
    known = Known(rule, Deadline(code="decision", last_day=date(2027, 1, 18), ends_at=ENDS))
    decision = Decision(
        id="dec_1",
        number=1,
        outcome=Outcome.PARTIAL,
        reason="Part of the damage is older",
        state=DecisionState.MADE,
        proposed=SIGNED,
    )
    referral = Referral(id="ref_1", workshop=SHOP, until=date(2027, 1, 31), deductible=SUM, at=AT, by="user:anna")
    asked = (AskedDocument(slot="identity", reason="blurred"),)
    decided = {"outcome": Outcome.PARTIAL, "awarded": SUM, "reached": {Stage.DECIDED: AT}}
    paid = ClaimPayment(day="2026-12-20", money=SUM, reference="P-1")
    changes: dict[str, dict[str, Any]] = {
        "papers": {"asked": asked},
        "complete": {"stage": Stage.REVIEW},
        "decided": {"stage": Stage.DECIDED, **decided},
        "referral": {"stage": Stage.REPAIR, "outcome": Outcome.REPAIR},
        "deductible": {"stage": Stage.REPAIR, "outcome": Outcome.REPAIR},
        "closed": {"stage": Stage.CLOSED, "ending": Ending.PAID, "paid": paid, **decided},
        "reopened": {"stage": Stage.REVIEW},
    }
    fitting = claim.model_copy(update=changes.get(what, {}))
    return TellFacts(fitting, case, deadlines=[known], decision=decision, referral=referral)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_is_whole_in_each_language(api: People, language: Language) -> None:
    open_area(api.account.id)
    client_id = added(api.agent, person(language=language))
    claim_id = claimed(api.admin, client_id=client_id, reference="У-17")
    claim, client = table.get_claim(api.account.id, claim_id), clients.find_client(api.account.id, client_id)
    assert claim is not None
    assert client is not None
    area = f"https://photos.example/area/ingos/claims/{claim_id}"
    subjects = set()

    for what in get_args(What):
        told, found = Told(what=what, claim_id=claim_id), found_for(what, claim)
        letter = write_email(api.account, client, told, found)
        text, size = write_sms(api.account, client, told, found)

        link = deductible_url(claim) if what == "deductible" else area
        subjects.add(letter.subject)
        assert [each for each in "{}" if each in letter.text + letter.subject + text] == [], what
        assert link in letter.text, what
        assert link in letter.html, what
        assert text.endswith(f". {link}"), what
        assert size.segments <= 3, (what, text, size)
        private = ("Гевердава", "15", "Паспорт", "LADA", "older", "blurred", "Север")
        assert [each for each in private if each in text.removesuffix(link)] == [], text
        is_russian = any("а" <= each <= "я" for each in text.replace(api.account.shown_name, ""))
        assert is_russian is (language == "ru"), text
        if language == "es":
            assert not set("áíóú") & set(text), text
    assert len(subjects) == len(get_args(What))


@pytest.mark.parametrize(
    ("language", "what", "words"),
    [
        ("ru", "papers", ("Паспорт. Не принято: blurred", "СТС или ПТС. По ним видно, кому принадлежит автомобиль.")),
        ("es", "papers", ("Documento de identidad. No aceptado: blurred",)),
        ("en", "complete", ("We decide by 18 Jan 2027.", "We check the documents and decide.")),
        ("ru", "decided", ("Мы оплатим часть убытка.", "Сумма: 15 000,00 ₽.", "можно оспорить до 20.01.2027")),
        ("es", "decided", ("Importe: 15.000,00 RUB.", "hasta el 20/01/2027")),
        ("ru", "referral", ("Сервис: Север, Тверская, 1,", "действует до 31.01.2027", "Ваша франшиза — 15 000,00 ₽.")),
        ("ru", "near", ("Решение, 18.01.2027 (40-ФЗ, ст. 12, п. 21).",)),
        ("en", "closed", ("We paid RUB 15,000.00 on 20 Dec 2026.", "The claim is closed: it was paid.")),
    ],
)
def test_an_email_says_what_matters(api: People, language: str, what: What, words: tuple[str, ...]) -> None:
    client_id = added(api.agent, person(language=language))
    claim_id = claimed(api.admin, client_id=client_id, reference="У-17")
    claim, client = table.get_claim(api.account.id, claim_id), clients.find_client(api.account.id, client_id)
    assert claim is not None
    assert client is not None

    letter = write_email(api.account, client, Told(what=what, claim_id=claim_id), found_for(what, claim))

    said = letter.text.replace("\u00a0", " ")
    assert [each for each in words if each not in said] == [], said
