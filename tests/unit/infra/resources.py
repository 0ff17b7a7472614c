"""Reads the merged template: its functions, its resources by kind and by name."""

from collections.abc import Iterator
from typing import Any

from tests.unit.infra.conftest import Template

FUNCTIONS = {
    "APIHandler": "api_handler",
    "FilePhotos": "file_photos",
    "MakeArchives": "make_archives",
    "DispatchOutbox": "dispatch_outbox",
    "TrackDelivery": "track_delivery",
    "RelaySmsReports": "relay_sms_reports",
    "SweepOverdue": "sweep_overdue",
    "DoDue": "do_due",
    "ReconcilePhotos": "reconcile_photos",
    "FanOutEvents": "fan_out_events",
    "DeliverWebhooks": "deliver_webhooks",
    "SweepWebhooks": "sweep_webhooks",
}


def of_type(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def the(template: Template, name: str) -> dict[str, Any]:
    properties: dict[str, Any] = template["Resources"][name]["Properties"]
    return properties
