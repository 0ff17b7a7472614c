"""PDF files of strangers: the refused ones, flags, and the picture of the first page."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.sandbox.allowance import Allowance, Unfinished, whole
from chalicelib.sandbox.pdf.examination import SANDBOX, examine_pdf
from chalicelib.sandbox.pdf.facts import PdfFacts, PdfFlag, PdfRefusal, UnacceptablePdf
from tests.support import pdfs
from tests.support.lambda_events import recorded_log


def look_at(data: bytes) -> PdfFacts:
    return examine_pdf(data, allowance=whole())


def refusal(data: bytes) -> PdfRefusal:
    with pytest.raises(UnacceptablePdf) as refused:
        look_at(data)
    return refused.value.reason


def picture(facts: PdfFacts) -> Image.Image:
    assert facts.preview is not None
    return Image.open(io.BytesIO(facts.preview))


def test_a_plain_file_has_pages_no_flags_and_a_picture_of_the_first() -> None:
    facts = look_at(pdfs.pdf(pages=3))

    assert (facts.pages, facts.flags) == (3, ())
    assert (picture(facts).format, picture(facts).size) == ("JPEG", (1131, 1600))


def test_a_file_that_takes_a_password_is_refused_and_one_that_only_its_owner_may_change_is_not() -> None:
    assert refusal(pdfs.locked(user="secret", owner="owner")) is PdfRefusal.ENCRYPTED
    assert look_at(pdfs.locked(user="", owner="owner")).pages == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", PdfRefusal.NOT_A_PDF, id="empty"),
        pytest.param(b"GIF89a" + bytes(100), PdfRefusal.NOT_A_PDF, id="GIF"),
        pytest.param(b"<html><script>alert(1)</script>" + pdfs.pdf(), PdfRefusal.NOT_A_PDF, id="HTML before it"),
        pytest.param(pdfs.pdf(pages=9)[:1000], PdfRefusal.BROKEN, id="half of it"),
        pytest.param(b"%PDF-1.7\n%%EOF", PdfRefusal.BROKEN, id="nothing in it"),
        pytest.param(pdfs.pdf(pages=0), PdfRefusal.BROKEN, id="no page"),
        pytest.param(pdfs.pdf(pages=301), PdfRefusal.TOO_MANY_PAGES, id="301 pages"),
    ],
)
def test_a_file_is_refused_for(data: bytes, reason: PdfRefusal) -> None:
    assert refusal(data) is reason


def test_300_pages_and_what_a_mailer_adds_behind_the_end_are_accepted() -> None:
    assert look_at(pdfs.pdf(pages=300) + b"\r\n-- \r\nsent by a mailer\r\n" + bytes(3000)).pages == 300


@pytest.mark.parametrize(
    "hide",
    [pdfs.opening, pdfs.opening_by_reference, pdfs.on_a_link, pdfs.after_another, pdfs.when_a_page_opens],
)
def test_a_file_that_starts_programs_is_refused_wherever_it_hides_that(
    hide: Callable[[dict[str, str]], bytes],
) -> None:
    assert refusal(hide(pdfs.LAUNCH)) is PdfRefusal.LAUNCHES
    assert PdfFlag.SCRIPTS in look_at(hide(pdfs.SCRIPT)).flags


def test_scripts_actions_at_opening_and_embedded_files_are_flagged_and_not_refused() -> None:
    assert look_at(pdfs.opening(pdfs.SCRIPT)).flags == (PdfFlag.SCRIPTS, PdfFlag.OPEN_ACTION)
    assert look_at(pdfs.opening({"/S": "/URI", "/URI": "(https://a.example)"})).flags == (PdfFlag.OPEN_ACTION,)
    assert look_at(pdfs.opening({"/S": "/GoTo"})).flags == ()
    assert look_at(pdfs.with_attachment()).flags == (PdfFlag.EMBEDDED_FILES,)


def test_the_fields_of_a_form_are_in_the_picture() -> None:
    shown = picture(look_at(pdfs.with_filled_form())).convert("L")

    assert shown.getpixel((100, 1500)) == 0
    assert shown.getpixel((1100, 100)) == 255


def test_a_huge_page_is_drawn_small_within_the_memory() -> None:
    facts = look_at(pdfs.pdf(size=(200_000, 200_000)))

    assert picture(facts).size == (1600, 1600)
    (child,) = SANDBOX.children
    status = Path(f"/proc/{child}/status").read_text().splitlines()
    assert next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) < 512 * 1024


def test_a_strip_and_a_page_without_a_size_are_no_obstacle() -> None:
    assert max(picture(look_at(pdfs.pdf(size=(1, 14_400)))).size) == 1600
    assert look_at(pdfs.pdf(size=(0, 0))).pages == 1


def test_a_page_that_takes_too_long_to_draw_has_no_picture() -> None:
    slow = pdfs.slow_to_draw()
    with recorded_log() as log:
        facts = examine_pdf(slow, allowance=Allowance(0.5))

    assert (facts.pages, facts.preview) == (1, None)
    assert log.named("decoder_stopped")
    with pytest.raises(Unfinished):
        examine_pdf(slow, allowance=Allowance(0.5, is_whole=False))


@settings(max_examples=150)
@given(place=st.floats(0, 1, exclude_max=True), bytes_there=st.binary(min_size=1, max_size=12))
def test_damage_anywhere_is_a_refusal_or_harmless_and_never_a_fault(place: float, bytes_there: bytes) -> None:
    data = bytearray(pdfs.on_a_link(pdfs.SCRIPT))
    at = int(place * len(data))
    data[at : at + len(bytes_there)] = bytes_there

    try:
        assert look_at(bytes(data)).pages > 0
    except UnacceptablePdf as refused:
        assert refused.reason in PdfRefusal
