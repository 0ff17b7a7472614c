"""HEIC photos of every kind of pixel are received; those of which a part is damaged are refused."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from chalicelib.features.photos.rejection import RejectionReason
from tests.photos import heic_damage_factory as heic
from tests.photos import photos_factory as photos
from tests.photos.large_factory import heic_grid
from tests.photos.stage_outcomes import outcome, rendered

PHOTOS = {"one picture": heic.noisy_heic, "tiles": heic.tiled_heic, "transparency": heic.transparent_heic}


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("bits", [8, 10, 12])
def test_a_heic_of_every_depth_is_received(mode: str, bits: int) -> None:
    result = rendered(heic.plain_heic(mode, bits))

    preview = Image.open(io.BytesIO(result.preview))
    assert preview.size == (heic.WIDTH, heic.HEIGHT)
    assert all(abs(value - 191) <= 3 for value in preview.tobytes())


@pytest.mark.parametrize("kind", PHOTOS)
def test_a_whole_heic_is_received(kind: str) -> None:
    data = PHOTOS[kind]()

    assert outcome(data) == outcome(photos.with_zip_tail(data)) == "received"


@pytest.mark.parametrize("kind", PHOTOS)
@pytest.mark.parametrize("harm", [heic.with_zeros, heic.with_erased_end, heic.with_ones])
def test_a_heic_damaged_within_its_coded_data_is_broken(kind: str, harm: Callable[[bytes, int], bytes]) -> None:
    data = PHOTOS[kind]()

    outcomes = {percent: outcome(harm(data, percent)) for percent in (5, 20, 35, 50, 65, 80, 95)}

    assert set(outcomes.values()) == {RejectionReason.BROKEN}, outcomes


@pytest.mark.parametrize("kind", PHOTOS)
def test_random_bytes_within_a_heic_are_nearly_always_seen(kind: str) -> None:
    data = PHOTOS[kind]()

    broken = [outcome(heic.with_random_bytes(data, percent)) != "received" for percent in range(2, 98, 4)]

    # By chance a decoder reads as many blocks out of rubbish as were there, and stops at the right place.
    assert sum(broken) >= 0.75 * len(broken)


@pytest.mark.parametrize("kind", PHOTOS)
def test_a_heic_cut_anywhere_is_broken(kind: str) -> None:
    data = PHOTOS[kind]()

    outcomes = {percent: outcome(data[: len(data) * percent // 100]) for percent in (10, 50, 90, 99)}

    assert set(outcomes.values()) == {RejectionReason.BROKEN}, outcomes


@pytest.mark.parametrize(
    "harm",
    [heic.without_configuration, heic.with_tile_of_another_kind, heic.without_tile],
)
def test_a_heic_with_a_tile_that_can_not_be_decoded_is_broken(harm: Callable[[bytes], bytes]) -> None:
    data = heic.tiled_heic()

    assert harm(data) != data
    assert outcome(harm(data)) == RejectionReason.BROKEN


@pytest.mark.parametrize("harm", [heic.with_tile_in_an_item, heic.with_tile_of_unknown_coding])
def test_a_heic_with_a_tile_that_is_not_described_is_broken(harm: Callable[[bytes], bytes]) -> None:
    data = heic_grid(2, 2, width=1000, height=1000)

    assert outcome(data) == "received"
    assert outcome(harm(data)) == RejectionReason.BROKEN
