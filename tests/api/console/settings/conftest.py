"""The administrator's desk."""

import pytest

from tests.api.conftest import People
from tests.api.console.desk import Desk, at_desk


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the desk of an administrator who reads English."""
    return at_desk(api.admin).speaking("en")
