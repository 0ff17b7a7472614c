"""Alarms that every function of a kind needs alike, added to the merged template.

A function that times out or runs out of memory writes no line, and neither does a schedule that stopped. Lambda's own
metrics tell of both.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from infra.system.watching import alarm

Resource = dict[str, Any]

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
#: Runs of a schedule that may be missing before it counts as stopped.
_MISSED = 3
_HOUR = 3600


def with_alarms(template: Mapping[str, Any]) -> dict[str, Any]:
    """Return a SAM template with the alarms of its functions. An alarm that it has by the same name stays as it is."""
    functions = {
        name: each for name, each in template["Resources"].items() if each["Type"] == "AWS::Serverless::Function"
    }
    alarms = {name: alarm for function, each in functions.items() for name, alarm in _alarms(function, each)}
    return {**template, "Resources": {**alarms, **template["Resources"]}}


def _alarms(function: str, resource: Mapping[str, Any]) -> Iterator[tuple[str, Resource]]:
    yield (
        f"{function}FailedAlarm",
        _alarm(function, "Errors", f"{function} raised, timed out or ran out of memory", Period=300),
    )
    yield (
        f"{function}ThrottledAlarm",
        _alarm(
            function,
            "Throttles",
            f"{function} is throttled: its share of the concurrency is used up",
            EvaluationPeriods=5,
        ),
    )
    for event in resource["Properties"].get("Events", {}).values():
        if event["Type"] == "Schedule":
            yield f"{function}SilentAlarm", _silence(function, event["Properties"]["Schedule"])
        elif event["Type"] == "DynamoDB":
            behind = f"{function} is over 2 minutes behind its stream"
            yield (
                f"{function}BehindAlarm",
                _alarm(function, "IteratorAge", behind, Statistic="Maximum", EvaluationPeriods=3, Threshold=120_000),
            )


def _silence(function: str, schedule: str) -> Resource:
    """Return the alarm of a schedule that no longer runs: missing data breaches it."""
    every = _interval(schedule)
    return _alarm(
        function,
        "Invocations",
        f"{function} has not run when it should have ({schedule})",
        TreatMissingData="breaching",
        # CloudWatch counts by the hour at most here: a day's schedule is missed when 26 hours pass.
        Period=min(every, _HOUR),
        EvaluationPeriods=_MISSED if every <= _HOUR else every // _HOUR + 2,
        Threshold=1,
        ComparisonOperator="LessThanThreshold",
    )


def _interval(schedule: str) -> int:
    """Return the seconds of `rate(5 minutes)`. Raises ValueError for another kind of schedule."""
    found = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule)
    if found is None:
        raise ValueError(f"a schedule without an interval: {schedule}")
    return int(found[1]) * _SECONDS[found[2]]


def _alarm(function: str, metric: str, text: str, **changed: Any) -> Resource:
    dimensions = [{"Name": "FunctionName", "Value": {"Ref": function}}]
    properties = {"Namespace": "AWS/Lambda", "MetricName": metric, "Statistic": "Sum", "Dimensions": dimensions}
    return alarm(text, **(properties | changed))
