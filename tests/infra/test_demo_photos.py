"""The demo's photos are photos."""

from datetime import datetime

import pytest

from chalicelib.features.photos.imaging.stages import inspect, read_exif
from infra.demo_photos import SIZE, demo_photo

TAKEN_AT = datetime(2026, 3, 14, 15, 9, 26)  # noqa: DTZ001 - EXIF's local time
CODES = ["exterior", "damage", "vin", "odometer", "policyholder_policy", "injured_party_policy", "own_category"]


@pytest.mark.parametrize("category", CODES)
def test_a_demo_photo_can_be_filed(category: str) -> None:
    photo = demo_photo(category, 1, taken_at=TAKEN_AT)

    assert inspect(photo, declared_type="image/jpeg").upright == SIZE
    assert read_exif(photo).taken_at == TAKEN_AT
    assert len(photo) < 3_000_000


def test_only_another_number_makes_another_photo() -> None:
    photo = demo_photo("damage", 1, taken_at=TAKEN_AT)

    assert photo == demo_photo("damage", 1, taken_at=TAKEN_AT)
    assert photo != demo_photo("damage", 2, taken_at=TAKEN_AT)
