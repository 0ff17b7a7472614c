"""The import in a browser with and without script; test_agents_day.py has it in Russian on a phone."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.clients.files import HEADINGS, ROW, csv_bytes, row_of
from tests.support.browser.axe import violations
from tests.support.browser.desks import widest_overflow
from tests.support.browser.office import desk

WAYS: list[tuple[str, Literal["light", "dark"], int, bool]] = [
    ("en", "dark", 1280, True),
    ("es", "light", 1280, False),
]
_CHECK = {"en": "Upload and check", "es": "Subir y comprobar"}
_ADD = {"en": "Add 2 clients", "es": "Añadir 2 clientes"}
_DONE = {"en": "The import is finished", "es": "La importación ha terminado"}


def _file(folder: Path, first: int) -> Path:
    file = folder / "clients.csv"
    file.write_bytes(csv_bytes(HEADINGS, (*ROW[:3], "31.02.1990", *ROW[4:]), row_of(first), row_of(first + 1)))
    return file


@pytest.mark.parametrize(("language", "scheme", "width", "script"), WAYS)
def test_a_file_becomes_clients(
    chromium: Browser,
    system: Mapping[str, Any],
    tmp_path: Path,
    language: str,
    scheme: Literal["light", "dark"],
    width: int,
    script: bool,
) -> None:
    options: dict[str, Any] = {"color_scheme": scheme, "bypass_csp": True, "java_script_enabled": script}
    first = {"en": 20, "es": 30}[language]
    with desk(chromium, system, language=language, width=width, **options) as page:
        page.goto(f"{system['base_url']}/console/clients/import")
        if script:
            assert violations(page) == []
            assert widest_overflow(page) == 0
        page.locator("#file").set_input_files(_file(tmp_path, first))
        page.get_by_role("button", name=_CHECK[language]).click()
        page.wait_for_url(re.compile(r"/console/clients/import/imp_"))

        _until(page, script, _ADD[language])
        if script:
            assert violations(page) == []
            assert widest_overflow(page) == 0
        page.get_by_role("button", name=_ADD[language]).click()
        _until(page, script, _DONE[language])


def _until(page: Any, script: bool, name: str) -> None:
    """Wait until the page says something: by its own script, or by reloading it."""
    if not script:
        for _ in range(60):
            if name in page.content():
                break
            page.wait_for_timeout(500)
            page.reload()
    expect(page.get_by_text(name).first).to_be_visible(timeout=60_000)
