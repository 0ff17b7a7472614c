"""The rate of good photos that the page calls poor: `python -m bench quality`.

The page's own check (develop.js) runs in Chromium with the thresholds of features/photos/owner/quality.json. It judges
drawn photos of known kinds: PHOTOS of each, in the category that they are asked for in. They stand for measurements of
real ones: dashboards at night are dark with lit digits, cars by day have edges everywhere. Drawings are no proof of
rates in the field; they show the effect of changed thresholds.
"""

import io
import random
from collections.abc import Callable, Iterator, Mapping

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.table import Figure

PHOTOS = 40
MOST_FALSE, LEAST_TRUE = 0.02, 0.95
#: A figure without a target.
KNOWN_GAP = "gap"
_SIZE = (1280, 960)
Maker = Callable[[random.Random], Image.Image]


def figures() -> Iterator[Figure]:
    """Measure."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a browser is needed by few

    from chalicelib.features.photos.owner.quality import may_be_too_dark  # noqa: PLC0415
    from tests.photos.browser.modules.conftest import opened  # noqa: PLC0415
    from tests.photos.browser.modules.test_develop import developed  # noqa: PLC0415
    from tests.support.browser.devices import QUIET, executable  # noqa: PLC0415

    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable(), args=QUIET) as browser,
        opened(browser, "en") as lab,
    ):
        for (category, kind), (make, right) in _KINDS.items():
            photos = (_jpeg(make(random.Random(seed))) for seed in range(PHOTOS))
            said = [developed(lab, photo, dark=may_be_too_dark(category))["doubt"] for photo in photos]
            yield _figure(f"{category}, {kind}", [str(each) for each in said], right)


def _figure(name: str, said: list[str], right: str) -> Figure:
    shown = ", ".join(f"{each or 'no doubt'} {said.count(each) / len(said):.0%}" for each in sorted(set(said)))
    if right == KNOWN_GAP:
        return Figure(name, shown)
    if right:
        return Figure(name, shown, f"{right} >= {LEAST_TRUE:.0%}", said.count(right) >= LEAST_TRUE * len(said))
    return Figure(name, shown, f"no doubt >= {1 - MOST_FALSE:.0%}", said.count("") >= (1 - MOST_FALSE) * len(said))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _grain(image: Image.Image, dice: random.Random, strength: float) -> Image.Image:
    """Add the noise of a sensor."""
    noise = Image.effect_noise(image.size, strength * dice.uniform(0.7, 1.3)).convert("RGB")
    return Image.blend(image, noise, 0.08)


def _text(pen: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: float, fill: tuple[int, ...]) -> None:
    pen.text(at, words, fill=fill, font=ImageFont.load_default(size))


def _dashboard(dice: random.Random, *, ground: tuple[int, int, int], lit: tuple[int, int, int]) -> Image.Image:
    """Draw round instruments with their marks, and a display with the mileage."""
    image = Image.new("RGB", _SIZE, ground)
    pen = ImageDraw.Draw(image)
    for centre in (340, 940):
        pen.ellipse((centre - 260, 150, centre + 260, 670), outline=tuple(each // 2 for each in lit), width=4)
        for mark in range(9):
            _text(pen, (centre - 190 + 45 * mark, 220 + 40 * (mark % 3)), str(20 * mark), 34, lit)
    for line, words in enumerate(
        (f"{dice.randrange(1000, 400_000)} km", f"{dice.randrange(24):02d}:{dice.randrange(60):02d}")
    ):
        _text(pen, (470, 740 + 90 * line), words, 72, lit)
    return image


def _night_dashboard(dice: random.Random) -> Image.Image:
    lit = dice.choice([(230, 230, 240), (255, 120, 30), (90, 220, 120), (120, 170, 255)])
    return _grain(_dashboard(dice, ground=(6, 6, 8), lit=lit), dice, 30)


def _day_dashboard(dice: random.Random) -> Image.Image:
    level = dice.randrange(50, 110)
    return _grain(_dashboard(dice, ground=(level, level, level), lit=(240, 240, 235)), dice, 30)


def _car(dice: random.Random) -> Image.Image:
    """Draw a body of one colour with windows, wheels, a plate and a street."""
    image = Image.new("RGB", _SIZE, tuple(dice.randrange(120, 220) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(300):
        x, y = dice.randrange(_SIZE[0]), dice.randrange(620, _SIZE[1])
        shade = dice.randrange(60, 140)
        pen.rectangle((x, y, x + dice.randrange(3, 30), y + dice.randrange(2, 8)), fill=(shade, shade, shade))
    body = tuple(dice.randrange(20, 240) for _ in range(3))
    pen.rounded_rectangle((150, 380, 1130, 700), 90, fill=body)
    pen.polygon([(380, 380), (480, 220), (850, 220), (980, 380)], fill=body, outline=(20, 20, 20))
    pen.polygon([(420, 375), (500, 245), (640, 245), (640, 375)], fill=(60, 70, 80))
    for wheel in (330, 930):
        pen.ellipse((wheel - 90, 620, wheel + 90, 800), fill=(15, 15, 15), outline=(200, 200, 200), width=14)
    _text(pen, (540, 600), f"A{dice.randrange(100, 999)}BC77", 60, (250, 250, 250))
    return _grain(image, dice, 40)


def _damage(dice: random.Random) -> Image.Image:
    """Draw smooth paint with a dent's shade and scratches."""
    level = dice.randrange(70, 200)
    image = (
        Image.linear_gradient("L").resize(_SIZE).point(lambda value: level // 2 + value * level // 512).convert("RGB")
    )
    pen = ImageDraw.Draw(image)
    for _ in range(dice.randrange(12, 40)):
        x, y = dice.randrange(1100), dice.randrange(850)
        pen.line(
            (x, y, x + dice.randrange(20, 180), y + dice.randrange(-60, 60)),
            fill=(230, 230, 230),
            width=dice.randrange(1, 4),
        )
    return _grain(image, dice, 60)


def _label(dice: random.Random) -> Image.Image:
    """Draw a label with a vehicle identification number, in the shade of a door frame."""
    image = Image.new("RGB", _SIZE, (28, 28, 30))
    pen = ImageDraw.Draw(image)
    paper = dice.randrange(110, 230)
    pen.rectangle((180, 300, 1100, 640), fill=(paper, paper, paper))
    number = "".join(dice.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(17))
    for line, words in enumerate((number, "1950 kg", "2450 kg  0-1 1020 kg")):
        _text(pen, (220, 330 + 95 * line), words, 64, (10, 10, 10))
    return _grain(image, dice, 40)


def _unlit(dice: random.Random) -> Image.Image:
    return _car(dice).point([value // 14 for value in range(256)] * 3)


def _unsharp(dice: random.Random) -> Image.Image:
    return _car(dice).filter(ImageFilter.GaussianBlur(dice.uniform(5, 9)))


def _shapeless(dice: random.Random) -> Image.Image:
    """Return a photo blurred so far that the measure sees few steps of brightness between pixels."""
    return _car(dice).filter(ImageFilter.GaussianBlur(dice.uniform(14, 22)))


#: By category and subject: its drawing, and the page's right answer.
_KINDS: Mapping[tuple[str, str], tuple[Maker, str]] = {
    ("odometer", "a dashboard at night"): (_night_dashboard, ""),
    ("odometer", "a dashboard by day"): (_day_dashboard, ""),
    ("exterior", "a car by day"): (_car, ""),
    ("damage", "scratches"): (_damage, ""),
    ("vin", "a label"): (_label, ""),
    ("exterior", "a car without light"): (_unlit, "dark"),
    ("exterior", "a car out of focus"): (_unsharp, "blurred"),
    ("exterior", "a car without a shape"): (_shapeless, KNOWN_GAP),
}
