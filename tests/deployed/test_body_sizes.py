"""Bodies that are too large: refused by the gateway or by the function, with one limit true of both."""

import json

import pytest

from tests.deployed.conftest import System
from tests.support.running import call, new_address


@pytest.mark.parametrize("megabytes", [4, 7])
def test_a_body_that_is_too_large_is_told_so(system: System, megabytes: int) -> None:
    body = json.dumps({"comment": "x" * megabytes * 1_000_000}).encode()
    headers = {"Authorization": f"Bearer {system['api_key']}", "Content-Type": "application/json", **new_address()}

    answer = call("POST", f"{system['base_url']}/v1/photo-requests", body=body, headers=headers)

    assert (answer.status, answer.json()["type"]) == (413, "urn:osmotr:problem:too-large")
    assert "3 MB" in answer.json()["detail"]
