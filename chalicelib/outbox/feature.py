"""The outbox: items that are dispatched when they are written, and the sweep of due rows."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    rows=("table",),
    functions={
        "dispatch_outbox": "events:dispatch_outbox",
        "sweep_overdue": "events:sweep_overdue",
        "do_due": "events:do_due",
    },
)
