"""Colours as `#rrggbb`, and how well they are read upon each other: WCAG 2.2."""

#: Below this share of a channel the curve of sRGB is a line; above this luminance black reads better than white.
_LINEAR, _LIGHT = 0.04045, 0.179


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_light(colour: str) -> bool:
    """Return True if black text reads better on a colour than white text."""
    return luminance(colour) >= _LIGHT
