"""Messaging: notices to staff, delivery reports of SES and SNS, and suppressed addresses."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    rows=("table", "locators"),
    messages={"notice": "couriers:NOTICE"},
    functions={
        "track_delivery": "events:track_delivery",
        "relay_sms_reports": "events:relay_sms_reports",
    },
)
