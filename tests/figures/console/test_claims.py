"""The console's page of figures of claims, and its file."""

from chalicelib.base.clock import now
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import claimed
from tests.claims.stays import stayed
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/figures/claims"


def test_staff_see_claims_by_stage_and_month(api: People) -> None:
    claimed(api.key)
    desk = at_desk(api.staff).speaking("ru")

    by_stage = " ".join(seen(desk.get(PAGE)).split())
    by_month = " ".join(seen(desk.get(f"{PAGE}?by=month")).split())

    assert "1 0 –" in by_stage
    assert f"{now():%m.%Y}" in by_month
    assert PAGE in desk.get("/console/claims").text
    assert PAGE in desk.get("/console/figures").text
    assert "убытки не переходили" in seen(desk.get(f"{PAGE}?process=kasko"))


def test_wrong_months_are_told_at_their_fields(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").get(f"{PAGE}?from=2026&to=2026-13")

    assert answer.status == 422
    assert all(f'id="{field}-wrong"' in answer.text for field in ("from", "to"))


def test_the_file_has_numbers_that_spreadsheets_sum(api: People) -> None:
    claimed(api.key)

    answer = at_desk(api.staff).speaking("ru").get(f"{PAGE}.csv")

    head, *lines = answer.text.lstrip("\ufeff").splitlines()
    assert head == "month;process;stage;entered;left;mean_days;measured;median_days"
    assert f"{now():%Y-%m};osago;documents;1;0;;0;" in lines


def test_r23_the_page_and_the_file_have_the_median_of_twenty_claims(api: People) -> None:
    stayed(api, claimed(api.key, "kasko"), *[6] * 20, kind="theft")
    desk = at_desk(api.staff).speaking("es")

    by_stage = " ".join(seen(desk.get(PAGE)).split())
    by_kind = " ".join(seen(desk.get(f"{PAGE}?by=kind")).split())
    stages = desk.get(f"{PAGE}.csv").text.lstrip("\ufeff").splitlines()
    kinds = desk.get(f"{PAGE}.csv?by=kind").text.lstrip("\ufeff").splitlines()

    assert "1 20 6,0 20 6,0" in by_stage
    assert "Robo del vehículo 20 6,0" in by_kind
    assert f"{now():%Y-%m};kasko;documents;1;20;6.0;20;6.0" in stages
    assert kinds == ["process;stage;kind;measured;median_days", "kasko;documents;theft;20;6.0"]


def test_kinds_are_called_as_their_process_calls_them(api: People) -> None:
    stayed(api, announced(api.key, shipper(api), kind="theft")["id"], 2, kind="theft")

    page = " ".join(seen(at_desk(api.staff).speaking("es").get(f"{PAGE}?by=kind")).split())

    assert "Hurto 1 –" in page
