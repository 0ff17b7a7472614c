"""`make demo` plays the whole circle: a signed webhook, SMS, photos, events; and a claim of cargo."""

from pathlib import Path

import pytest

from infra.local import demo
from tests.deployed.conftest import SignIn, System
from tests.support.running import call


def test_the_demo_plays_the_whole_circle(
    system: System, sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "DOWNLOADS", tmp_path)

    demo.play(system)

    said = capsys.readouterr().out
    steps = [
        "asked for",
        "sent sms",
        "opened the link",
        "filed all 6 photos",
        "photo_request.completed",
        "Case case_",
        "closed, paid",
    ]
    assert [step for step in steps if step not in said] == []
    assert said.count(" intact ") == 6
    assert "refused" not in said
    endpoints = call("GET", f"{system['base_url']}/v1/webhook-endpoints", headers=sign_in(system["staff"])).json()
    assert [each for each in endpoints["items"] if each["description"] == "make demo"] == []
