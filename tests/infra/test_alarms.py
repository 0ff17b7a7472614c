"""Silence is no health: failures without a line of their own, and stopped schedules, raise an alarm."""

import re
from pathlib import Path
from typing import Any

import pytest

from infra.alarms import with_alarms
from tests.infra.conftest import Template

SOURCE = Path(__file__).parents[2] / "chalicelib"
LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40}


def alarms_of(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    return {
        name.removesuffix(f"{kind}Alarm"): resource["Properties"]
        for name, resource in template["Resources"].items()
        if name.endswith(f"{kind}Alarm")
    }


def functions_with(template: Template, event: str) -> set[str]:
    return {
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
        and event in {each["Type"] for each in resource["Properties"].get("Events", {}).values()}
    }


@pytest.mark.parametrize(("kind", "metric"), [("Failed", "Errors"), ("Throttled", "Throttles")])
def test_every_function_has_an_alarm(template: Template, kind: str, metric: str) -> None:
    functions = {name for name, each in template["Resources"].items() if each["Type"] == "AWS::Serverless::Function"}
    alarms = alarms_of(template, kind)

    assert alarms.keys() == functions
    for function, alarm in alarms.items():
        assert alarm["MetricName"] == metric
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function}}]
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]


def test_a_schedule_that_stops_is_noticed_by_its_silence(template: Template) -> None:
    alarms = alarms_of(template, "Silent")

    assert alarms.keys() == functions_with(template, "Schedule") == {"SweepOverdue", "SweepWebhooks", "ReconcilePhotos"}
    assert {alarm["TreatMissingData"] for alarm in alarms.values()} == {"breaching"}
    assert {name: alarm["Period"] * alarm["EvaluationPeriods"] for name, alarm in alarms.items()} == {
        "SweepOverdue": 15 * 60,
        "SweepWebhooks": 3 * 60,
        "ReconcilePhotos": 26 * 3600,
    }


def test_a_stream_that_is_behind_is_noticed(template: Template) -> None:
    alarms = alarms_of(template, "Behind")

    assert alarms.keys() == functions_with(template, "DynamoDB") == {"DispatchOutbox", "FanOutEvents", "PushChat"}
    assert {alarm["MetricName"] for alarm in alarms.values()} == {"IteratorAge"}


def test_a_share_of_refused_calls_and_the_bill_are_watched(template: Template) -> None:
    resources = template["Resources"]

    assert resources["RefusedCallsMetric"]["Properties"]["LogGroupName"] == {"Ref": "ApiAccessLog"}
    assert "RefusedCalls" in str(resources["RefusedCallsAlarm"]["Properties"]["Metrics"])
    assert resources["SpendBudget"]["Condition"] == "SpendIsTold"


def test_a_schedule_without_an_interval_is_refused() -> None:
    event = {"Type": "Schedule", "Properties": {"Schedule": "cron(0 12 * * ? *)"}}
    function = {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"Event": event}}}

    with pytest.raises(ValueError, match="cron"):
        with_alarms({"Resources": {"Daily": function}})


def lines_of(message: str) -> list[re.Match[str]]:
    """Return the calls in the source that write a line: its level, and its fields."""
    call = rf'log\(\s*"(?P<level>\w+)",\s*"{message}"(?P<fields>[^\n]*(?:\n[^\n]*)?)'
    return [found for path in SOURCE.rglob("*.py") for found in re.finditer(call, path.read_text())]


def test_what_alarms_count_is_written_at_every_level_that_a_deployment_may_set(template: Template) -> None:
    allowed = template["Parameters"]["LogLevel"]["AllowedValues"]
    filters = [
        resource["Properties"]["FilterPattern"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Logs::MetricFilter"
    ]
    counted = [(pattern, name) for pattern in filters for name in re.findall(r'\$\.message = "(\w+)"', pattern)]

    assert {name for _, name in counted} >= {"photo_filed", "outbox_taken", "sms_sent", "sms_held", "wrong_code"}
    for pattern, name in counted:
        lines = lines_of(name)
        assert lines, f"no line {name} is ever written"
        for line in lines:
            assert LEVELS[line["level"].upper()] >= max(LEVELS[each] for each in allowed), name
            assert all(f"{field}=" in line["fields"] for field in re.findall(r"\$\.(\w+) = \*", pattern)), name
