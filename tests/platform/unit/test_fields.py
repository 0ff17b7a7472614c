"""Fields of forms send typed values unchanged."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

TEMPLATES = sorted((ROOT / "chalicelib").rglob("templates/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_no_field_is_of_the_type_whose_hosts_browsers_rewrite(template: Path) -> None:
    """In such a field Chromium makes `o@strasse.example` of `o@straße.example`, which is another host."""
    fields = re.findall(r"<input[^>]*type=\"email\"[^>]*>|type=\"email\"", template.read_text())

    assert [field for field in fields if "readonly hidden" not in field] == []
