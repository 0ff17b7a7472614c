"""A photo of which a part is missing is refused, and a photo that is only written oddly is not."""

from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image

from chalicelib.features.photos.imaging import Renditions
from chalicelib.features.photos.imaging.logos import draw_logo
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.photos import damage_factory as damage
from tests.photos import photos_factory as photos
from tests.photos.arithmetic_factory import arithmetic_jpegs
from tests.photos.stage_outcomes import outcome, rendered

WAYS = list(damage.jpegs())
SEQUENTIAL = [way for way in WAYS if "progressive" not in way]
Damage = Callable[[bytes, int], bytes]
DAMAGES: list[Damage] = [
    damage.cut,
    damage.erased,
    damage.garbled,
    damage.garbled_without_markers,
    damage.repeated,
    damage.filled,
]


@cache
def undamaged(way: str) -> Renditions:
    """Return the renditions of a JPEG as it was made: many tests compare theirs with them."""
    return rendered(damage.jpegs()[way])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("harm", DAMAGES)
def test_a_jpeg_whose_second_part_is_not_its_own_is_broken(way: str, harm: Damage) -> None:
    data = damage.jpegs()[way]

    outcomes = {percent: outcome(harm(data, percent)) for percent in (3, 25, 50, 75, 90, 97, 99)}

    assert set(outcomes.values()) == {RejectionReason.BROKEN}, outcomes


@pytest.mark.parametrize("way", WAYS)
def test_a_jpeg_with_a_hole_of_zeros_is_broken(way: str) -> None:
    data = damage.jpegs()[way]

    outcomes = {percent: outcome(damage.with_hole(data, percent)) for percent in (10, 30, 50, 70, 85)}

    assert set(outcomes.values()) == {RejectionReason.BROKEN}, outcomes


@pytest.mark.parametrize("way", ["4:2:0", "own tables", "restarts"])
@pytest.mark.parametrize("harm", [damage.with_block_again, damage.without_block, damage.with_block_twice])
def test_a_jpeg_with_a_block_in_the_wrong_place_is_broken(way: str, harm: Callable[[bytes, int, int], bytes]) -> None:
    data = damage.jpegs()[way]

    outcomes = {percent: outcome(harm(data, percent, 512)) for percent in (20, 35, 50, 65, 80)}

    # By chance the rest of a picture has as many blocks as it had.
    assert sum(each == RejectionReason.BROKEN for each in outcomes.values()) >= len(outcomes) - 1, outcomes


def test_a_large_jpeg_with_a_block_twice_is_broken() -> None:
    data = damage.large_jpeg()

    assert outcome(data) == "received"
    assert outcome(damage.with_block_twice(data, 50, 512)) == RejectionReason.BROKEN


@pytest.mark.parametrize("way", [way for way in SEQUENTIAL if way != "4:4:4"])
def test_a_jpeg_lacks_no_byte(way: str) -> None:
    data = damage.jpegs()[way].removesuffix(damage.EOI)

    lacking = {outcome(data[:-missing] + end) for missing in (1, 3) for end in (b"", damage.EOI)}

    assert lacking == {RejectionReason.BROKEN}


@pytest.mark.parametrize("way", arithmetic_jpegs())
def test_a_jpeg_of_arithmetic_coding_is_received_when_it_is_whole(way: str) -> None:
    data = arithmetic_jpegs()[way]

    assert rendered(data) == rendered(data.removesuffix(damage.EOI)) == rendered(data[:-1])
    assert way == "flat" or outcome(data[: len(data) // 2] + damage.EOI) == RejectionReason.BROKEN


@pytest.mark.parametrize(("marker", "bits"), [(0xC0, 12), (0xC1, 12), (0xC3, 8), (0xC5, 8), (0xCB, 8)])
def test_a_jpeg_that_browsers_do_not_show_is_of_a_type_that_is_not_accepted(marker: int, bits: int) -> None:
    assert outcome(damage.of_another_coding(marker, bits=bits)) == RejectionReason.UNSUPPORTED_TYPE


@pytest.mark.parametrize("way", WAYS)
def test_a_jpeg_without_its_last_bytes_is_broken(way: str) -> None:
    data = damage.jpegs()[way]

    assert outcome(data[:-30]) == outcome(data[:-30] + damage.EOI) == RejectionReason.BROKEN


@pytest.mark.parametrize("way", WAYS)
def test_a_jpeg_of_which_only_the_end_marker_is_missing_is_received(way: str) -> None:
    data = damage.jpegs()[way]

    assert rendered(data.removesuffix(damage.EOI)) == undamaged(way)
    assert rendered(data[:-1]) == undamaged(way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(b"\0\0\0\x18ftypmp42" + bytes(5000), id="mp4"),
        pytest.param(photos.with_zip_tail(b""), id="zip"),
        pytest.param(photos.small_jpeg(), id="another jpeg"),
        pytest.param(bytes(5000), id="zeros"),
    ],
)
def test_what_follows_the_end_of_a_jpeg_does_not_matter(way: str, tail: bytes) -> None:
    data = damage.jpegs()[way]

    assert rendered(data + tail) == undamaged(way)


@pytest.mark.parametrize("way", SEQUENTIAL)
def test_scan_parameters_of_a_sequential_jpeg_do_not_matter(way: str) -> None:
    data = damage.with_odd_scan_parameters(damage.jpegs()[way])

    assert outcome(data) == "received"
    assert outcome(damage.cut(data, 50)) == RejectionReason.BROKEN


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stray", [b"\x01", b"\x12\x34\x56", bytes(range(1, 60)), bytes(3000)])
def test_stray_bytes_before_the_end_marker_do_not_matter(way: str, stray: bytes) -> None:
    data = damage.jpegs()[way]

    assert rendered(damage.with_stray_bytes(data, damage.EOI, stray)) == undamaged(way)


@pytest.mark.parametrize("size", [(8, 8), (17, 33), (1000, 1), (640, 480)])
@pytest.mark.parametrize("options", [{}, {"restart_marker_blocks": 3}, {"subsampling": 0}])
def test_a_jpeg_of_any_size_with_data_left_over_is_broken(size: tuple[int, int], options: dict[str, int]) -> None:
    data = photos.saved(damage.detailed_picture().resize(size), "JPEG", **options)
    more = {count: data.removesuffix(damage.EOI) + bytes(range(1, 201)) * count + damage.EOI for count in (2, 30)}

    assert outcome(data) == "received"
    assert {outcome(longer) for longer in more.values()} == {RejectionReason.BROKEN}


@pytest.mark.parametrize("way", SEQUENTIAL)
@pytest.mark.parametrize("marker", [b"\xff\xdb", b"\xff\xda", b"\xff\xc4"])
def test_stray_bytes_between_segments_do_not_matter(way: str, marker: bytes) -> None:
    data = damage.jpegs()[way]

    assert rendered(damage.with_stray_bytes(data, marker)) == undamaged(way)


def test_stray_bytes_do_not_hide_damage() -> None:
    data = damage.with_stray_bytes(damage.jpegs()["4:2:0"], b"\xff\xda")

    assert outcome(damage.cut(data, 70)) == RejectionReason.BROKEN


@pytest.mark.parametrize("number", range(1, 10))
def test_a_progressive_jpeg_without_one_of_its_scans_is_broken(number: int) -> None:
    assert outcome(damage.without_scan(damage.jpegs()["progressive"], number)) == RejectionReason.BROKEN


@pytest.mark.parametrize("colour", ["black", "white", "#808080", "#3070c0"])
@pytest.mark.parametrize("options", [{}, {"optimize": True}, {"progressive": True}])
def test_a_jpeg_of_one_colour_is_received(colour: str, options: dict[str, bool]) -> None:
    data = photos.saved(Image.new("RGB", (1200, 800), colour), "JPEG", **options)

    assert outcome(data) == "received"
    assert outcome(damage.cut(data, 60)) == RejectionReason.BROKEN


def test_a_later_revision_of_jfif_does_not_matter() -> None:
    data = damage.jpegs()["progressive"]

    assert rendered(data.replace(b"JFIF\0\1\1", b"JFIF\0\2\1")) == rendered(data)


def test_a_logo_of_which_a_part_is_missing_is_broken() -> None:
    data = damage.jpegs()["4:2:0"]

    assert draw_logo(data)
    with pytest.raises(Unacceptable) as refused:
        draw_logo(damage.erased(data, 50))
    assert refused.value.reason is RejectionReason.BROKEN


PNGS: dict[str, dict[str, object]] = {
    "plain": {},
    "palette": {"mode": "P"},
    "animated": {"save_all": True, "append_images": [Image.effect_noise(damage.SIDES, 50).convert("RGB")]},
}
WEBPS: dict[str, dict[str, object]] = {
    "lossy": {},
    "with transparency": {"mode": "RGBA"},
    "animated": {"save_all": True, "append_images": [Image.effect_noise(damage.SIDES, 50).convert("RGB")]},
}


def saved(kind: str, options: dict[str, object]) -> bytes:
    mode = str(options.get("mode", "RGB"))
    others = {name: value for name, value in options.items() if name != "mode"}
    return photos.saved(damage.detailed_picture().convert(mode), kind, **others)


@pytest.mark.parametrize("way", PNGS)
def test_a_png_of_which_a_part_is_missing_or_wrong_is_broken(way: str) -> None:
    data = saved("PNG", PNGS[way])
    places = [len(data) * percent // 100 for percent in (10, 40, 60, 75, 90, 99)]
    cut = [data[:at] for at in places]
    erased = [data[:at] + bytes(len(data) - at) for at in places]
    changed = [data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :] for at in places]

    assert {outcome(damaged) for damaged in (*cut, *erased, *changed)} == {RejectionReason.BROKEN}


@pytest.mark.parametrize("way", PNGS)
def test_a_png_of_which_only_the_end_is_missing_is_received(way: str) -> None:
    data = saved("PNG", PNGS[way])

    assert all(rendered(data[:-missing]) == rendered(data) for missing in (1, 4, 8, 12))
    assert rendered(photos.with_zip_tail(data)) == rendered(data)
    assert outcome(data[:-13]) == RejectionReason.BROKEN


@pytest.mark.parametrize("way", WEBPS)
def test_a_webp_of_which_a_part_is_missing_or_erased_is_broken(way: str) -> None:
    data = saved("WEBP", WEBPS[way])
    places = [len(data) * percent // 100 for percent in (20, 40, 60, 80)]

    assert {outcome(data[:at]) for at in (*places, len(data) - 1)} == {RejectionReason.BROKEN}
    assert {outcome(data[:at] + bytes(len(data) - at)) for at in places} == {RejectionReason.BROKEN}
    assert {outcome(data[:at] + bytes(1000) + data[at + 1000 :]) for at in places} == {RejectionReason.BROKEN}


@pytest.mark.parametrize("way", WEBPS)
def test_a_whole_webp_is_received(way: str) -> None:
    data = saved("WEBP", WEBPS[way])

    assert rendered(photos.with_zip_tail(data)) == rendered(data)


@pytest.mark.parametrize("options", [{}, {"method": 0}, {"lossless": True, "method": 0}, {"quality": 20}])
@pytest.mark.parametrize("flat_from", [0, 150, 500])
def test_a_webp_with_flat_parts_is_received(options: dict[str, object], flat_from: int) -> None:
    image = Image.effect_noise((800, 600), 60).convert("RGB")
    image.paste("white", (0, flat_from, *image.size))

    assert outcome(photos.saved(image, "WEBP", **options)) == "received"
