"""The content of an archive: distinct names, a list that no spreadsheet runs, a digest of exactly that."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.features.cases.model import Case, Vehicle
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.packing import archive_name, digest, entries, manifest

MOMENT = datetime(2026, 3, 14, 12, 9, 26, 500_000, tzinfo=UTC)


def photo(number: int = 1, **changes: Any) -> Attachment:
    known = Attachment(
        id=f"pho_{number}",
        account_id="acc",
        case_id="case",
        request_id="req",
        photo_id="P",
        category="damage",
        file_name=f"Повреждения-{number:02d}.jpg",
        content_type="image/jpeg",
        bytes=10,
        width=4,
        height=3,
        sha256="0" * 64,
        received_at=MOMENT,
        source="camera",
        key="k",
        version_id="v1",
        preview_key="p",
        thumbnail_key="t",
    )
    return known.model_copy(update=changes)


def case(**known: Any) -> Case:
    return Case(id="case_1", account_id="acc", created_at=MOMENT, created_by="user", changed_at=MOMENT, **known)


def rows(*photos: Attachment) -> list[list[str]]:
    return list(csv.reader(io.StringIO(manifest(entries(photos)).decode("utf-8-sig"))))


def names(*file_names: str) -> list[str]:
    return [entry.name for entry in entries([photo(n, file_name=name) for n, name in enumerate(file_names)])]


def test_names_that_are_the_same_to_a_file_system_get_numbers() -> None:
    assert names("VIN-01.jpg", "vin-01.jpg", "VIN-01.jpg", "manifest.csv") == [
        "VIN-01.jpg",
        "vin-01 (2).jpg",
        "VIN-01 (3).jpg",
        "manifest (2).csv",
    ]


@pytest.mark.parametrize("taken_at", ["2026-03-14T15:09:26+03:00", "2026-03-14T15:09:26"])
def test_the_manifest_says_what_is_known_of_each_photo(taken_at: str) -> None:
    header, row = rows(photo(camera="Osmotr Phone 7", taken_at=taken_at))

    assert dict(zip(header, row, strict=True)) == {
        "file_name": "Повреждения-01.jpg",
        "category": "damage",
        "sha256": "0" * 64,
        "bytes": "10",
        "received_at": "2026-03-14T12:09:26Z",
        "taken_at": taken_at,
        "camera": "Osmotr Phone 7",
    }
    assert manifest(entries([photo()])).startswith("\ufefffile_name,".encode())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    _, row = rows(photo(camera=f'{start}HYPERLINK("https://evil.example")', file_name=f"{start}cmd-01.jpg"))

    assert row[-1] == f'\'{start}HYPERLINK("https://evil.example")'
    assert row[0] == f"'{start}cmd-01.jpg"


def test_quotes_commas_and_lines_stay_in_their_cell() -> None:
    _, row = rows(photo(camera='A "B", C\nD'))

    assert row[-1] == 'A "B", C\nD'


@pytest.mark.parametrize("changes", [{"id": "pho_9"}, {"version_id": "v2"}, {"file_name": "x-01.jpg"}])
def test_another_photo_version_or_name_is_another_digest(changes: dict[str, Any]) -> None:
    before = digest(entries([photo(1), photo(2)]))

    assert digest(entries([photo(1), photo(2, **changes)])) != before
    assert digest(entries([photo(1)])) != before
    assert digest(entries([photo(1), photo(2, camera="another")])) == before


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"reference": "УБ-17", "vehicle": Vehicle(plate="A1")}, "УБ-17.zip"),
        ({"vehicle": Vehicle(plate="А123ВС77")}, "А123ВС77.zip"),
        ({}, "case_1.zip"),
        ({"reference": '../"A"/B\\C\n'}, "__A__B_C.zip"),
        ({"reference": "..", "vehicle": Vehicle(plate="A1")}, "A1.zip"),
    ],
)
def test_it_is_called_by_reference_else_plate_else_id(known: dict[str, Any], name: str) -> None:
    assert archive_name(case(**known)) == name
