"""Prints contents as PDF by Typst: tagged (PDF/UA-1), for archives (PDF/A-2a), the same bytes of the same data.

The one module that imports Typst, which is in the layer of one Lambda function. Data reach a template as JSON: markup
in a name is text.
"""

import base64
import json
import re
import struct
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst

from chalicelib.base.colours import contrast
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.printing.contents import Check, Content, Issuer, TemplateName

LAYOUTS = Path(__file__).with_name("layouts")
#: Here in the project, beside Typst in the layer: not every system that runs a layer puts it under /opt.
FONTS = (Path(__file__).with_name("fonts"), Path(str(typst.__file__)).parents[1] / "printing_fonts")
STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]
#: Characters of the data of a document: some 10,000 lines of a table, which take 5 s and 750 MB.
MOST_CHARACTERS = 600_000
#: The contrast of text upon white (WCAG 2.2, 1.4.3); a lighter colour of an account is for areas only.
READABLE = 4.5
_DARK = "#1d2733"
#: Signs that PT Sans lacks, by those that look the same: narrow and thin spaces, hyphens that join.
_TWINS = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2007": "\u00a0", "\u2011": "-", "\u2010": "-"})
#: Characters of a word, such as an e-mail address, from which on it gets places to break: it could leave its cell.
_LONG_WORD, _PIECE = 40, 20
_BREAK = "\u200b"
#: Of a diagnostic of Typst, one line for each character that the fonts lack.
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Characters of a text that is named to staff.
_SHOWN = 60
_PAGE_OF = N_("Page {page} of {pages}")
_LOGO_OF = N_("Logo: {name}")


class Unprintable(Exception):
    """The document can't be printed, now or later; the message is for developers.

    `glyphs`: the characters that the fonts lack, and `place`: the beginning of the first text with one of them.
    """

    def __init__(self, reason: str, *, glyphs: tuple[str, ...] = (), place: str = "") -> None:
        super().__init__(reason)
        self.glyphs = glyphs
        self.place = place


def print_pdf(
    template: TemplateName, content: Content, *, issuer: Issuer, language: Language, moment: datetime
) -> bytes:
    """Return a document as PDF; `moment` is its date. Raises Unprintable."""
    return _compiled(template, _data(content, issuer, language), moment, "pdf")[0]


def print_pages(
    template: TemplateName, content: Content, *, issuer: Issuer, language: Language, moment: datetime
) -> list[bytes]:
    """Return the pages of a document as PNG, for previews. Raises Unprintable."""
    return _compiled(template, _data(content, issuer, language), moment, "png")


def _compiled(template: str, data: dict[str, Any], moment: datetime, form: Any) -> list[bytes]:
    told = json.dumps(data, ensure_ascii=False)
    if len(told) > MOST_CHARACTERS:
        raise Unprintable(f"{len(told):,} characters are more than {MOST_CHARACTERS:,}")
    try:
        made, warnings = typst.compile_with_warnings(
            str(LAYOUTS / f"{template}.typ"),
            root=str(LAYOUTS),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=form,
            sys_inputs={"data": told},
            pdf_standards=STANDARDS if form == "pdf" else [],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise _unprintable(error, data) from error
    if warnings:
        raise _unprintable(warnings[0], data)
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    folder = next(each for each in FONTS if each.is_dir())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _data(content: Content, issuer: Issuer, language: Language) -> dict[str, Any]:
    colour = issuer.colour if contrast(issuer.colour, "#ffffff") >= READABLE else _DARK
    told: dict[str, Any] = _readable(content.model_dump(mode="json"))
    return {
        **told,
        "language": language,
        "issuer": {
            "name": _readable(issuer.name),
            "details": _readable(list(issuer.details)),
            "area": issuer.colour,
            "colour": colour,
            "logo": _logo(issuer.logo) if issuer.logo else "",
            "logo_alt": text(language, _LOGO_OF, name=_readable(issuer.name)),
        },
        "page_of": text(language, _PAGE_OF, page="%1", pages="%2"),
        "qr": _qr(content.check, colour) if content.check else "",
    }


def _readable(value: Any) -> Any:
    """Return texts as they can be printed: composed, without control characters, long words with places to break."""
    if isinstance(value, dict):
        return {name: each if name == "url" else _readable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return " ".join(map(_breakable, _plain(value).split(" "))) if isinstance(value, str) else value


def _plain(value: str) -> str:
    composed = unicodedata.normalize("NFC", value).translate(_TWINS)
    return "".join(each if unicodedata.category(each) not in {"Cc", "Cf", "Cs"} else " " for each in composed)


def _breakable(word: str) -> str:
    if len(word) <= _LONG_WORD:
        return word
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


def _qr(check: Check, colour: str) -> str:
    import segno  # noqa: PLC0415 - needed by few calls

    made = BytesIO()
    segno.make(check.url, error="m", micro=False).save(made, kind="svg", border=0, dark=colour, xmldecl=False)
    return made.getvalue().decode()


def _logo(png: bytes) -> str:
    """Return a PNG as SVG: data of a template are text."""
    width, height = struct.unpack(">II", png[16:24])
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{source}"/></svg>'
    )


def _unprintable(fault: typst.TypstError | typst.TypstWarning, data: dict[str, Any]) -> Unprintable:
    lacking = (_unescaped(each) for each in _LACKING.findall(fault.diagnostic))
    glyphs = tuple(dict.fromkeys(each for each in lacking))
    place = next((each for each in _texts(data) if any(glyph in each for glyph in glyphs)), "")
    return Unprintable(fault.message, glyphs=glyphs, place=place[:_SHOWN])


def _unescaped(glyph: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), glyph)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
