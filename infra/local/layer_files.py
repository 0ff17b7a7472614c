"""Zips of layers are saved once, each as a file beside the emulator's state.

The emulator writes them into its state as text, with each saving: of a layer of 33 MB that is 44 MB, and all callers
wait meanwhile. Runs in the emulator's environment: nothing of this project can be imported here; `service` is
ministack's module of Lambda.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ZIP = "_zip_data"


def save_apart(service: Any, folder: Path) -> None:
    """Keep the zips of layers in a folder, and out of the state."""
    get_state, restore_state = service.get_state, service._restore_state

    def get_without_zips() -> Any:
        state = get_state()
        kept = {_file(version, folder) for version in _versions(state)}
        for version in _versions(state):
            _write(_file(version, folder), version[_ZIP])
            version[_ZIP] = None
        for file in set(folder.glob("*.zip")) - kept:
            file.unlink()
        return state

    def restore_with_zips(state: Any) -> None:
        for version in _versions(state or {}):
            file = _file(version, folder)
            version[_ZIP] = file.read_bytes() if file.exists() else version[_ZIP]
        restore_state(state)

    service.get_state, service._restore_state = get_without_zips, restore_with_zips


def _versions(state: Any) -> Iterator[Any]:
    """Yield the versions of all layers of a state that have a zip, or had one."""
    layers = state.get("layers", {})
    for layer in getattr(layers, "_data", layers).values():
        yield from (version for version in layer["versions"] if version["Content"]["CodeSha256"])


def _file(version: Any, folder: Path) -> Path:
    digest = base64.b64decode(version["Content"]["CodeSha256"]).hex()
    return folder / f"{digest}.zip"


def _write(file: Path, content: bytes | None) -> None:
    if content and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".tmp")
        unfinished.write_bytes(content)
        unfinished.replace(file)
