"""Files of clients for tests of the import."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

HEADINGS = ("Фамилия", "Имя", "Отчество", "Дата рождения", "E-mail", "Серия и номер", "Телефон")
ROW = ("Гевердава", "Вера", "Сергеевна", "23.01.1986", "vera@example.org", "45 17 123456", "8 (910) 937-03-41")


def csv_bytes(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def xlsx_bytes(*rows: Sequence[Any]) -> bytes:
    """Return a workbook with one sheet."""
    workbook, file = openpyxl.Workbook(), io.BytesIO()
    sheet: Any = workbook.active
    for row in rows:
        sheet.append(list(row))
    workbook.save(file)
    return file.getvalue()


def row_of(number: int) -> tuple[str, ...]:
    """Return the row of a client that no other row is."""
    letters = "".join("абвгдежзик"[int(digit)] for digit in f"{number:05}")
    return (
        f"Сидоров{letters}",
        "Пётр",
        "Иванович",
        "01.02.1980",
        f"p{number}@example.org",
        f"4510{number:06}",
        f"+7916{number:07}",
    )
