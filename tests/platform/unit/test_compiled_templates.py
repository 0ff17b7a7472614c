"""Templates compiled beforehand are read in place of compiling them, as long as their source is the same."""

import shutil
from pathlib import Path

import jinja2
import pytest

from chalicelib.base.templating import templates_in, write_compiled
from infra.package import compile_templates
from tests.architecture.source import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text("<p>{{ name }}</p>")
    write_compiled(tmp_path, root=tmp_path)
    return tmp_path


def _refuse(*_given: object, **_named: object) -> None:
    raise AssertionError("compiled")


def test_a_template_that_was_compiled_is_not_compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja2.Environment, "compile", _refuse)

    assert templates_in(folder).get_template("page.html").render(name="<b>") == "<p>&lt;b&gt;</p>"


def test_a_template_that_has_changed_is_compiled(folder: Path) -> None:
    (folder / "page.html").write_text("<h1>{{ name }}</h1>")

    assert templates_in(folder).get_template("page.html").render(name="a") == "<h1>a</h1>"


def test_byte_code_of_another_version_is_ignored(folder: Path) -> None:
    (folder / "compiled" / "page.html.code").write_bytes(b"j2")

    assert templates_in(folder).get_template("page.html").render(name="a") == "<p>a</p>"


def test_a_folder_without_byte_code_gets_none_by_use(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("here")

    assert templates_in(tmp_path).get_template("page.html").render() == "here"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_the_package_has_byte_code_of_all_templates_but_those_of_the_documents(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "chalicelib", tmp_path / "chalicelib", ignore=shutil.ignore_patterns("*.py", "locale"))

    compile_templates(tmp_path)

    templates = [path for path in tmp_path.rglob("templates/*") if path.is_file() and "docs" not in path.parts]
    assert [path for path in templates if not (path.parent / "compiled" / f"{path.name}.code").exists()] == []
    assert len(templates) > 60
