"""The emulator's state: zips of layers are files beside it."""

import base64
import copy
import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from infra.local.layer_files import save_apart

ZIP = b"PK of a layer"


def version(content: bytes | None) -> dict[str, Any]:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode() if content else ""
    return {"Version": 1, "Content": {"CodeSha256": digest}, "_zip_data": content}


def service(*versions: dict[str, Any]) -> SimpleNamespace:
    """Return an emulator of Lambda with one layer."""
    made = SimpleNamespace(layers=SimpleNamespace(_data={("account", "region", "one"): {"versions": list(versions)}}))
    made.get_state = lambda: {"layers": copy.deepcopy(made.layers)}
    made._restore_state = lambda state: setattr(made, "layers", state["layers"])
    return made


def zips(made: SimpleNamespace) -> list[bytes | None]:
    return [each["_zip_data"] for layer in made.layers._data.values() for each in layer["versions"]]


def test_a_state_has_no_zips_and_is_whole_when_it_is_restored(tmp_path: Path) -> None:
    before, after = service(version(ZIP), version(None)), service()
    for each in (before, after):
        save_apart(each, tmp_path / "layers")

    state = before.get_state()
    assert ZIP not in repr(state).encode()
    assert zips(before) == [ZIP, None]

    after._restore_state(state)
    assert zips(after) == [ZIP, None]


def test_zips_of_layers_that_are_gone_are_removed(tmp_path: Path) -> None:
    made = service(version(ZIP))
    save_apart(made, tmp_path)
    made.get_state()
    assert len(list(tmp_path.iterdir())) == 1

    made.layers._data.clear()
    made.get_state()

    assert list(tmp_path.iterdir()) == []
