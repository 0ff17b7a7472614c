"""Check a bundle of a claim's evidence, without a network.

    python verify.py BUNDLE.zip [--key FINGERPRINT]

BUNDLE is the ZIP file, or the folder that it was unpacked into. FINGERPRINT is that of the key which the sender
publishes under /v1/claims/evidence-keys.

Exit codes: 0 whole, and sealed by that key. 1 not as it was sealed. 2 whole, by an unknown sealer: no key was named, or
the package `cryptography` is missing.
"""

import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

MANIFEST, SIGNATURE, TRANSCRIPT = "manifest.json", "signature.json", "transcript.json"
#: Fields of a message that its hash covers, and those of them that it covers only where they say something.
COVERED = ("id", "side", "author", "text", "at", "name", "attachments", "event")
LATER = ("name", "attachments", "event")


def read_bundle(path: Path) -> dict[str, bytes]:
    """Return the files of a bundle by name."""
    if path.is_dir():
        return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def faults_of(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the faults of a bundle: everything that is not as it was sealed."""
    if MANIFEST not in files or SIGNATURE not in files:
        yield f"{MANIFEST} or {SIGNATURE} is missing"
        return
    yield from _faults_of_list(files)
    if TRANSCRIPT in files:
        number = first_wrong(json.loads(files[TRANSCRIPT]))
        if number is not None:
            yield f"{TRANSCRIPT}: the message {number} is not as it was written, or is missing"


def _faults_of_list(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield files that are not those of the list, and a list that is not the sealed one."""
    listed = {each["name"]: each for each in json.loads(files[MANIFEST])["files"]}
    statement = json.loads(files[SIGNATURE])["statement"]
    if f"\nmanifest {hashlib.sha256(files[MANIFEST]).hexdigest()}\n" not in statement:
        yield f"{MANIFEST} is not the one that was sealed"
    for name, each in listed.items():
        if name not in files:
            yield f"{name} is missing"
        elif hashlib.sha256(files[name]).hexdigest() != each["sha256"]:
            yield f"{name} was changed"
    for name in files.keys() - listed.keys() - {MANIFEST, SIGNATURE}:
        yield f"{name} was added"


def first_wrong(transcript: Mapping[str, Any]) -> int | None:
    """Return the number of the first message that is not as it was written, or is missing; None: all are."""
    before, number = "", 0
    for each in transcript["messages"]:
        number += 1
        if each["number"] != number or not (each["erased"] or each["hash"] == hash_after(before, each)):
            return number
        before = each["hash"]
    if number < transcript["head"]:
        return number + 1
    return None if (number, before) == (transcript["head"], transcript["hash"]) else max(number, 1)


def hash_after(before: str, message: Mapping[str, Any]) -> str:
    """Return the hash that a message has behind another one's."""
    kept = {name: message[name] for name in COVERED if message[name] or name not in LATER}
    said = {**kept, "number": message["number"]}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{canonical}".encode()).hexdigest()


def signer_of(files: Mapping[str, bytes]) -> str | None:
    """Return the fingerprint of the key that sealed a bundle, "" for a wrong signature; None: it can't be checked."""
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - the rest works without it
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    except ImportError:
        return None
    sealed = json.loads(files[SIGNATURE])
    key = serialization.load_pem_public_key(sealed["key"].encode())
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return ""
    signature = base64.b64decode(sealed["signature"])
    try:
        key.verify(signature, sealed["statement"].encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return ""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(key.public_bytes(serialization.Encoding.DER, form)).hexdigest()


def main(arguments: list[str]) -> NoReturn:
    """Print the findings, and exit with their code."""
    match arguments:
        case [bundle]:
            key = ""
        case [bundle, "--key", key] | ["--key", key, bundle]:
            pass
        case _:
            sys.exit(str(__doc__))
    files = read_bundle(Path(bundle))
    signer = signer_of(files) if SIGNATURE in files else ""
    faults = [*faults_of(files), *_faults_of_signer(signer, key.lower())]
    for each in faults:
        _say(each)
    if faults:
        sys.exit(1)
    _say(json.loads(files[SIGNATURE])["statement"].rstrip())
    _say(_verdict(signer, key))
    sys.exit(0 if signer and key else 2)


def _faults_of_signer(signer: str | None, key: str) -> Iterator[str]:
    if signer == "":
        yield "the signature is not that of the key in the bundle"
    elif signer and key and signer != key:
        yield f"sealed by another key: {signer}"


def _verdict(signer: str | None, key: str) -> str:
    if signer is None:
        return "whole; install the Python package cryptography to check the signature"
    if not key:
        return f"whole; compare the key with the one that the sender publishes: {signer}"
    return "whole, and sealed by this key"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
