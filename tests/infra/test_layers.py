"""Layers: their wheels and folders under the path that Python has, built once for each content."""

import zipfile
from pathlib import Path

import pytest

from infra import layers, wheels
from infra.system import FUNCTIONS, LAYERS
from infra.system.model import Layer
from tests.support.packaged import packaged_template

LAYER = Layer(name="press", requirements="requirements-press.txt", folders={"types": "press_types"})


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the requirements files that were installed, in place of pip."""
    seen: list[str] = []

    def install(requirements: Path, folder: Path) -> None:
        seen.append(requirements.name)
        (folder / "press").mkdir()
        (folder / "press" / "__init__.py").write_text("x = 1\n")

    monkeypatch.setattr(wheels, "install", install)
    return seen


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with the sources of LAYER."""
    (tmp_path / "requirements-press.txt").write_text("press==1.0\n")
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "A.ttf").write_bytes(b"A")
    (tmp_path / "build").mkdir()
    return tmp_path


def built(root: Path) -> Path:
    return layers.build_layer(LAYER, root=root, build_dir=root / "build")


def test_a_layer_has_its_wheels_compiled_and_its_folders(root: Path, installs: list[str]) -> None:
    with zipfile.ZipFile(built(root)) as archive:
        names = set(archive.namelist())

    assert {"python/press/__init__.py", "python/press_types/A.ttf"} < names
    assert any(name.startswith("python/press/__pycache__/__init__.") for name in names)
    assert all(name.startswith("python/") for name in names)


def test_a_layer_is_built_once_for_each_content(root: Path, installs: list[str]) -> None:
    first, again = built(root), built(root)
    (root / "types" / "A.ttf").write_bytes(b"B")
    other = built(root)

    assert (first == again, first == other) == (True, False)
    assert installs == ["requirements-press.txt"] * 2
    assert list((root / "build").iterdir()) == [other]


def test_a_layer_is_of_the_functions_that_name_it_alone() -> None:
    resources = packaged_template()["Resources"]

    users = {
        name: each["Properties"]["Layers"] for name, each in resources.items() if "Layers" in each.get("Properties", {})
    }
    assert users == {
        function.logical: [{"Ref": layer.logical} for layer in function.layers]
        for function in FUNCTIONS
        if function.layers
    }
    assert {name for name, each in resources.items() if each["Type"] == "AWS::Serverless::LayerVersion"} == {
        layer.logical for layer in LAYERS
    }
