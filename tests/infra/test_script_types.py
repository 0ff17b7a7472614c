"""A compiler that can't be had is no wrong type, and a wrong type is no missing compiler."""

from pathlib import Path

import pytest

from infra import script_types


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that commands are looked for in first."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    return tmp_path


def put_npx(folder: Path, script: str) -> None:
    """Write a shell script as npx."""
    npx = folder / "npx"
    npx.write_text(f"#!/bin/sh\n{script}\n")
    npx.chmod(0o755)


def test_without_node_it_is_said_that_it_was_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert script_types.main() == 0
    assert "NOT RUN" in capsys.readouterr().out


@pytest.mark.parametrize("script", ["echo npm error code ENOTFOUND >&2; exit 1", "echo Version 0.0.1"])
def test_a_registry_that_does_not_answer_is_said_and_fails_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], script: str
) -> None:
    put_npx(folder, script)

    assert script_types.main() == 0
    out = capsys.readouterr().out
    assert out.startswith("NOT RUN")
    assert ("ENOTFOUND" in out) == ("ENOTFOUND" in script)


def test_an_npx_that_hangs_is_given_up(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script_types, "PATIENCE_SECONDS", 0.2)
    put_npx(folder, "exec tail -f /dev/null")

    assert script_types.main() == 0
    assert "within 0.2 s" in capsys.readouterr().out


def test_a_wrong_type_fails_and_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    version = f'case "$*" in *--version) echo Version {script_types.VERSION}; exit 0;; esac'
    put_npx(folder, f"{version}\necho 'main.js(1,1): error TS2322: wrong'; exit 2")

    assert script_types.main() == 2
    assert "TS2322" in capsys.readouterr().out


def test_the_settings_name_the_modules_of_the_page() -> None:
    settings = script_types.SETTINGS
    modules = settings.parent / "../../../../chalicelib/features/photos/owner/static"

    assert '"checkJs": true' in settings.read_text()
    assert '"strict": true' in settings.read_text()
    assert "../../../../chalicelib/features/photos/owner/static/*.js" in settings.read_text()
    assert (modules / "main.js").exists()
