"""The cost of opening a HEIC file, before it is opened."""

import struct

import pytest

from chalicelib.features.photos.imaging import heif_boxes
from chalicelib.features.photos.imaging.heif_boxes import MAX_METADATA_BYTES, MAX_PROFILE_BYTES, require_modest
from tests.photos import photos_factory as photos

PHOTO, EXIF = 1, 2


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def full_box(kind: bytes, body: bytes, version: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24) + body)


def item_locations(length: int) -> bytes:
    """One extent of `length` bytes at offset 0 for the photo and one for its EXIF."""
    extent = struct.pack(">HHII", 0, 1, 0, length)
    return full_box(b"iloc", b"\x44\x00" + struct.pack(">HH", 2, PHOTO) + extent + struct.pack(">H", EXIF) + extent)


def references(uses: int) -> bytes:
    one = box(b"cdsc", struct.pack(">HHH", EXIF, 1, PHOTO))
    return full_box(b"iref", one * uses)


def container(*, length: int = 100, uses: int = 1, profile: int = 500, more: bytes = b"") -> bytes:
    properties = box(b"iprp", box(b"ipco", box(b"colr", bytes(profile))))
    meta = full_box(b"meta", item_locations(length) + references(uses) + properties + more)
    return box(b"ftyp", b"heic\0\0\0\0") + meta + box(b"mdat", bytes(length))


def test_a_real_container_is_modest() -> None:
    require_modest(photos.heic())
    require_modest(container())


@pytest.mark.parametrize(("length", "uses"), [(MAX_METADATA_BYTES + 1, 1), (14_000_000, 200), (1_000_000, 9)])
def test_metadata_that_shares_bytes_is_counted_each_time(length: int, uses: int) -> None:
    with pytest.raises(ValueError, match="metadata"):
        require_modest(container(length=length, uses=uses))


def test_metadata_up_to_the_limit_is_accepted() -> None:
    require_modest(container(length=MAX_METADATA_BYTES))


def test_an_item_without_a_length_is_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    data = container(length=0)
    monkeypatch.setattr(heif_boxes, "MAX_METADATA_BYTES", len(data) - 1)

    with pytest.raises(ValueError, match="metadata"):
        require_modest(data)


def test_a_colour_profile_is_small() -> None:
    require_modest(container(profile=MAX_PROFILE_BYTES))

    with pytest.raises(ValueError, match="profile"):
        require_modest(container(profile=MAX_PROFILE_BYTES + 1))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(container()[: -len(box(b"mdat", bytes(100))) - 1], id="cut short"),
        pytest.param(container(more=item_locations(1)), id="a second table of items"),
        pytest.param(container() + container(), id="two containers"),
        pytest.param(container(more=struct.pack(">I", 7) + b"free"), id="a box shorter than its header"),
        pytest.param(container(more=struct.pack(">I4sQ", 1, b"free", 2**63)), id="a box of exabytes"),
    ],
)
def test_malformed_containers_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"HEIC|unpack"):
        require_modest(data)


def test_what_a_phone_appends_is_passed_over() -> None:
    require_modest(container() + b"\xff\xff\xff\xffSEFT trailer")


def test_an_item_that_ends_after_the_file_is_missing() -> None:
    data = container(length=10_000)

    require_modest(data)
    with pytest.raises(ValueError, match="outside"):
        require_modest(data[:5_000])
