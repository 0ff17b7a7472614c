"""Refusals by a service of AWS for an operator: the service, its code, and advice."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from pynamodb.exceptions import PutError

from chalicelib.aws import staff_pool
from infra import accounts

SANDBOX = "Email address is not verified. The following identities failed the check in region EU-WEST-1: a@b.ru"


def refused(code: str, message: str = "said so", operation: str = "AdminCreateUser") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


@pytest.fixture(autouse=True)
def reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach the stage, without accounts."""
    monkeypatch.setattr(accounts, "environment_of", lambda stage: {})
    monkeypatch.setattr(accounts, "accounts", list)


def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opening: Callable[[], object]) -> str:
    """Return the output of a `make account` that fails by some opening of an account."""
    monkeypatch.setattr(accounts, "open_account", lambda *_, **__: opening())
    assert accounts.main(["make", "--stage", "prod", "--name", "x", "--admin", "a@b.ru"]) == 1
    return capsys.readouterr().err


def inviting(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> Callable[[], object]:
    """Return an invitation that meets some trouble."""
    pool = SimpleNamespace(admin_create_user=lambda **_: raised(trouble))
    monkeypatch.setattr(staff_pool, "client", lambda _service: pool)
    return lambda: staff_pool.create_user(email="a@b.ru", role="admin", password=None, invite=True)


def raised(trouble: Exception) -> None:
    raise trouble


@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        ("CodeDeliveryFailureException", SANDBOX, "leave the sandbox"),
        ("InvalidParameterException", SANDBOX, "verify this one with `aws sesv2 create-email-identity"),
        ("AccessDeniedException", "no", "lack the permission"),
        ("ExpiredTokenException", "no", "set AWS_PROFILE"),
        ("TooManyRequestsException", "no", "wait, run the command again"),
        ("LimitExceededException", "no", "ask for a higher quota"),
        ("InvalidEmailRoleAccessPolicyException", "no", "OSMOTR_MAIL_IDENTITY"),
        ("InternalErrorException", "no", "look the code up"),
    ],
)
def test_a_refused_invitation_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str, message: str, advice: str
) -> None:
    said = told(monkeypatch, capsys, inviting(monkeypatch, refused(code, message)))

    assert f"Cognito refused AdminCreateUser ({code}): {message}" in said
    assert advice in said
    assert "did not answer" not in said


def test_no_answer_at_all_is_told_from_a_refusal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = EndpointConnectionError(endpoint_url="https://cognito-idp.example.org")
    said = told(monkeypatch, capsys, inviting(monkeypatch, trouble))

    assert "AWS could not be asked" in said
    assert "AWS_DEFAULT_REGION" in said


@pytest.mark.parametrize(
    ("code", "words"), [("MessageRejected", "SES refused SendEmail"), ("ThrottlingException", "wait, run the command")]
)
def test_what_ses_refuses_is_explained_with_the_stage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str, words: str
) -> None:
    said = told(monkeypatch, capsys, lambda: raised(refused(code, operation="SendEmail")))

    assert words in said
    assert all(line.startswith("osmotr: stage prod: ") for line in said.splitlines())


def test_a_refused_write_names_its_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    trouble = PutError("failed to put", refused("AccessDeniedException", "no", "PutItem"))

    said = told(monkeypatch, capsys, lambda: raised(trouble))

    assert "DynamoDB refused PutItem (AccessDeniedException)" in said
