"""The template as it is deployed: chalice's, merged with infra/template.yaml."""

import json
from typing import Any

import pytest

from infra.package import build_template

Template = dict[str, Any]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = build_template("prod", build_dir=tmp_path_factory.mktemp("template"))
    content: Template = json.loads(path.read_text())
    return content
