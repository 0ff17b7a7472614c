"""B9: the evidence of a claim in one sealed file. Spoiled ones are found, and altered lines are named."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.features.claims.upkeep import forgetting as claims_forgetting
from chalicelib.features.conversations import forgetting as conversations_forgetting
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.table.rows import MessageRow
from chalicelib.features.evidence import sealing
from chalicelib.identity import keys as api_keys
from tests.claims.cases import claimed, shown
from tests.conversations.chats import asked
from tests.evidence.bundles import PAPER, bundle, fingerprint, verified, whole_claim, zipped
from tests.photos import archives as made
from tests.support.api.client import Api
from tests.support.api.people import People

Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def _queue(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    made.open_queue(monkeypatch)


@pytest.fixture
def claim_id(api: People) -> str:
    return whole_claim(api)[1]


def url(claim_id: str) -> str:
    return f"/v1/claims/{claim_id}/evidence.zip"


def document_in(files: Files) -> str:
    (name,) = (each for each in files if each.startswith("documents/"))
    return name


def test_b9_the_evidence_has_all_of_the_claim_and_is_sealed(
    api: People, claim_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pending = api.key.get(url(claim_id))
    assert made.make_what_was_ordered() == 1
    files = made.opened(made.the_archive())

    assert pending.expect(202) == {"status": "pending", "files": 2, "retry_after": 3}
    found = api.viewer.get(url(claim_id))
    assert (found.status, "X-Amz-Signature" in found.headers["location"]) == (302, True)
    assert files[document_in(files)] == PAPER
    assert len([each for each in files if each.startswith("photos/")]) == 1
    history = json.loads(files["timeline.json"])
    assert {"claim.document.received"} <= {each["type"] for each in history["claim"]}
    assert "photo.filed" in {each["type"] for each in history["case"]}
    assert json.loads(files["claim.json"])["claim"]["id"] == claim_id
    (paper,) = json.loads(files["documents.json"])["documents"]
    assert (paper["file"], paper["bytes"]) == (document_in(files), len(PAPER))
    assert {"decisions.json", "deadlines.json", "photos.csv", "README.txt", "transcript.html"} < files.keys()
    said = [each["text"] for each in json.loads(files["transcript.json"])["messages"]]
    assert said == ["Pregunta 1", "Respuesta 2", "Pregunta 3", "Respuesta 4"]
    assert all(each in files["transcript.html"].decode() for each in said)
    code, words = verified(files, tmp_path, capsys, key=fingerprint(api))
    assert (code, f"claim {claim_id}" in words, "whole, and sealed by this key" in words) == (0, True, True)


def test_the_verifier_in_the_bundle_runs_by_itself(api: People, claim_id: str, tmp_path: Path) -> None:
    files = bundle(api, claim_id)
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    zipped(files, tmp_path / "bundle.zip")

    ran = subprocess.run(
        [sys.executable, "-I", "verify.py", "bundle.zip"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, fingerprint(api) in ran.stdout, ran.stderr) == (2, True, "")


def test_case_f10_the_verifier_names_the_altered_line_of_the_transcript(
    api: People, claim_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = bundle(api, claim_id)
    transcript = json.loads(files["transcript.json"])
    transcript["messages"][2]["text"] = "Pregunta 3, otra"
    files["transcript.json"] = json.dumps(transcript).encode()

    code, words = verified(files, tmp_path, capsys)

    assert code == 1
    assert "transcript.json: the message 3 is not as it was written, or is missing" in words
    assert "transcript.json was changed" in words


def test_case_f10_a_line_that_was_altered_in_the_table_is_named_too(
    api: People, claim_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = list(MessageRow.query(f"{api.account.id}#{claim_id}", consistent_read=True))[1]
    row.document = {**row.document, "text": "Otra respuesta"}
    row.save()

    files = bundle(api, claim_id)

    assert json.loads(files["transcript.json"])["wrong"] == 2
    code, words = verified(files, tmp_path, capsys, key=fingerprint(api))
    assert (code, "the message 2 is not as it was written" in words) == (1, True)


def _flipped(files: Files) -> None:
    name = document_in(files)
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])


def _left_out(files: Files) -> None:
    del files[document_in(files)]


def _added(files: Files) -> None:
    files["documents/99-more.pdf"] = PAPER


def _listed_anew(files: Files) -> None:
    """Change a file and the list, as somebody would who reads the verifier."""
    listed = json.loads(files["manifest.json"])
    files["README.txt"] = b"nothing"
    for each in listed["files"]:
        if each["name"] == "README.txt":
            each["sha256"] = hashlib.sha256(b"nothing").hexdigest()
    files["manifest.json"] = json.dumps(listed).encode()


def _stated_anew(files: Files) -> None:
    """Change the list, and the statement with it: the signature is of another one."""
    _listed_anew(files)
    sealed = json.loads(files["signature.json"])
    lines = sealed["statement"].splitlines()
    lines[-1] = f"manifest {hashlib.sha256(files['manifest.json']).hexdigest()}"
    sealed["statement"] = "\n".join(lines) + "\n"
    files["signature.json"] = json.dumps(sealed).encode()


def _unsigned(files: Files) -> None:
    del files["signature.json"]


def _cut(files: Files) -> None:
    """Leave out the last message, and say that there were three."""
    transcript = json.loads(files["transcript.json"])
    del transcript["messages"][-1]
    files["transcript.json"] = json.dumps(transcript).encode()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_flipped, "-Справка.pdf was changed"),
        (_left_out, "-Справка.pdf is missing"),
        (_added, "documents/99-more.pdf was added"),
        (_listed_anew, "manifest.json is not the one that was sealed"),
        (_stated_anew, "the signature is not that of the key in the bundle"),
        (_unsigned, "manifest.json or signature.json is missing"),
        (_cut, "the message 4 is not as it was written, or is missing"),
    ],
)
def test_a_spoiled_bundle_is_found(
    api: People, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Files], None], words: str
) -> None:
    files = bundle(api, whole_claim(api)[1])
    assert verified(files, tmp_path, capsys)[0] == 2
    spoil(files)

    code, said = verified(files, tmp_path, capsys)
    assert (code, words in said) == (1, True)


def test_a_bundle_that_another_key_sealed_is_found_by_the_published_one(
    api: People, claim_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published = fingerprint(api)
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "identity_key", lambda: b"another")
        files = bundle(api, claim_id)

    assert verified(files, tmp_path, capsys)[0] == 2
    code, words = verified(files, tmp_path, capsys, key=published)
    assert (code, "sealed by another key" in words) == (1, True)


def test_it_is_made_anew_after_each_change_and_else_stays(api: People) -> None:
    visitor, claim_id = whole_claim(api)
    bundle(api, claim_id)
    assert api.key.get(url(claim_id)).status == 302

    asked(visitor, claim_id, "¿Algo más?")
    after = api.key.get(url(claim_id)).status
    made.make_what_was_ordered()
    document = api.staff.get(f"/v1/claims/{claim_id}/documents").expect(200)["items"][0]
    api.staff.post(f"/v1/claims/{claim_id}/documents/{document['id']}/accept").expect(200)

    assert (after, len(made.keys()), api.key.get(url(claim_id)).status) == (202, 2, 202)


def test_a_document_that_is_removed_lives_on_in_no_evidence(api: People, claim_id: str) -> None:
    bundle(api, claim_id)
    document = api.staff.get(f"/v1/claims/{claim_id}/documents").expect(200)["items"][0]

    api.staff.delete(f"/v1/claims/{claim_id}/documents/{document['id']}").expect(204)

    assert made.keys() == set()


@pytest.mark.parametrize("forget", [claims_forgetting.forget, conversations_forgetting.forget])
def test_words_that_are_erased_live_on_in_no_evidence(
    api: People, claim_id: str, forget: Callable[[str, str], None]
) -> None:
    bundle(api, claim_id)

    forget(api.account.id, shown(api.key, claim_id)["client_id"])

    assert made.keys() == set()


def test_an_erased_conversation_is_no_altered_one(
    api: People, claim_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    threads.erase_messages(api.account.id, claim_id)

    files = bundle(api, claim_id)

    assert "Pregunta 1" not in files["transcript.html"].decode()
    assert verified(files, tmp_path, capsys, key=fingerprint(api))[0] == 0


def test_a_claim_without_anything_has_evidence_too(
    api: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    claim_id = claimed(api.staff)

    files = bundle(api, claim_id)

    assert verified(files, tmp_path, capsys, key=fingerprint(api))[0] == 0
    assert shown(api.key, claim_id)["id"] == claim_id


def test_who_may_not_see_the_photos_of_cases_gets_none(api: People, claim_id: str) -> None:
    _, secret = api_keys.add_api_key(account_id=api.account.id, name="Claims", scopes=frozenset({"claims:read"}))

    refused: Any = Api(f"Bearer {secret}").get(url(claim_id))

    assert (refused.status, "cases:read" in refused.text) == (403, True)
    assert api.stranger.get(url(claim_id)).status == 404
    assert made.orders() == []
