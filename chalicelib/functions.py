"""Which of the Lambda functions this process is. All of them import `app`; each loads what it runs, and no more.

A process that is none of those named here loads everything: chalice when it packages, the tests, tools, and a
function that was forgotten here.
"""

from chalicelib.base.settings import function_name

HTTP = frozenset({"api_handler"})
PHOTO_EVENTS = frozenset({
    "file_photos", "make_archives", "track_delivery", "relay_sms_reports", "dispatch_outbox", "sweep_overdue",
    "do_due", "reconcile_photos",
})  # fmt: skip
WEBHOOK_EVENTS = frozenset({"fan_out_events", "deliver_webhooks", "sweep_webhooks"})


def is_one_of(functions: frozenset[str]) -> bool:
    """Say whether this process is one of some functions."""
    return function_name() in functions


def may_run(functions: frozenset[str]) -> bool:
    """Say whether this process may be asked to run one of some functions."""
    return is_one_of(functions) or not is_one_of(HTTP | PHOTO_EVENTS | WEBHOOK_EVENTS)
