"""The evidence of a claim in the deployed system: made by its function, downloaded, checked by the script in it."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from ulid import ULID

from tests.claims.papers import announced
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.deployed.test_companies import Browser, damaged, insurer, known
from tests.evidence.bundles import zipped
from tests.support.pdfs import pdf
from tests.support.running import Form, call, eventually


def with_document(person: Browser, claim_id: str, data: bytes) -> None:
    """Start a claim and add its invoice, which is inspected."""
    version = person.call("GET", f"/claims/{claim_id}").json()["version"]
    assert person.call("POST", f"/claims/{claim_id}/moves", {"move": "start", "version": version}).status == 200
    made = person.call("POST", f"/claims/{claim_id}/documents", announced(data, "invoice"))
    assert made.status == 201, made.body
    assert Form(made.json()["upload"]["url"], made.json()["upload"]["fields"]).post(data).status == 201

    def state() -> Any:
        return person.call("GET", f"/claims/{claim_id}/documents").json()["items"][0]["state"]

    assert eventually(state, holds=lambda found: found != "reserved") == "received"


def evidence(system: System, claim_id: str) -> dict[str, bytes]:
    """Ask until the evidence of a claim is made; return its files."""
    found = eventually(
        lambda: insurer(system, f"/claims/{claim_id}/evidence.zip", method="GET"),
        holds=lambda answer: answer.status != 202,
    )
    assert found.status == 302, found.body
    with zipfile.ZipFile(io.BytesIO(call("GET", found.header("Location")).body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verified(files: dict[str, bytes], folder: Path, key: str) -> tuple[int, str]:
    """Run the script of a bundle over it, as somebody who has nothing else; return its exit code and words."""
    (folder / "verify.py").write_bytes(files["verify.py"])
    bundle = zipped(files, folder / "bundle.zip")
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py", bundle.name, "--key", key],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def test_b9_and_f10_the_evidence_is_sealed_and_an_altered_line_is_named(
    system: System, root: Root, tmp_path: Path
) -> None:
    """B9: all of the claim in one sealed file. F10: a line of the transcript altered: its number is named."""
    person, invoice = Browser(system, root, known(system, root, "administrator")), pdf()
    claim_id: str = insurer(system, "/claims", damaged(system["cargo"]["client_id"])).json()["id"]
    with_document(person, claim_id, invoice)
    messages = f"/claims/{claim_id}/messages"
    for number in (1, 3):
        assert person.call("POST", messages, {"id": str(ULID()), "text": f"Pregunta {number}"}).status == 201
        assert insurer(system, messages, {"id": str(ULID()), "text": f"Respuesta {number + 1}"}).status == 201
    (published,) = call("GET", f"{system['base_url']}/v1/claims/evidence-keys").json()["items"]

    files = evidence(system, claim_id)

    assert [data for name, data in files.items() if name.startswith("documents/")] == [invoice]
    code, words = verified(files, tmp_path, published["fingerprint"])
    assert (code, f"claim {claim_id}" in words, "whole, and sealed by this key" in words) == (0, True, True)

    transcript = json.loads(files["transcript.json"])
    said = [each["text"] for each in transcript["messages"]]
    line = said.index("Pregunta 3")
    transcript["messages"][line]["text"] = "Pregunta 3, otra"
    code, words = verified(
        {**files, "transcript.json": json.dumps(transcript).encode()}, tmp_path, published["fingerprint"]
    )
    number = transcript["messages"][line]["number"]
    assert code == 1
    assert f"transcript.json: the message {number} is not as it was written, or is missing" in words
    assert "transcript.json was changed" in words
