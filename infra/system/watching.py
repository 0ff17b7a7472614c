"""The one shape of an alarm."""

from typing import Any

from infra.system.model import Json, sub

#: Of metrics that are made of the functions' logs.
NAMESPACE = sub("Osmotr/${Stage}")


def alarm(text: str, **properties: Any) -> Json:
    """Return an alarm: over 0 in one minute raises it, unless the properties say otherwise."""
    common = {
        "AlarmDescription": text,
        "AlarmActions": [{"Ref": "Alarms"}],
        "TreatMissingData": "notBreaching",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": common | properties}
