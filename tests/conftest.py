"""Fixtures of all tests: settings for moto, the tables as the template describes them, and accounts."""

import gc
import os
import sys

# Before anything of the project or of boto3 is imported.
os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "STAGE": "test",
    "PUBLIC_BASE_URL": "https://photos.example",
    "ACCOUNTS_TABLE": "accounts",
    "AREA_TABLE": "area",
    "CASES_TABLE": "cases",
    "CLIENTS_TABLE": "clients",
    "OUTBOX_TABLE": "outbox",
    "IDEMPOTENCY_TABLE": "idempotency",
    "CHAT_TABLE": "chat",
    "CLAIMS_TABLE": "claims",
    "POLICIES_TABLE": "policies",
    "SOCKETS_TABLE": "sockets",
    "SOCKETS_URL": "wss://sockets.example/api",
    "SOCKETS_ENDPOINT": "https://sockets.example/api",
    "WEBHOOKS_TABLE": "webhooks",
    "HOOK_SECRET_ID": "hook-key",
    "IDENTITY_SECRET_ID": "identity-key",
    "WEBHOOK_DELIVERIES_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/webhook-deliveries",
    "PHOTOS_BUCKET": "photos",
    "LINK_SECRET_ID": "link-key",
    "STAFF_TOKEN_ISSUER": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_test",
    "STAFF_JWKS_URL": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_test/.well-known/jwks.json",
    "STAFF_CLIENT_ID": "client",
    "STAFF_USER_POOL_ID": "eu-central-1_test",
    "MAIL_SENDER": "osmotr@mail.example",
    "LOG_LEVEL": "ERROR",
    "POWERTOOLS_TRACE_DISABLED": "true",
}
os.environ.pop("AWS_ENDPOINT_URL", None)
# Why: without compiled modules each worker, and each process that a test starts, would compile all sources again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from chalicelib.sandbox import allowance
from infra.local.shared import SystemDidNotStart, shared_system
from infra.page_assets import build_assets, build_console_assets
from infra.translations import compile_catalogues
from tests.deployed.inside import new_tenants
from tests.support.world import World, opened

ROOT = Path(__file__).resolve().parent.parent
#: Fixtures that tests of several features use.
pytest_plugins = [
    "tests.support.order",
    "tests.support.grants",
    "tests.support.api.people",
    "tests.support.api.desk",
    "tests.support.browser.phones",
    "tests.support.browser.desks",
    "tests.support.logs",
]


# A slow machine is no failure: speed is measured by `make bench`.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")


def pytest_configure() -> None:
    """Compile the catalogues and build the page's script, since pages and messages are made of them.

    A decoder is ended for its CPU time alone, however long a busy machine keeps it waiting.
    """
    allowance.PATIENCE = 100.0
    sys.dont_write_bytecode = False
    compile_catalogues()
    build_assets()
    build_console_assets()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the running system, by where they are."""
    for item in items:
        for name in {"browser", "deployed"} & set(item.path.parts):
            item.add_marker(name)


def pytest_collection_finish() -> None:
    """Exclude loaded objects from garbage collections, and make fewer: they took a tenth of the CPU time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(scope="session")
def deployment(request: pytest.FixtureRequest, system_folder: Path) -> dict[str, Any]:
    """The system deployed into an emulator of this test run's own: the content of run.json.

    One that can't be started ends the run with one error, in place of hundreds that say the same.
    """
    try:
        return shared_system(system_folder)
    except SystemDidNotStart as error:
        request.session.shouldfail = "the system that deployed/ and browser/ test did not start: see the error above"
        pytest.fail(f"the system did not start in two tries\n{error}\nwhole logs: {system_folder}", pytrace=False)


@pytest.fixture(scope="session")
def system_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this test run's state and logs of the system: one for all workers of the run."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "system"


@pytest.fixture(scope="module")
def system(deployment: dict[str, Any]) -> dict[str, Any]:
    """The deployed system as `deployment` says, with two tenants that no other module's tests know.

    So a test's changes of an organisation (its settings, people, figures) are met by no other that runs beside it.
    """
    return new_tenants(deployment)


@pytest.fixture
def world() -> Iterator[World]:
    """AWS as moto plays it, with the tables of the template, and two accounts with an administrator each."""
    with opened() as world:
        yield world
