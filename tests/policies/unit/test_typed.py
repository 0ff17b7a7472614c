"""Values typed for a product: its own fields, and a holder of a least age."""

from datetime import date

import pytest

from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Invalid
from chalicelib.features.clients.model import Client, ClientKind, Facts
from chalicelib.features.policies.product_defaults import usual_products
from chalicelib.features.policies.product_types import ProductField
from chalicelib.features.policies.rules import read_fields, read_insured
from chalicelib.features.policies.typed import TypedInsured, TypedVehicle

_POWER = ProductField(code="power", labels={"en": "Power"}, kind="number")
_MEASURED = usual_products()[0].model_copy(update={"fields": (_POWER,)})


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\n", None, ""])
def test_a_required_text_of_blanks_is_missing(blank: str | None) -> None:
    field = ProductField(code="address", labels={"en": "Address"})
    insured = usual_products()[0].model_copy(update={"fields": (field,)})

    with pytest.raises(Invalid) as wrong:
        read_fields(insured, {"address": blank})

    assert [each.pointer for each in wrong.value.errors] == ["/fields/address"]


@pytest.mark.parametrize(
    ("value", "read"), [("12,5", "12.5"), (" 7 ", "7"), ("-1.50", "-1.50"), (3, "3"), (2.5, "2.5")]
)
def test_a_number_is_digits_with_one_point_or_comma(value: object, read: str) -> None:
    assert read_fields(_MEASURED, {"power": value}) == {"power": read}


@pytest.mark.parametrize(
    "value", ["1e9", "1E2", "0x10", "1_000", "١٢", "NaN", "Infinity", ".5", "5.", "", "--1", True, [1]]
)
def test_another_notation_of_a_number_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        read_fields(_MEASURED, {"power": value})


@pytest.mark.parametrize(
    ("born", "begins", "old_enough"),
    [
        ("2008-02-29", "2026-02-28", False),
        ("2008-02-29", "2026-03-01", True),
        ("2008-02-28", "2026-02-28", True),
        ("2008-03-01", "2026-02-28", False),
    ],
)
def test_who_is_born_on_29_february_is_of_age_on_1_march(born: str, begins: str, old_enough: bool) -> None:
    holder = Client(
        id="cli_1",
        account_id="acc_1",
        base="house",
        facts=Facts(kind=ClientKind.PERSON, birth_date=date.fromisoformat(born)),
        created_at=now(),
        created_by="system",
        changed_at=now(),
    )
    sold = usual_products()[0].model_copy(update={"minimum_age": 18, "fields": ()})
    typed = TypedInsured(product=sold.code, begins=date.fromisoformat(begins), vehicle=TypedVehicle(plate="A123BC77"))

    def read() -> None:
        read_insured(sold, typed, holder, today=date(2026, 2, 1))

    if old_enough:
        read()
    else:
        with pytest.raises(Invalid, match="correcting") as wrong:
            read()
        assert [each.pointer for each in wrong.value.errors] == ["/client_id"]


@pytest.mark.parametrize("written", ["1 Dec 2026", "01 dec 2026", "1 December, 2026", "1 Dec. 2026"])
def test_a_day_is_read_as_english_pages_write_it(written: str) -> None:
    assert read_date(written) == date(2026, 12, 1)


@pytest.mark.parametrize("written", ["31 Feb 2026", "1 Foo 2026", "Dec 1 2026", "1 Dec 26"])
def test_another_day_with_a_name_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="date of the calendar"):
        read_date(written)
