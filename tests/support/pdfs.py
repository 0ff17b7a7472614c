"""PDF files for tests: plain ones, and those that hide something."""

import io
from collections.abc import Callable, Iterable

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

A4 = (595, 842)
LAUNCH = {"/S": "/Launch", "/F": "(calc.exe)"}
SCRIPT = {"/S": "/JavaScript", "/JS": "(app.alert(1))"}


def pdf(
    *, pages: int = 1, size: tuple[float, float] = A4, change: Callable[[PdfWriter], object] | None = None
) -> bytes:
    """Return a PDF of blank pages; `change` adds the rest."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(*size)
    if change is not None:
        change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def of_bytes(size: int) -> bytes:
    """Return a whole PDF of exactly so many bytes."""
    plain = pdf()
    head, mark, tail = plain.rpartition(b"startxref")
    return head + b"%" + b"x" * (size - len(plain) - 2) + b"\n" + mark + tail


def locked(*, user: str, owner: str) -> bytes:
    """Return a PDF that a user's password opens; an empty one opens for anybody."""
    return pdf(change=lambda writer: writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256"))


def with_attachment() -> bytes:
    """Return an invoice as Factur-X makes it: with its XML inside."""
    return pdf(change=lambda writer: writer.add_attachment("factur-x.xml", b"<rsm:CrossIndustryInvoice/>"))


def opening(action: dict[str, str]) -> bytes:
    """Return a PDF with an action when it is opened."""
    return pdf(change=lambda writer: _set(writer.root_object, "/OpenAction", made(action)))


def opening_by_reference(action: dict[str, str]) -> bytes:
    """Return a PDF whose opening action and its type are objects of their own."""

    def change(writer: PdfWriter) -> None:
        one = made(action)
        _set(one, "/S", writer._add_object(NameObject(action["/S"])))
        _set(writer.root_object, "/OpenAction", writer._add_object(one))

    return pdf(change=change)


def on_a_link(action: dict[str, str]) -> bytes:
    """Return a PDF with an action behind a link on its second page."""
    return pdf(pages=2, change=lambda writer: _annotate(writer, {"/Subtype": NameObject("/Link"), "/A": made(action)}))


def after_another(action: dict[str, str]) -> bytes:
    """Return a PDF with an action that follows a harmless one."""
    first = made({"/S": "/GoTo"})
    _set(first, "/Next", ArrayObject([made(action)]))
    return pdf(change=lambda writer: _set(writer.root_object, "/OpenAction", first))


def when_a_page_opens(action: dict[str, str]) -> bytes:
    """Return a PDF with an action when its page is shown."""

    def change(writer: PdfWriter) -> None:
        _set(writer.pages[0], "/AA", DictionaryObject({NameObject("/O"): made(action)}))

    return pdf(change=change)


def with_filled_form() -> bytes:
    """Return a PDF whose only mark on the page is a form's field that is filled with black."""

    def change(writer: PdfWriter) -> None:
        look = DecodedStreamObject()
        look.set_data(b"0 g 0 0 400 400 re f")
        look.update(_entries({"/Type": "/XObject", "/Subtype": "/Form"}))
        _set(look, "/BBox", RectangleObject((0, 0, 400, 400)))
        drawn = DictionaryObject({NameObject("/N"): writer._add_object(look)})
        field = _annotate(
            writer,
            {
                "/Subtype": NameObject("/Widget"),
                "/FT": NameObject("/Tx"),
                "/T": TextStringObject("name"),
                "/F": NumberObject(4),
                "/AP": drawn,
            },
        )
        _set(writer.root_object, "/AcroForm", DictionaryObject({NameObject("/Fields"): ArrayObject([field])}))

    return pdf(change=change)


def slow_to_draw(levels: int = 9) -> bytes:
    """Return a PDF whose page draws ten forms of ten forms, and so on for some levels."""

    def change(writer: PdfWriter) -> None:
        inner = _form(writer, b"0 0 1 1 re f", {})
        for _ in range(levels):
            inner = _form(writer, b"/X Do " * 10, {"/X": inner})
        page = writer.pages[0]
        stream = DecodedStreamObject()
        stream.set_data(b"/X Do")
        _set(page, "/Contents", writer._add_object(stream))
        _set(page, "/Resources", _resources({"/X": inner}))

    return pdf(change=change)


def made(entries: dict[str, str]) -> DictionaryObject:
    """Return an action of names and (texts)."""
    return _entries(entries)


def _form(writer: PdfWriter, drawn: bytes, inside: dict[str, object]) -> object:
    form = DecodedStreamObject()
    form.set_data(drawn)
    form.update(_entries({"/Type": "/XObject", "/Subtype": "/Form"}))
    _set(form, "/BBox", ArrayObject([FloatObject(each) for each in (0, 0, 600, 900)]))
    _set(form, "/Resources", _resources(inside))
    return writer._add_object(form)


def _resources(inside: dict[str, object]) -> DictionaryObject:
    objects = DictionaryObject({NameObject(name): each for name, each in inside.items()})
    return DictionaryObject({NameObject("/XObject"): objects})


def _annotate(writer: PdfWriter, entries: dict[str, object]) -> object:
    annotation = DictionaryObject({NameObject(name): each for name, each in entries.items()})
    _set(annotation, "/Type", NameObject("/Annot"))
    _set(annotation, "/Rect", RectangleObject((0, 0, 400, 400)))
    made = writer._add_object(annotation)
    _set(writer.pages[-1], "/Annots", ArrayObject([made]))
    return made


def _entries(entries: dict[str, str]) -> DictionaryObject:
    values: Iterable[tuple[str, object]] = (
        (name, NameObject(each) if each.startswith("/") else TextStringObject(each.strip("()")))
        for name, each in entries.items()
    )
    return DictionaryObject({NameObject(name): each for name, each in values})


def _set(where: DictionaryObject, name: str, value: object) -> None:
    where[NameObject(name)] = value
