"""The operators' guide names what there is: each alarm of the template, parameters, commands, files."""

import re

import pytest

from infra.package import ROOT
from tests.unit.infra.conftest import Template

GUIDE = (ROOT / "docs" / "operators.md").read_text()
#: A row of a table that begins with an alarm, `*` standing for the name of a function.
ALARM_ROW = re.compile(r"^\| `([*\w]+Alarm)` \| (.+) \| (.+) \|$", re.MULTILINE)


def test_every_alarm_is_explained_and_no_other(template: Template) -> None:
    resources = template["Resources"]
    alarms = {name for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"}
    functions = [name for name, each in resources.items() if each["Type"] == "AWS::Serverless::Function"]
    rows = [found[0] for found in ALARM_ROW.findall(GUIDE)]

    expanded = {row: {row.replace("*", each) for each in functions} & alarms for row in rows}

    assert sorted(rows) == sorted(set(rows))
    assert [row for row, meant in expanded.items() if not meant] == []
    assert set().union(*expanded.values()) == alarms


def test_parameters_that_are_named_are_the_templates(template: Template) -> None:
    named = set(re.findall(r'PARAMETERS="([^"]*)"', GUIDE))
    spend = {name for name in re.findall(r"`([A-Z]\w+)`", GUIDE) if name.startswith(("Sms", "Spend", "Calls", "Log"))}
    written = {each.partition("=")[0] for words in named for each in words.split()}
    alarms = {name for name in spend if name.endswith("Alarm")}

    assert written
    assert (written | spend) - alarms - template["Parameters"].keys() == set()


def test_commands_that_are_named_are_makes() -> None:
    made = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z-]+)", GUIDE)) - made == set()
    assert {"account", "accounts", "administrator", "ceiling", "deploy", "redrive", "reindex", "restore"} <= made


@pytest.mark.parametrize("document", ["README.md", "docs/operators.md", "docs/unproven.md"])
def test_links_lead_to_what_is_there(document: str) -> None:
    path = ROOT / document
    found = re.findall(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)", path.read_text())

    assert found
    for file, anchor in found:
        target = path.parent / file if file else path
        assert target.exists(), file
        assert not anchor or anchor[1:] in _anchors(target.read_text()), (file, anchor)


def _anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as they are made of them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
