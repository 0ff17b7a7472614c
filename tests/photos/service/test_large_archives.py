"""Archives of large cases: in parts, and over the 4 GB that ZIP once had."""

import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws import photo_bucket
from chalicelib.aws.multipart import PART_BYTES
from chalicelib.features.photos import packing, service
from chalicelib.features.photos.model import ArchiveOrder
from chalicelib.features.photos.table import archives as rows
from tests.photos.archives import case_with_photos, open_queue, opened, ordered, orders, the_archive
from tests.support import sending
from tests.support.faults import between
from tests.support.world import World


@pytest.fixture(autouse=True)
def queue(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The queue of orders."""
    return open_queue(monkeypatch)


def test_a_large_case_goes_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = case_with_photos(world, 6)
    order, sizes = ordered(world, shown), []
    heavy = bytes(range(256)) * (5 * 1024 * 4)  # 5 MiB each
    read = photo_bucket.read

    def heavier(*args: Any, **options: Any) -> photo_bucket.Stored:
        found = read(*args, **options)
        return photo_bucket.Stored(data=found.data + heavy, version_id=found.version_id, stored_at=found.stored_at)

    def weigh(operation: str, given: dict[str, Any], call: Callable[[], Any]) -> Any:
        sizes.extend([len(given["Body"])] if operation == "UploadPart" else [])
        return call()

    monkeypatch.setattr(photo_bucket, "read", heavier)
    with between(weigh):
        service.make_archive(order)

    assert sizes[:-1] == [PART_BYTES] * 3
    assert 0 < sizes[-1] <= PART_BYTES
    held = opened(the_archive())
    assert [held[f"Повреждения-0{n + 1}.jpg"] == sending.photo(n) + heavy for n in range(6)] == [True] * 6


@pytest.mark.slow
def test_an_archive_over_4_gb_can_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shown = case_with_photos(world, 1)
    order, heavy = ordered(world, shown), bytes(15 * 1024 * 1024)
    path = tmp_path_factory.mktemp("large") / "archive.zip"
    (attachment,) = sending.attachments(world, shown)
    many = [attachment.model_copy(update={"id": f"pho_{n}", "file_name": f"Ф-{n:03d}.jpg"}) for n in range(290)]
    monkeypatch.setattr(rows, "read_attachments", lambda *_: many)
    digest = packing.digest(packing.entries(many))
    stored = photo_bucket.Stored(data=heavy, version_id=None, stored_at=attachment.received_at)
    monkeypatch.setattr(photo_bucket, "read", lambda *_, **__: stored)

    with path.open("wb") as file, between(lambda *call: uploaded(file, *call)):
        service.show_archive(world.admin, shown.request.case_id)
        (body,) = orders()
        assert ArchiveOrder.model_validate_json(body).digest == digest != order.digest
        service.make_archive(ArchiveOrder.model_validate_json(body))

    assert path.stat().st_size > 2**32
    with zipfile.ZipFile(path) as archive:
        assert len(archive.infolist()) == 291
        last = archive.infolist()[-1]
        assert last.header_offset > 2**32
        assert archive.read(last) == heavy


def uploaded(file: Any, operation: str, given: dict[str, Any], call: Callable[[], Any]) -> Any:
    """Write parts into a file in place of a bucket; a block of zeros leaves a hole."""
    if operation == "UploadPart":
        for start in range(0, len(given["Body"]), 65536):
            block = given["Body"][start : start + 65536]
            file.seek(len(block), 1) if not block.strip(b"\0") else file.write(block)
        return {"ETag": '"0"'}
    if operation == "CompleteMultipartUpload":
        return {}
    return call()
