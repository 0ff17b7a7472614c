"""Obstacles to an operator's command are reported in words, all at once, with nothing done."""

import json
import os
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError, NoRegionError, ProfileNotFound

from infra import accounts, deploy, reindex, restore, stages
from infra.local import system
from infra.package import ROOT

MISSING = ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": "no"}}, "GetFunctionConfiguration")
OLD = ClientError({"Error": {"Code": "ExpiredTokenException", "Message": "expired"}}, "GetFunctionConfiguration")


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach this process in place of every stage."""
    monkeypatch.setattr(accounts, "environment_of", lambda stage: {})


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the lines of a failed command."""
    assert accounts.main([*arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    return [line.removeprefix("osmotr: ") for line in err.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "beginnings"),
    [
        (["make", "--stage", "prod"], ["NAME: the organisation's name", "ADMIN: the administrator's e-mail"]),
        (
            ["make", "--name", "\u200b", "--admin", "olga@", "--language", "fr", "--time-zone", "Mars"],
            ["NAME: Nobody can see", "ADMIN: Must be an e-mail", "LANGUAGE: one of ru", "TIME_ZONE: Must be a time"],
        ),
        (["make", "--name", "x" * 121, "--admin", "Ольга@x.ru"], ["NAME: the organisation's", "ADMIN: Before the @"]),
        (
            ["make", "--name", "x", "--admin", "a@b.ru", "--time-zone", "posix/Europe/Moscow"],
            ["TIME_ZONE: Must be a time zone"],
        ),
        (["administrator", "--account", "prod"], ["ACCOUNT: an account's id", "ADMIN: the administrator's e-mail"]),
        (
            ["ceiling", "--per-day", "-1", "--per-phone-per-day", "x", "--countries", "RU,QQ"],
            ["ACCOUNT: an account's", "PER_DAY: a whole number", "PER_PHONE: a whole number", "COUNTRIES: codes of"],
        ),
    ],
)
def test_all_that_is_wrong_is_said_at_once(
    reached: None, capsys: pytest.CaptureFixture[str], arguments: list[str], beginnings: list[str]
) -> None:
    lines = said(capsys, *arguments)

    assert [line[: len(beginning)] for line, beginning in zip(lines, beginnings, strict=True)] == beginnings


def test_a_stage_that_is_none_is_said_beside_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "make", "--stage", "Prod-1", "--admin", "a@b.ru")

    assert [line.partition(":")[0] for line in lines] == ["NAME", "STAGE"]
    assert "2 to 16 small Latin letters and digits" in lines[1]


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (NoCredentialsError(), "no AWS credentials: set AWS_PROFILE"),
        (NoRegionError(), "no AWS region: set AWS_DEFAULT_REGION"),
        (ProfileNotFound(profile="work"), "work"),
        (MISSING, "nothing is deployed as stage 'prod'"),
        (OLD, "the AWS credentials are not, or no longer, good"),
    ],
)
def test_what_aws_says_is_said_in_words(monkeypatch: pytest.MonkeyPatch, trouble: Exception, words: str) -> None:
    def refuse(_session: Any, _service: str) -> Any:
        raise trouble

    monkeypatch.setattr(boto3.session.Session, "client", refuse)

    with pytest.raises(stages.StageError, match=words):
        stages.environment_of("prod")
    assert reindex.main(["--stage", "prod"]) == 1


@pytest.mark.parametrize("days", [-1, 36])
def test_a_moment_that_no_table_goes_back_to_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], days: int
) -> None:
    monkeypatch.setattr(restore, "environment_of", lambda stage: {})
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat()

    assert restore.main(["--table", "cases", "--at", at, "--stage", "prod"]) == 1

    assert "AT: a moment of the last 35 days" in capsys.readouterr().err


def test_the_stage_of_this_machine_is_never_deployed_to_aws(capsys: pytest.CaptureFixture[str]) -> None:
    assert deploy.main(["--stage", "local"]) == 1

    assert "`make run` deploys the stage `local`" in capsys.readouterr().err


def test_a_stage_must_be_named() -> None:
    with pytest.raises(stages.StageError, match="STAGE=local for the system that `make run` runs"):
        stages.environment_of("")


def test_the_local_system_must_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that outlived a system which was killed is no system."""
    monkeypatch.setattr(system, "STATE_DIR", tmp_path)
    with pytest.raises(stages.StageError, match="make run"):
        stages.environment_of("local")

    with socket.create_server(("127.0.0.1", 0)) as server:
        described = {"emulator_url": f"http://127.0.0.1:{server.getsockname()[1]}", "environment": {"STAGE": "local"}}
        (tmp_path / "run.json").write_text(json.dumps(described))
        assert stages.environment_of("local") == {"STAGE": "local"}
    with pytest.raises(stages.StageError, match="make run"):
        stages.environment_of("local")


def test_words_of_makes_command_line_arrive_as_they_were_typed(tmp_path: Path) -> None:
    """A name may have quotes and dollars. A variable NAME of the system's own is no name of an account."""
    name = """СК "Полис" $HOME `id` 'x' #1 \\"""
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexec env -0\n")
    python.chmod(0o755)

    done = subprocess.run(
        ["make", "account", "STAGE=local", f"NAME={name}", f"BIN={tmp_path}", "PYTHON=true"],
        cwd=ROOT,
        env={**os.environ, "NAME": "host", "ADMIN": "root"},
        capture_output=True,
        text=True,
        check=True,
    )

    typed = dict(entry.split("=", 1) for entry in done.stdout.split("\0") if "=" in entry)
    assert typed["OSMOTR_TYPED_NAME"] == name
    assert (typed["OSMOTR_TYPED_ADMIN"], typed["OSMOTR_STAGE"]) == ("", "local")
