"""The page's work on a photo's pixels: smaller copies of whole photos only, and white in place of transparency."""

import io
from collections.abc import Mapping
from statistics import fmean

import pytest
from PIL import Image, ImageDraw

from chalicelib.features.photos.owner.quality import may_be_too_dark, thresholds
from tests.photos.browser.modules.conftest import Lab, encoded
from tests.support.browser import photos

_LIMIT = 15 * 1024 * 1024
_DEVELOP = """async ({ laboratory }, data, zeros, type, limit, quality) => {
  const job = { bytes: bytes(data, zeros), type, longest: 64, shrink: true, limit, quality };
  const { doubt, small } = await laboratory()(job);
  return { doubt, small: small ? [...new Uint8Array(small)] : null };
}"""


def developed(
    lab: Lab, photo: bytes, kind: str = "image/jpeg", *, dark: bool = True, zeros: int = 0
) -> Mapping[str, object]:
    """Return the page's result for a photo and zeros after it: `doubt`, and `small`, a copy's bytes or None."""
    quality = {**thresholds()._asdict(), "dark": dark}
    found: Mapping[str, object] = lab.run("develop", _DEVELOP, encoded(photo), zeros, kind, _LIMIT, quality)
    return found


def jpeg(mode: str = "RGB", **how: object) -> bytes:
    """Return a JPEG of 403 by 301, so that its last blocks are not full."""
    out = io.BytesIO()
    photos.noise(seed=9, width=404, height=304).crop((0, 0, 403, 301)).convert(mode).save(out, "JPEG", **how)
    return out.getvalue()


BASELINE: dict[str, bytes] = {
    "4:2:0": jpeg(subsampling=2),
    "4:2:2": jpeg(subsampling=1),
    "4:4:4": jpeg(subsampling=0, quality=95),
    "grey": jpeg("L"),
    "four colours": jpeg("CMYK"),
    "restarts": jpeg(restart_marker_blocks=7),
    "a restart each row": jpeg(restart_marker_rows=1),
    "codes of its own": jpeg(optimize=True),
}
PROGRESSIVE = jpeg(progressive=True)


def scan_of(photo: bytes) -> int:
    """Return the beginning of a JPEG's image data."""
    at = photo.index(b"\xff\xda")
    return at + 2 + int.from_bytes(photo[at + 2 : at + 4])


def damaged(photo: bytes) -> dict[str, bytes]:
    """Return a JPEG damaged in the ways of cards, cables and messengers. Each has an end as if it were whole."""
    begin, end = scan_of(photo), b"\xff\xd9"
    middle = (begin + len(photo)) // 2
    cuts = {f"{part} % and the end": begin + (len(photo) - begin) * part // 100 for part in (1, 10, 50, 90, 99)}
    return {
        **{name: photo[:cut].rstrip(b"\xff") + end for name, cut in cuts.items()},
        "zeros in place of the second half": photo[:middle] + bytes(len(photo) - middle - 2) + end,
        "other bytes in place of the second half": photo[:middle]
        + b"\x5a\xc3\x17" * ((len(photo) - middle) // 3)
        + end,
        "a hole": photo[:middle] + bytes(900) + photo[middle + 900 :],
        "a piece is missing": photo[:middle] + photo[middle + 900 :],
        "no end": photo[:-2],
    }


@pytest.mark.parametrize("kind", BASELINE)
def test_a_whole_photo_is_made_smaller(shared_lab: Lab, kind: str) -> None:
    scan = scan_of(BASELINE[kind])
    samsung = BASELINE[kind][: scan - 3] + b"\0\0\0" + BASELINE[kind][scan:]  # "Invalid SOS parameters"
    noted = BASELINE[kind][:-2] + b"\x12\x34" + BASELINE[kind][-2:]  # "extraneous bytes before marker"

    for photo in (BASELINE[kind], BASELINE[kind] + b"a film", samsung, noted):
        assert developed(shared_lab, photo)["small"], kind


@pytest.mark.parametrize("kind", BASELINE)
def test_of_a_damaged_photo_no_copy_is_made_that_would_look_whole(shared_lab: Lab, kind: str) -> None:
    found = {name: developed(shared_lab, photo)["small"] for name, photo in damaged(BASELINE[kind]).items()}

    assert [name for name, small in found.items() if small] == []


@pytest.mark.parametrize(
    ("kind", "photo"), [("image/jpeg", PROGRESSIVE), ("image/png", photos.png(seed=9))], ids=["progressive", "PNG"]
)
def test_what_only_the_server_can_judge_goes_up_as_it_is_if_it_may(shared_lab: Lab, kind: str, photo: bytes) -> None:
    assert developed(shared_lab, photo, kind)["small"] is None
    assert developed(shared_lab, photo, kind, zeros=_LIMIT)["small"]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_is_transparent_is_white(shared_lab: Lab, form: str) -> None:
    page = Image.new("RGBA", (800, 600), (0, 0, 0, 0))
    pen = ImageDraw.Draw(page)
    for line in range(20, 580, 24):
        pen.text((20, line), "Договор КАСКО 2026-004711 " * 4, fill=(0, 0, 0, 255))
    out = io.BytesIO()
    page.save(out, form, lossless=True)

    made = developed(shared_lab, out.getvalue(), f"image/{form.lower()}", zeros=_LIMIT)

    assert made["doubt"] != "dark"
    assert isinstance(made["small"], list)
    with Image.open(io.BytesIO(bytes(made["small"]))) as small:
        assert fmean(small.convert("L").tobytes()) > 200


def test_a_dark_photo_is_doubted_but_where_a_dark_one_is_as_good(shared_lab: Lab) -> None:
    night = photos.dark(seed=3)

    assert developed(shared_lab, night)["doubt"] == "dark"
    assert developed(shared_lab, night, dark=False)["doubt"] != "dark"
    assert not may_be_too_dark("odometer")
    assert may_be_too_dark("exterior")
