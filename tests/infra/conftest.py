"""The template as it is deployed: chalice's, merged with infra/template.yaml."""

from typing import Any

import pytest

from tests.support.packaged import packaged_template

Template = dict[str, Any]


@pytest.fixture(scope="session")
def template() -> Template:
    return packaged_template()
