"""A new tenant from the operator's command to its administrator at the console, in the deployed system."""

import re

import pytest

from infra import accounts
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.deployed.test_staff_pool import LATER, mails_to, new_email, signed_in, submit
from tests.running import eventually


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
