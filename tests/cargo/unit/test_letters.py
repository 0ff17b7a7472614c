"""Drafts of letters to carriers: articles, facts, languages, and marks where a fact is unknown."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.money import read_money
from chalicelib.features.cargo.letters.drafting import Subject, draft
from chalicelib.features.cargo.letters.model import LetterKind
from chalicelib.features.claims.consignment import Consignment
from chalicelib.features.claims.facts import ClaimFacts

GOODS = Consignment(
    description="Azulejo, 12 cajas",
    packages=12,
    affected_packages=3,
    gross_kg=Decimal("240.5"),
    affected_kg=Decimal("37.2"),
    carrier="Transportes Levante, S. L.",
    waybill="CMR-2026/118",
    place_of_delivery="Lyon",
    own_reference="R-77",
)
FACTS = ClaimFacts(
    description="Tres cajas rotas",
    agreed_at=datetime(2026, 3, 30, 10, tzinfo=UTC),
    delivered_at=datetime(2026, 4, 1, 10, tzinfo=UTC),
    claimed=read_money("900.00", "EUR"),
    cargo=GOODS,
)


def subject(facts: ClaimFacts = FACTS, **changes: Any) -> Subject:
    known = {"law": "cmr", "article": "CMR, art. 30.1", "zone": ZoneInfo("Europe/Madrid"), "today": date(2026, 4, 9)}
    return Subject(facts=facts, sender="Azulejos Vega, S. A.", **{**known, **changes})


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_reservation_of_hidden_damage_names_article_goods_and_days() -> None:
    found = draft(LetterKind.HIDDEN, subject(), "es")

    text = said(found.text)
    assert found.missing == ()
    for each in (
        "De: Azulejos Vega, S. A.",
        "A: Transportes Levante, S. L.",
        "Fecha: 09/04/2026",
        "Nuestra referencia: R-77",
        "Reserva por daño o pérdida no manifiestos",
        "Por la presente le dirigimos reservas por escrito (CMR, art. 30.1).",
        "Carta de porte: CMR-2026/118",
        "Bultos; de ellos, afectados: 12, 3",
        "Peso bruto en kg; de él, afectado: 240,5, 37,2",
        "Fecha de entrega: 01/04/2026",
        "Comprobado: Tres cajas rotas",
    ):
        assert each in text, each


def test_a_delay_names_both_days_and_asks_for_no_inspection() -> None:
    text = draft(LetterKind.DELAY, subject(article="CMR, art. 30.3"), "en").text

    assert "were to be delivered by 30 Mar 2026, and were delivered on 01 Apr 2026" in said(text)
    assert "(CMR, art. 30.3)" in text
    assert "inspect" not in text


@pytest.mark.parametrize(
    ("law", "article"), [("cmr", "CMR, art. 17, 23, 25"), ("lcttm", "Ley 15/2009, art. 47, 52, 53")]
)
def test_a_claim_names_the_articles_on_liability_and_the_amount(law: str, article: str) -> None:
    text = said(draft(LetterKind.CLAIM, subject(law=law, article=""), "ru").text)

    assert article in text
    assert "требуем возмещения в размере 900,00 €" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_unknown_facts_are_marked_and_named_never_refused(kind: LetterKind, language: Language) -> None:
    found = draft(kind, subject(ClaimFacts(), law=None, article=""), language)

    assert found.missing
    assert [each for each in found.missing if f"[{each}]" not in found.text] == []
    assert "{" not in found.text


def test_a_letter_about_what_never_arrived_needs_no_day_of_delivery() -> None:
    lost = FACTS.model_copy(update={"delivered_at": None})

    assert draft(LetterKind.CLAIM, subject(lost), "en").missing == ()
    assert draft(LetterKind.HIDDEN, subject(lost), "en").missing == ("Delivered on",)
