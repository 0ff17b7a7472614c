"""Bundles of evidence for tests: a claim with everything in it, its file, and the verdict of the verifier."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chalicelib.features.evidence import verify
from tests.cabinet.visitors import Visitor
from tests.claims.papers import filed
from tests.conversations.chats import answered, asked, in_area, moved
from tests.photos import archives as made
from tests.support.api.people import People
from tests.support.api.steps import asked as asked_for_photos
from tests.support.api.steps import photo_sent
from tests.support.pdfs import pdf

PAPER = pdf()


def whole_claim(api: People) -> tuple[Visitor, str]:
    """Return the browser of the client of a claim with a document, a photo and four messages, and its id."""
    visitor, claim_id = in_area(api)
    moved(api, claim_id, "start")
    filed(api.staff, claim_id, PAPER, "notice")
    photo_sent(asked_for_photos(api.staff, case_id=claim_id.replace("claim_", "case_"), phone="+79161234567"))
    for number in (1, 3):
        asked(visitor, claim_id, f"Pregunta {number}")
        answered(api.staff, claim_id, f"Respuesta {number + 1}")
    return visitor, claim_id


def bundle(api: People, claim_id: str) -> dict[str, bytes]:
    """Make the evidence of a claim; return its files."""
    api.viewer.get(f"/v1/claims/{claim_id}/evidence.zip").expect(202)
    assert made.make_what_was_ordered() == 1
    return made.opened(made.the_archive())


def zipped(files: Mapping[str, bytes], to: Path) -> Path:
    """Write a ZIP file with these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    to.write_bytes(held.getvalue())
    return to


def verified(files: Mapping[str, bytes], folder: Path, capsys: Any, *, key: str = "") -> tuple[int, str]:
    """Return the exit code of the verifier for a bundle, and its words."""
    path = zipped(files, folder / "bundle.zip")
    with pytest.raises(SystemExit) as ended:
        verify.main([str(path), *(["--key", key] if key else [])])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().out


def fingerprint(api: People) -> str:
    """Return the fingerprint of the key that everybody may read."""
    (key,) = api.nobody.get("/v1/claims/evidence-keys").expect(200)["items"]
    assert key["pem"].startswith("-----BEGIN PUBLIC KEY-----")
    found: str = key["fingerprint"]
    return found
