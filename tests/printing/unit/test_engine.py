"""Documents as PDF files: tags, text, the same bytes; and the refusal of characters that the fonts lack."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdfua import validate
from pypdf import PdfReader

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.printing import engine
from chalicelib.features.printing.contents import TemplateName
from chalicelib.features.printing.engine import FONTS, MOST_CHARACTERS, Unprintable
from tests.printing import examples

_PAGE = {"ru": "Страница 1 из", "es": "Página 1 de", "en": "Page 1 of"}


def printed(template: TemplateName = "e_policy", language: Language = "ru", *, holder: str = examples.HOLDER) -> bytes:
    return engine.print_pdf(
        template,
        examples.content(template, language, holder=holder),
        issuer=examples.issuer(language, logo=examples.logo() if language == "es" else b""),
        language=language,
        moment=examples.MOMENT,
    )


def findings(pdf: bytes, folder: Path) -> list[str]:
    """Return the findings of a checker of PDF/UA-1. It has a part of the rules: a floor, not a proof."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    return [finding.message for finding in validate(str(file)).findings]


def elements(pdf: bytes) -> list[tuple[str, str]]:
    """Return the elements of the tree of tags in reading order: kind, and the words in place of a picture."""

    def walk(node: Any) -> Iterator[tuple[str, str]]:
        found = node.get_object()
        if isinstance(found, list):
            for each in found:
                yield from walk(each)
        elif isinstance(found, dict):
            if "/S" in found:
                yield str(found["/S"]), str(found.get("/Alt", ""))
            if "/K" in found:
                yield from walk(found["/K"])

    return list(walk(PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", examples.TEMPLATES)
def test_case_21_a_document_is_tagged(template: TemplateName, language: Language, tmp_path: Path) -> None:
    pdf = printed(template, language)

    root: Any = PdfReader(BytesIO(pdf)).root_object
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"]), "/StructTreeRoot" in root) == (language, True, True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert findings(pdf, tmp_path) == []
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadata, re.DOTALL)


def test_tables_have_headings_and_pictures_have_words() -> None:
    tags = Counter(kind for kind, _ in elements(printed(language="es")))
    pictures = [said for kind, said in elements(printed(language="es")) if kind == "/Figure"]

    assert (tags["/H1"], tags["/Table"], tags["/THead"], tags["/TH"]) == (1, 1, 1, 3)
    assert (tags["/L"], tags["/LI"], tags["/Link"]) == (2, 5, 1)
    assert pictures == [
        "Logotipo: Puerto Seguro, Compañía de Seguros, S. A.",
        "Código QR: página que indica hasta cuándo es válida",
    ]


def test_further_pages_name_the_issuer() -> None:
    pages = PdfReader(BytesIO(printed("statement"))).pages

    assert len(pages) == 2
    assert "АО «Страховая компания „Причал“»" in pages[1].extract_text()


def test_case_21_its_text_can_be_read_out() -> None:
    pdf = printed()

    said = text_of(pdf)
    assert "Гевердава Вера Сергеевна" in said
    assert "1\u00a0250\u00a0000,00\u00a0₽" in said or "1 250 000,00 ₽" in said
    assert PdfReader(BytesIO(pdf)).metadata.title == "Страховой полис КАСКО АА 104338828"  # type: ignore[union-attr]
    assert examples.URL.encode() in pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_has_its_number(language: Language) -> None:
    assert _PAGE[language] in text_of(printed("statement", language))


def test_the_same_data_give_the_same_bytes() -> None:
    assert printed() == printed()


def test_case_22_a_character_that_the_fonts_lack_is_refused_and_named() -> None:
    with pytest.raises(Unprintable) as refusal:
        printed(holder="李雷")

    assert refusal.value.glyphs == ("李", "雷")
    assert refusal.value.place == "李雷"


@pytest.mark.parametrize("glyph", ["😀", "✓", "т̆"])
def test_no_sign_is_replaced_silently(glyph: str) -> None:
    with pytest.raises(Unprintable) as refusal:
        printed(holder=f"Иванов {glyph}")

    assert set("".join(refusal.value.glyphs)) <= set(glyph)


def test_markup_in_a_name_is_text() -> None:
    name = '*b* #panic() $x$ <a> \\ @ref `c` // = "q" {{x}}'

    assert name in text_of(printed(holder=name))


@pytest.mark.parametrize("twin", ["1\u202f250\u202f000,00\u202f₽", "1\u2009250\u2009000,00\u2009₽"])
def test_narrow_spaces_become_wide_ones(twin: str) -> None:
    assert "1 250 000,00 ₽" in text_of(printed(holder=twin)).replace("\u00a0", " ")


def test_control_characters_are_no_text() -> None:
    assert "Анна Мария" in text_of(printed(holder="Анна\u0000\u202eМария")).replace("  ", " ")


def test_a_word_of_any_length_stays_on_the_page() -> None:
    pages = PdfReader(BytesIO(printed(holder="Ы" * 3000))).pages

    assert 1 < len(pages) < 10
    assert sum(page.extract_text().count("Ы") for page in pages) == 2 * 3000


def test_a_document_longer_than_anybody_reads_is_refused() -> None:
    with pytest.raises(Unprintable, match="characters are more than"):
        printed(holder="Ы " * MOST_CHARACTERS)


def test_a_light_colour_is_not_used_for_words(tmp_path: Path) -> None:
    light = examples.issuer().model_copy(update={"colour": "#ffe600"})

    pdf = engine.print_pdf(
        "e_policy", examples.content("e_policy"), issuer=light, language="ru", moment=examples.MOMENT
    )

    assert findings(pdf, tmp_path) == []


def test_pages_are_previewed() -> None:
    pages = engine.print_pages(
        "receipt", examples.content("receipt"), issuer=examples.issuer(), language="ru", moment=examples.MOMENT
    )

    assert [page[:4] for page in pages] == [b"\x89PNG"]


def test_the_fonts_are_those_that_were_taken() -> None:
    noted = dict(line.split()[::-1] for line in (FONTS[0] / "SHA256SUMS").read_text().splitlines())

    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS[0].glob("*.ttf")}
    assert found == noted
    assert "SIL OPEN FONT LICENSE" in (FONTS[0] / "OFL.txt").read_text(encoding="utf-8-sig")
