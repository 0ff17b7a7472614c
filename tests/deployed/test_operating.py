"""Operators' commands in the deployed system: a new tenant begins, a lost case comes back."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from infra import accounts, restore
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.deployed.test_staff_pool import LATER, mails_to, new_email, signed_in, submit
from tests.support.running import call, eventually


def test_whoever_is_invited_signs_in_by_the_mail(
    system: System, root: Root, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    email = new_email()
    monkeypatch.setattr(accounts, "environment_of", lambda stage: system["environment"])
    with root.in_production():
        assert accounts.main(["make", "--name", f"Полис {email}", "--admin", email, "--stage", "test"]) == 0
    assert "made: acc_" in capsys.readouterr().out

    (letter,) = eventually(lambda: mails_to(system, email))
    (temporary,) = set(re.findall("<b>([^<]+)</b>", letter["BodyHtml"]))
    begun = submit(system, "sign-in", {"email": email, "password": temporary})
    assert begun.header("Location").endswith("/console/password"), begun.body
    waiting = begun.header("Set-Cookie").partition(";")[0]
    assert submit(system, "password", {"password": LATER, "again": LATER}, session=waiting).status == 303

    assert signed_in(system, email, LATER)


def test_a_case_that_was_lost_is_restored_from_the_backup(
    system: System, root: Root, newcomer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The emulator restores a table as it is now, not as of the moment (docs/unproven.md)."""
    asked = call(
        "POST",
        f"{system['base_url']}/v1/photo-requests",
        headers=newcomer,
        body={"email": "owner@mail.example", "channels": ["email"], "categories": ["damage"]},
    )
    case_id = asked.json()["case_id"]
    account_id = call("GET", f"{system['base_url']}/v1/account", headers=newcomer).json()["id"]
    dynamodb, table = root.client("dynamodb"), system["tables"]["cases"]
    place = {"pk": {"S": f"{account_id}#{case_id}"}, "sk": {"S": "case"}}
    monkeypatch.setattr(restore, "environment_of", lambda stage: system["environment"])
    order = ["--table", "cases", "--at", (datetime.now(UTC) - timedelta(seconds=1)).isoformat()]

    with root.in_production():
        assert restore.main(order) == 0
        dynamodb.delete_item(TableName=table, Key=place)
        assert call("GET", f"{system['base_url']}/v1/cases/{case_id}", headers=newcomer).status == 404
        assert restore.main([*order, "--account", account_id, "--case", case_id, "--write", "missing"]) == 0

    assert call("GET", f"{system['base_url']}/v1/cases/{case_id}", headers=newcomer).json()["id"] == case_id
