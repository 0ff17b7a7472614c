"""The operators' guide names existing things: each alarm of the template, parameters, commands, files."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.deploy import options_of
from infra.package import ROOT
from tests.infra.conftest import Template

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


def test_every_error_line_is_explained_and_no_other() -> None:
    table = GUIDE.partition("### Error lines")[2].partition("###")[0]
    rows = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    explained = {line for row in rows for line in re.findall("`(.+?)`", row)}

    assert explained == set(_error_lines())


def _error_lines() -> Iterator[str]:
    """Yield the error lines of production code (`alarm`)."""
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "alarm":
                assert isinstance(node.args[0], ast.Constant), (path, node.lineno)
                yield str(node.args[0].value)


def test_a_tenants_data_names_each_table_and_bucket(template: Template) -> None:
    data = GUIDE.partition("## A tenant's data")[2].partition("\n## ")[0].partition("\n- ")[0]
    kinds = {"AWS::DynamoDB::Table": "TableName", "AWS::S3::Bucket": "BucketName"}
    resources = [each for each in template["Resources"].values() if each["Type"] in kinds]
    names = {_kind_of(each["Properties"][kinds[each["Type"]]]) for each in resources}

    assert {name for name in names if not re.search(rf"-{name}[-`]", data)} == set()


def _kind_of(name: Any) -> str:
    """Return the telling part of a name, such as `cases` of `osmotr-${Stage}-cases`."""
    return re.sub(r".*\$\{Stage\}-(\w+).*", r"\1", name["Fn::Sub"])


def test_numbers_are_the_templates(template: Template) -> None:
    resources = template["Resources"].values()
    alarms = sum(each["Type"] == "AWS::CloudWatch::Alarm" for each in resources)
    reserved = [
        each["Properties"]["ReservedConcurrentExecutions"]["Fn::If"][1]
        for each in resources
        if each["Type"] == "AWS::Serverless::Function"
    ]

    assert f"Alarms ({alarms})" in GUIDE
    # AWS keeps 100 for functions that reserve none.
    assert f"under a quota of {sum(reserved) + 100} concurrent" in GUIDE.lower()


def test_queues_that_redrive_takes_are_named(template: Template) -> None:
    queues = [each["Properties"] for each in template["Resources"].values() if each["Type"] == "AWS::SQS::Queue"]
    given_up = {_kind_of_queue(each) for each in queues if "RedrivePolicy" in each}
    read_only = {_kind_of_queue(each) for each in queues} - given_up - {f"{name}-dead" for name in given_up}
    section = GUIDE.partition("## Dead letters")[2].partition("\n## ")[0]

    assert given_up | read_only == set(re.findall("`([a-z]+-[a-z]+|archives|documents)`", section))


def _kind_of_queue(queue: Any) -> str:
    return str(queue["QueueName"]["Fn::Sub"]).removeprefix("osmotr-${Stage}-")


def test_variables_and_options_that_are_named_are_read() -> None:
    makefile = (ROOT / "Makefile").read_text()
    options = {f"OSMOTR_{name.upper()}" for name in vars(options_of(["--stage", "x"]))}
    typed = set(re.findall(r"\b[A-Z_]+\b", makefile.partition("TYPED :=")[2].partition("\n")[0]))
    taken = typed | set(re.findall(r"\$\(([A-Z]+)\)", makefile))
    commands = GUIDE.partition("| what | command |")[2].partition("\n\n")[0]

    assert set(re.findall(r"OSMOTR_[A-Z_]+", GUIDE)) - options - {"OSMOTR_PORT"} == set()
    assert set(re.findall(r"\b([A-Z_]{2,})=", commands)) - taken == set()
    assert {name for name in typed if f"{name}=" not in GUIDE} == set()


def test_commands_that_are_named_are_makes() -> None:
    made = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z-]+)", GUIDE)) - made == set()
    common = {"account", "accounts", "administrator", "ceiling", "deploy", "migrate", "redrive", "reindex", "restore"}
    assert common <= made


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
