"""The rules of a request's states, and how photos are named."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from chalicelib.features.photos.model import OPEN, PhotoRequest, RequestStatus, Upload, UploadStatus, file_name
from chalicelib.tenancy.categories import Category

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAMAGE = Category(code="damage", labels={"ru": "Повреждения", "en": "Damage"}, min=2, max=3)
VIN = Category(code="vin", labels={"en": "VIN"})
STATES = list(RequestStatus)


def request(**said: Any) -> PhotoRequest:
    usual = {
        "id": "req_1",
        "account_id": "acc_1",
        "case_id": "case_1",
        "language": "ru",
        "categories": (DAMAGE, VIN),
        "channels": (),
        "created_at": NOW,
        "created_by": "user:1",
        "expires_at": NOW + timedelta(days=1),
    }
    return PhotoRequest.model_validate({**usual, **said})


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
def test_a_state_never_falls(before: RequestStatus, after: RequestStatus) -> None:
    risen = request(status=before).risen_to(after)

    assert STATES.index(risen.status) == max(STATES.index(before), STATES.index(after))
    assert risen.version == 2


@pytest.mark.parametrize("status", STATES)
def test_a_request_is_open_until_it_ends_or_its_time_is_over(status: RequestStatus) -> None:
    asked = request(status=status)

    assert asked.is_open(NOW) == (status in OPEN)
    assert not asked.is_open(asked.expires_at)


@pytest.mark.parametrize("status", STATES)
def test_a_request_reads_as_expired_before_the_sweep_has_written_it(status: RequestStatus) -> None:
    asked = request(status=status)

    assert asked.status_at(NOW) == status
    assert asked.status_at(asked.expires_at) == (RequestStatus.EXPIRED if status in OPEN else status)


@pytest.mark.parametrize(
    ("filed", "missing"),
    [
        ({}, ("damage", "vin")),
        ({"damage": 1, "vin": 1}, ("damage",)),
        ({"damage": 2, "vin": 0}, ("vin",)),
        ({"damage": 3, "vin": 1}, ()),
    ],
)
def test_what_is_missing_are_categories_with_fewer_filed_photos_than_asked_for(
    filed: dict[str, int], missing: tuple[str, ...]
) -> None:
    assert request(filed=filed, used={"damage": 3, "vin": 3}).missing == missing


@pytest.mark.parametrize(
    ("status", "minutes", "overdue"),
    [("reserved", -1, False), ("reserved", 0, True), ("reserved", 1, True), ("filed", 1, False), ("expired", 1, False)],
)
def test_only_what_is_still_awaited_is_overdue(status: str, minutes: int, overdue: bool) -> None:
    upload = Upload(
        account_id="acc_1",
        case_id="case_1",
        request_id="req_1",
        photo_id="p",
        category="vin",
        bytes=1,
        content_type="image/jpeg",
        sha256="0" * 64,
        reserved_at=NOW,
        due_at=NOW,
        status=UploadStatus(status),
    )

    assert upload.is_overdue(NOW + timedelta(minutes=minutes)) == overdue


@pytest.mark.parametrize(
    ("label", "number", "content_type", "name"),
    [
        ("Повреждения", 2, "image/jpeg", "Повреждения-02.jpg"),
        ("Повреждения", 100, "image/heic", "Повреждения-100.heic"),
        ('a/b\\c:d*e?f"g<h>i|j', 1, "image/png", "a_b_c_d_e_f_g_h_i_j-01.png"),
        ("../../etc", 1, "image/webp", "_.._etc-01.webp"),
        ("line\nbreak\u202egpj", 1, "image/jpeg", "line breakgpj-01.jpg"),
    ],
)
def test_a_photo_is_named_by_its_category_and_number(label: str, number: int, content_type: str, name: str) -> None:
    category = Category(code="own", labels={"ru": label})

    assert file_name(category, "ru", number=number, content_type=content_type) == name
