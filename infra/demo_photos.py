"""Pictures that pass for a vehicle owner's photos, drawn for the demo: each shows the subject of its category."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (2400, 1800)
_ASPHALT, _SKY, _GLASS, _TYRE, _RIM = "#5b5d61", "#b9cbdc", "#2c3a47", "#17181a", "#b8bcc2"
_BODY = ("#8c1c1f", "#1f4e79", "#c9ccd1", "#2f4f3a")
_PAPER, _INK, _CHROME = "#f4f1e8", "#22242a", "#d7dade"
_DIGITS_OF_A_VIN = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"  # ISO 3779: no I, O, Q

Scene = Callable[[ImageDraw.ImageDraw, Random], None]


def demo_photo(category: str, number: int, *, taken_at: datetime) -> bytes:
    """Return a JPEG of 2400 x 1800 px with EXIF, for a category code. The same arguments return the same picture.

    A category of the account's own gets the picture of the whole car.
    """
    random = Random(f"{category}-{number}")  # noqa: S311 - a picture, not a secret
    image = Image.new("RGB", SIZE, _SKY)
    draw = ImageDraw.Draw(image)
    _SCENES.get(category, _whole_car)(draw, random)
    _caption(draw, f"{category.replace('_', ' ')} {number}")
    return _as_taken(image.filter(ImageFilter.GaussianBlur(1.2)), random, taken_at)


def _whole_car(draw: ImageDraw.ImageDraw, random: Random) -> None:
    body, left = random.choice(_BODY), random.randint(180, 320)
    draw.rectangle((0, 1150, *SIZE), fill=_ASPHALT)
    cabin = [(left + 420, 800), (left + 640, 520), (left + 1240, 520), (left + 1520, 800)]
    draw.polygon(cabin, fill=body)
    draw.polygon([(left + 500, 790), (left + 670, 570), (left + 920, 570), (left + 920, 790)], fill=_GLASS)
    draw.polygon([(left + 960, 790), (left + 960, 570), (left + 1220, 570), (left + 1420, 790)], fill=_GLASS)
    draw.rounded_rectangle((left, 790, left + 1800, 1160), radius=110, fill=body)
    draw.rounded_rectangle((left + 1700, 860, left + 1800, 940), radius=30, fill="#fff3c4")
    for axle in (left + 380, left + 1420):
        _wheel(draw, axle, 1160)


def _wheel(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.circle((x, y), 170, fill=_TYRE)
    draw.circle((x, y), 95, fill=_RIM)
    draw.circle((x, y), 25, fill=_TYRE)


def _damage(draw: ImageDraw.ImageDraw, random: Random) -> None:
    draw.rectangle((0, 0, *SIZE), fill=random.choice(_BODY))
    draw.line((0, 420, SIZE[0], 360), fill=_INK, width=10)
    x, y = random.randint(700, 1500), random.randint(700, 1100)
    for shade in range(12):
        draw.ellipse(
            (x - 420 + shade * 30, y - 260 + shade * 18, x + 420 - shade * 30, y + 260 - shade * 18), outline=_INK
        )
    for _ in range(random.randint(9, 16)):
        start = (x + random.randint(-500, 100), y + random.randint(-220, 220))
        end = (start[0] + random.randint(200, 620), start[1] + random.randint(-80, 80))
        draw.line((start, end), fill=_CHROME, width=random.randint(3, 14))


def _vin(draw: ImageDraw.ImageDraw, random: Random) -> None:
    draw.rectangle((0, 0, *SIZE), fill=_TYRE)
    draw.rounded_rectangle((260, 700, 2140, 1080), radius=30, fill=_CHROME)
    vin = "XTA" + "".join(random.choices(_DIGITS_OF_A_VIN, k=14))
    draw.text((1200, 890), vin, font=_font(150), fill=_INK, anchor="mm")


def _odometer(draw: ImageDraw.ImageDraw, random: Random) -> None:
    draw.rectangle((0, 0, *SIZE), fill="#0d0e10")
    for x in (720, 1680):
        draw.circle((x, 760), 470, outline=_CHROME, width=14)
        draw.line((x, 760, x + random.randint(-300, 300), 430), fill="#e0452f", width=16)
    draw.rounded_rectangle((850, 1330, 1550, 1510), radius=24, fill="#1d2a1f")
    draw.text((1200, 1420), f"{random.randint(8_000, 240_000):06d} km", font=_font(120), fill="#9ff0a8", anchor="mm")


def _policy(draw: ImageDraw.ImageDraw, random: Random) -> None:
    draw.rectangle((0, 0, *SIZE), fill="#7a5a3c")
    draw.rectangle((520, 90, 1880, 1710), fill=_PAPER)
    draw.text((1200, 230), "INSURANCE POLICY", font=_font(90), fill=_INK, anchor="mm")
    draw.text((1200, 350), f"No. {random.randint(10**9, 10**10 - 1)}", font=_font(70), fill=_INK, anchor="mm")
    for y in range(480, 1480, 62):
        draw.line((640, y, random.randint(1300, 1760), y), fill="#8d8f96", width=12)
    draw.circle((1560, 1500), 130, outline="#2c4fa0", width=12)


_SCENES: dict[str, Scene] = {
    "exterior": _whole_car,
    "damage": _damage,
    "vin": _vin,
    "odometer": _odometer,
    "policyholder_policy": _policy,
    "injured_party_policy": _policy,
}


def _caption(draw: ImageDraw.ImageDraw, text: str) -> None:
    draw.text((60, SIZE[1] - 60), text, font=_font(80), fill="white", anchor="ls", stroke_width=4, stroke_fill=_INK)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _as_taken(image: Image.Image, random: Random, taken_at: datetime) -> bytes:
    """Return a JPEG as a phone would write it: sensor noise, EXIF time, make and model."""
    width, height = SIZE[0] // 2, SIZE[1] // 2
    noise = Image.frombytes("L", (width, height), random.randbytes(width * height)).resize(SIZE).convert("RGB")
    exif = Image.Exif()
    exif.update({0x010F: "Osmotr", 0x0110: "Demo phone"})
    exif.get_ifd(0x8769)[0x9003] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    file = BytesIO()
    Image.blend(image, noise, 0.05).save(file, "JPEG", quality=86, exif=exif)
    return file.getvalue()
