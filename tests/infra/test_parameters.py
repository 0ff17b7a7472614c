"""A stack keeps the parameters of its first deployment; only parameters named now change."""

import pytest

from infra.parameters import parameters_of
from infra.target import DeployError

DEFAULTS = {
    "Stage": None,
    "PublicBaseUrl": None,
    "MailSender": None,
    "MailIdentity": None,
    "AlarmEmail": "",
    "LogRetentionDays": "90",
    "Emulated": "false",
}
BEFORE = {
    "Stage": "prod",
    "MailSender": "a@x.org",
    "MailIdentity": "x.org",
    "AlarmEmail": "ops@x.org",
    "LogRetentionDays": "365",
    "Emulated": "false",
    "GoneWithThisRelease": "1",
}
KEPT = {"MailSender": "a@x.org", "MailIdentity": "x.org", "AlarmEmail": "ops@x.org", "LogRetentionDays": "365"}


@pytest.mark.parametrize(
    ("named", "written", "changed"),
    [
        ({"MailSender": "", "AlarmEmail": ""}, "", {}),
        ({"MailSender": "b@x.org"}, "", {"MailSender": "b@x.org"}),
        ({"MailIdentity": "a@x.org"}, "", {"MailIdentity": "a@x.org"}),
        ({"AlarmEmail": "new@x.org"}, "LogRetentionDays=30", {"AlarmEmail": "new@x.org", "LogRetentionDays": "30"}),
        ({}, "LogRetentionDays= AlarmEmail=", {"LogRetentionDays": "90", "AlarmEmail": ""}),
    ],
)
def test_only_what_is_named_changes(named: dict[str, str], written: str, changed: dict[str, str]) -> None:
    assert parameters_of(named, kept=BEFORE, defaults=DEFAULTS, written=written) == KEPT | changed


def test_a_sender_is_its_own_identity_until_another_is_named() -> None:
    first = parameters_of({"MailSender": "a@x.org"}, kept={}, defaults=DEFAULTS, written="")
    then = parameters_of({"MailSender": "b@y.org"}, kept=first, defaults=DEFAULTS, written="")

    assert first == {"MailSender": "a@x.org", "MailIdentity": "a@x.org"}
    assert then == {"MailSender": "b@y.org", "MailIdentity": "b@y.org"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("LogRetention=1", "'LogRetention=1' is no Name=value of the template, which has AlarmEmail, LogRetentionDays"),
        ("LogRetentionDays", "'LogRetentionDays' is no Name=value"),
        ("Emulated=true", "'Emulated=true' is no"),
        ("MailSender=", "MailSender has no default"),
    ],
)
def test_what_the_template_does_not_have_is_refused(written: str, words: str) -> None:
    with pytest.raises(DeployError, match=words):
        parameters_of({}, kept=BEFORE, defaults=DEFAULTS, written=written)


def test_the_first_deployment_needs_a_sender() -> None:
    with pytest.raises(DeployError, match="OSMOTR_MAIL_SENDER"):
        parameters_of({}, kept={}, defaults=DEFAULTS, written="")
