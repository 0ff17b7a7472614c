"""Reading of files as tables: encodings, delimiters, workbooks, and files that can't be read."""

import csv
import datetime
import io
import string
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("line", "headings"),
    [
        ("Фамилия;Имя;Дата рождения;Серия, номер", ("Фамилия", "Имя", "Дата рождения", "Серия, номер")),
        ("ФИО;Телефон (моб., дом.)", ("ФИО", "Телефон (моб., дом.)")),
        ('"Фамилия, имя";Дата', ("Фамилия, имя", "Дата")),
        ('Surname,Given name,"E-mail; personal"', ("Surname", "Given name", "E-mail; personal")),
        ('\n\t\nФИО\t"Дата\nрождения; место"', ("ФИО", "Дата\nрождения; место")),
        ('sep="', ('sep="',)),
    ],
)
def test_the_delimiter_divides_the_headings_into_the_most(line: str, headings: tuple[str, ...]) -> None:
    assert read_table(f"{line}\nПетров".encode()).headings == headings


def test_r21_a_spanish_file_of_an_old_excel_keeps_its_letters() -> None:
    written = "Apellidos;Nombre;Nota\r\nGarcía Peña;José Ángel;1.º\r\n"

    assert list(read_table(written.encode("cp1252")).rows) == [Line(2, ("García Peña", "José Ángel", "1.º"))]


def test_a_title_above_the_headings_is_none_of_them() -> None:
    table = read_table(csv_bytes(("Клиенты на 01.01.2026", "", ""), (), HEADINGS, ROW))

    assert (table.headings, list(table.rows)) == (HEADINGS, [Line(4, ROW)])


def test_a_hidden_sheet_is_not_read() -> None:
    workbook, file = openpyxl.Workbook(), io.BytesIO()
    hidden: Any = workbook.active
    hidden.append(["ОСАГО"])
    hidden.append(["КАСКО"])
    hidden.sheet_state = "hidden"
    shown: Any = workbook.create_sheet("Клиенты")
    for row in (HEADINGS, ROW):
        shown.append(row)
    workbook.active = 1
    workbook.save(file)

    assert read_table(file.getvalue()).headings == HEADINGS


@pytest.mark.parametrize("above", ["", "sep=;\n"])
def test_an_open_quotation_mark_hides_no_rows(above: str) -> None:
    """It is told at the line in which it is, not at the end of the file."""
    data = f'{above}Фамилия;Имя\nПетров;"Пётр\nСидоров;Семён\nИванов;Иван\n'.encode()

    with pytest.raises(UnreadableFile) as refused:
        list(read_table(data).rows)

    assert refused.value.params == {"line": 3 if above else 2}


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


_WORKBOOK = xlsx_bytes(HEADINGS, ROW)


def _damaged(spots: list[tuple[int, int]]) -> bytes:
    """Return a workbook with some of its bytes changed."""
    file = bytearray(_WORKBOOK)
    for place, byte in spots:
        file[place % len(file)] = byte
    return bytes(file)


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
        (lambda: _damaged([(_WORKBOOK.index(b"xl/worksheets/") + 40, 255)]), "damaged"),
        (lambda: _zip(word__document=b"<document/>"), "no Excel workbook"),
        (_bomb, "too large when it is unpacked"),
        (_far_apart, "too large when it is unpacked"),
        ('Компания;ИНН\n"ООО "Лютик"";1\n'.encode, "not doubled inside of a cell"),
        (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no table that can be read"),
        (lambda: 'Фамилия\n"Петров'.encode() + b"x" * 140_000, "quotation mark"),
        (lambda: b'","' * 100_000, "quotation mark"),  # minutes for csv.Sniffer
    ],
)
def test_a_file_that_can_not_be_imported_says_why(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        list(read_table(make()).rows)


_CYRILLIC = "".join(map(chr, range(ord("А"), ord("я") + 1))) + "Ёё№«»"
_CELLS = {
    "cp1251": st.text(string.ascii_letters + string.digits + _CYRILLIC + " ;,\t\"'\r\n=+-.", max_size=20),
    "utf-8": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
}


def _rows(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Return rows of clients: none is blank, and the last cell is filled."""
    filled = cells.filter(lambda cell: bool(cell.strip()))
    last = st.tuples(st.lists(cells, min_size=6, max_size=6), filled)
    return st.lists(last.map(lambda row: [*row[0], row[1]]), min_size=1, max_size=5)


@given(st.data(), st.sampled_from(["utf-8", "utf-8-sig", "cp1251"]), st.sampled_from(";,\t"), st.booleans())
def test_r21_any_table_written_as_csv_is_read_equal(
    data: st.DataObject, encoding: str, delimiter: str, quoted: bool
) -> None:
    rows = data.draw(_rows(_CELLS["cp1251" if encoding == "cp1251" else "utf-8"]))
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(
        [HEADINGS, *rows]
    )

    table = read_table(file.getvalue().encode(encoding))

    assert table.headings == HEADINGS
    assert [list(each.cells) for each in table.rows] == rows


_IN_SHEETS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20)


@settings(max_examples=40, deadline=None)
@given(_rows(_IN_SHEETS.filter(lambda cell: not cell.startswith("=")).map(lambda cell: cell if cell.strip() else "")))
def test_r21_any_table_written_as_a_workbook_is_read_equal(rows: list[list[str]]) -> None:
    table = read_table(xlsx_bytes(HEADINGS, *rows))

    assert table.headings == HEADINGS
    assert [list(each.cells) for each in table.rows] == rows


_BYTES = st.integers(0, 255)
_BEGINNINGS = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xef\xbb\xbf", b'sep="\n', b'"', "ФИО;".encode())
_ANY_FILE = st.one_of(
    st.builds(bytes.__add__, st.sampled_from(_BEGINNINGS), st.binary(max_size=300)),
    st.lists(st.tuples(st.integers(min_value=0), _BYTES), min_size=1, max_size=8).map(_damaged),
    st.integers(0, len(_WORKBOOK)).map(lambda end: _WORKBOOK[:end]),
)


@settings(max_examples=300, deadline=None)
@given(_ANY_FILE)
def test_r21_any_bytes_are_a_table_or_a_fault_that_says_why(data: bytes) -> None:
    try:
        rows = list(read_table(data).rows)
    except UnreadableFile as fault:
        assert fault.message
    else:
        assert rows
