"""Reading of files as tables: encodings, delimiters, workbooks, and files that can't be read."""

import datetime
import io
import zipfile
from collections.abc import Callable

import pytest

from chalicelib.features.clients.importing.faults import MOST_BYTES, MOST_ROWS, UnreadableFile
from chalicelib.features.clients.importing.tables import Line, read_table
from chalicelib.features.clients.importing.workbooks import MOST_UNPACKED
from tests.clients.files import HEADINGS, ROW, csv_bytes, xlsx_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_r21_a_csv_file_is_read_whatever_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    table = read_table(csv_bytes(HEADINGS, ROW, delimiter=delimiter, encoding=encoding))

    assert (table.headings, list(table.rows)) == (HEADINGS, [Line(2, ROW)])


def test_a_single_column_and_the_line_that_tells_excel_the_delimiter() -> None:
    assert list(read_table("ФИО\nПетров Пётр".encode()).rows) == [Line(2, ("Петров Пётр",))]
    assert list(read_table("sep=|\nФамилия|Имя\nПетров|Пётр".encode()).rows) == [Line(3, ("Петров", "Пётр"))]


def test_rows_are_numbered_as_spreadsheets_show_them() -> None:
    data = csv_bytes(("",), ("Фамилия", "Комментарий"), ("Петров", '"две\r\nстроки"'), ("",), ("Сидоров",))

    table = read_table(data)

    assert table.headings == ("Фамилия", "Комментарий")
    assert [(each.number, each.cells) for each in table.rows] == [(3, ("Петров", "две\r\nстроки")), (5, ("Сидоров",))]


def test_r21_a_workbook_is_read_with_its_days_and_numbers() -> None:
    data = xlsx_bytes((), ("", "Дата", "Номер", "Доля"), ("", datetime.date(1986, 1, 23), 4517123456, 1.5))

    table = read_table(data)

    assert table.headings == ("", "Дата", "Номер", "Доля")
    assert list(table.rows) == [Line(3, ("", "1986-01-23", "4517123456", "1.5"))]


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def _bomb() -> bytes:
    return _zip(**{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": b" " * (MOST_UNPACKED + 1)})


def _far_apart() -> bytes:
    sheet = b'<sheetData><row><c r="A1"/></row><row><c s="1" r="XFD1048576"/></row></sheetData>'
    return _zip(**{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": sheet})


def _long() -> bytes:
    return "Фамилия\n".encode() + b"x\n" * (MOST_ROWS + 1)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"", "is empty"),
        (lambda: csv_bytes(HEADINGS), "is empty"),
        (lambda: csv_bytes(tuple("abc" * 40), ROW), "columns"),
        (lambda: b"x" * (MOST_BYTES + 1), "more than 10 MB"),
        (_long, "more than 50000 rows"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (lambda: b"PK\x03\x04 and no more", "damaged"),
        (lambda: xlsx_bytes(HEADINGS, ROW)[:-900], "damaged"),
        (lambda: _zip(word__document=b"<document/>"), "no Excel workbook"),
        (_bomb, "too large when it is unpacked"),
        (_far_apart, "too large when it is unpacked"),
        (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no table that can be read"),
        (lambda: 'Фамилия\n"Петров'.encode() + b"x" * 140_000, "quotation mark"),
    ],
)
def test_a_file_that_can_not_be_imported_says_why(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        list(read_table(make()).rows)
