"""The composition root: the one Chalice app, its routes, and every event handler.

Handlers are declared here and nowhere else: Lambda calls what is declared on a blueprint past this module. Every
function imports this module and loads what it runs (chalicelib/functions.py): what a handler calls is there in its
own function.
"""

# ruff: noqa: E402 - the garbage collector rests during the imports

import gc

gc.disable()  # what is being imported is no garbage: looking for it would take a tenth of the time

from typing import Any

from chalice.app import Rate

from chalicelib.functions import HTTP, PHOTO_EVENTS, WEBHOOK_EVENTS, is_one_of, may_run
from chalicelib.http.app import App

app = App("osmotr")
if may_run(HTTP):
    from chalicelib.blueprints import BLUEPRINTS

    app.register_all(BLUEPRINTS)
    documents = ("/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json")
    hooks = ("/v1/webhook-endpoints", "/v1/api-keys", "/v1/hooks")
    asking = ("/v1/cases", "/v1/photo-requests", "/v1/attachments")
    app.register_later("chalicelib.console_blueprints", below=("/console",))
    # What the documents describe is there when they are asked for.
    app.register_later("chalicelib.features.cases.routes", below=("/v1/cases", "/v1/handlers", *documents))
    app.register_later("chalicelib.features.photos.routes", below=(*asking, *documents))
    app.register_later("chalicelib.features.account.routes", below=("/v1/account", "/v1/sessions", *documents))
    app.register_later("chalicelib.features.figures.routes", below=("/v1/figures", *documents))
    app.register_later("chalicelib.features.photos.review_routes", below=("/v1/attachments", *documents))
    app.register_later("chalicelib.features.suppressions.routes", below=("/v1/suppressions", *documents))
    app.register_later("chalicelib.features.webhooks.blueprints", below=(*hooks, *documents))
    app.register_later("chalicelib.docs.documents", below=documents)
    if not is_one_of(HTTP):
        app.load_all()
if may_run(PHOTO_EVENTS):
    from chalicelib.features.photos import events
if may_run(WEBHOOK_EVENTS):
    from chalicelib import rows  # noqa: F401 - of tables that it shares with features which it does not run
    from chalicelib.features.webhooks import events as webhooks


@app.on_sqs_message(queue="photo-events", batch_size=10, name="file_photos")
def file_photos(event: Any) -> dict[str, Any]:
    """File photos that S3 reports."""
    return events.file_photos(event.to_dict(), event.context)


@app.on_sqs_message(queue="archives", batch_size=1, name="make_archives")
def make_archives(event: Any) -> dict[str, Any]:
    """Make archives of cases' photos that were asked for."""
    return events.make_archives(event.to_dict(), event.context)


@app.on_sqs_message(queue="delivery-reports", batch_size=10, name="track_delivery")
def track_delivery(event: Any) -> dict[str, Any]:
    """Learn what became of messages."""
    return events.track_delivery(event.to_dict(), event.context)


@app.lambda_function(name="relay_sms_reports")
def relay_sms_reports(event: Any, _context: Any) -> None:
    """Pass on what SNS logs of texts."""
    events.relay_sms_reports(event)


@app.on_dynamodb_record(stream_arn="outbox", batch_size=25, name="dispatch_outbox")
def dispatch_outbox(event: Any) -> dict[str, Any]:
    """Send messages that were just put into the outbox."""
    return events.dispatch_outbox(event.to_dict())


@app.schedule(Rate(5, unit=Rate.MINUTES), name="sweep_overdue")
def sweep_overdue(_event: Any) -> None:
    """Ask for everything that is due."""
    events.sweep_overdue()


@app.on_sqs_message(queue="due-work", batch_size=10, name="do_due")
def do_due(event: Any) -> dict[str, Any]:
    """Do what the sweep has asked for."""
    return events.do_due(event.to_dict())


@app.schedule(Rate(1, unit=Rate.DAYS), name="reconcile_photos")
def reconcile_photos(_event: Any) -> None:
    """Compare bucket and table."""
    events.reconcile_photos()


@app.on_dynamodb_record(stream_arn="outbox", batch_size=100, name="fan_out_events")
def fan_out_events(event: Any) -> dict[str, Any]:
    """Make deliveries of events that were just put into the outbox."""
    return webhooks.fan_out_events(event.to_dict())


@app.on_sqs_message(queue="webhook-deliveries", batch_size=10, name="deliver_webhooks")
def deliver_webhooks(event: Any) -> dict[str, Any]:
    """Try deliveries to the endpoints of back-ends."""
    return webhooks.deliver_webhooks(event.to_dict())


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep_webhooks")
def sweep_webhooks(_event: Any) -> None:
    """Look after events and deliveries that are due."""
    webhooks.sweep_webhooks()


gc.freeze()  # all of this stays as long as the process does, so collections needn't look at it again
gc.enable()
