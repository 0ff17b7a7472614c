"""The console's page of figures of documents, and its file."""

from chalicelib.base.clock import now
from tests.claims.cases import claimed
from tests.claims.papers import filed
from tests.support import pdfs
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/figures/documents"


def some(api: People) -> None:
    """File a document, and refuse another for each of two reasons."""
    claim_id = claimed(api.key)
    filed(api.key, claim_id, pdfs.pdf())
    filed(api.key, claim_id, pdfs.locked(user="1", owner="2"))
    bad = filed(api.key, claim_id, pdfs.pdf(pages=3), "identity")
    api.staff.post(f"/v1/claims/{claim_id}/documents/{bad['id']}/refuse", {"reason": "Нет подписи"}).expect(200)


def test_staff_see_documents_by_slot_reason_and_month(api: People) -> None:
    some(api)
    desk = at_desk(api.staff).speaking("es")

    by_slot = " ".join(seen(desk.get(PAGE)).split())
    by_reason = " ".join(seen(desk.get(f"{PAGE}?by=reason")).split())
    by_month = " ".join(seen(desk.get(f"{PAGE}?by=month")).split())

    assert "1 0 1 Protegido con contraseña: 1" in by_slot
    assert "1 0 1 Rechazado por el personal: 1" in by_slot
    assert "2 0 2 Protegido con contraseña: 1, Rechazado por el personal: 1" in by_slot
    assert "Protegido con contraseña 1 Rechazado por el personal 1" in by_reason
    assert f"{now():%m.%Y} 2 0 2" in by_month
    assert PAGE in desk.get("/console/figures/claims").text


def test_without_documents_the_page_says_so(api: People) -> None:
    desk = at_desk(api.staff).speaking("ru")

    assert "документов по убыткам не поступало" in seen(desk.get(PAGE))
    assert "документы не отклоняли" in seen(desk.get(f"{PAGE}?by=reason"))


def test_wrong_months_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}?from=2026&to=2026-13")

    assert answer.status == 422
    assert all(f'id="{field}-wrong"' in answer.text for field in ("from", "to"))


def test_the_file_has_a_column_for_each_reason(api: People) -> None:
    some(api)

    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}.csv")

    head, *lines = answer.text.lstrip("\ufeff").splitlines()
    names = head.split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in lines]
    assert names[:7] == ["month", "process", "slot", "received", "accepted", "refused", "refused_staff"]
    assert [(each["slot"], each["refused_encrypted"], each["refused_staff"]) for each in rows] == [
        ("identity", "0", "1"),
        ("police_report", "1", "0"),
    ]
    assert {(each["month"], each["process"], each["received"]) for each in rows} == {(f"{now():%Y-%m}", "osago", "1")}
