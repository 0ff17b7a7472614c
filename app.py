"""The composition root: the one Chalice app, its routes, and every Lambda function.

Functions are declared here and nowhere else: Lambda calls nothing that a blueprint declares. Each forwards to a
function of the feature that names it in its manifest (chalicelib/features/__init__.py lists them all).
chalicelib/functions.py decides about the imports of a process.
"""

# ruff: noqa: E402 - the garbage collector rests during the imports

import gc

gc.disable()  # imports make no garbage: looking for it would take a tenth of their time

from typing import TYPE_CHECKING, Any, cast

from chalice.app import Chalice, Rate

from chalicelib.functions import forward, make_http_app, may_answer_http, preload

if TYPE_CHECKING:
    from chalicelib.http.app import App

# Why: chalice's handler would sit on the logger of Powertools, which has the same name: each line came twice.
app = make_http_app("osmotr") if may_answer_http() else cast("App", Chalice("osmotr", configure_logs=False))
preload()


@app.on_sqs_message(queue="photo-events", batch_size=10, name="file_photos")
def file_photos(event: Any) -> Any:
    """File photos that S3 reports."""
    return forward("file_photos", event.to_dict(), event.context)


@app.on_sqs_message(queue="document-events", batch_size=10, name="file_documents")
def file_documents(event: Any) -> Any:
    """File documents of claims that S3 reports."""
    return forward("file_documents", event.to_dict(), event.context)


@app.on_sqs_message(queue="archives", batch_size=1, name="make_archives")
def make_archives(event: Any) -> Any:
    """Make archives of cases' photos."""
    return forward("make_archives", event.to_dict(), event.context)


@app.on_sqs_message(queue="client-imports", batch_size=1, name="import_clients")
def import_clients(event: Any) -> Any:
    """Read files of clients, and add the clients."""
    return forward("import_clients", event.to_dict(), event.context)


@app.on_sqs_message(queue="documents", batch_size=1, name="issue_documents")
def issue_documents(event: Any) -> Any:
    """Print documents."""
    return forward("issue_documents", event.to_dict(), event.context)


@app.on_sqs_message(queue="payment-looks", batch_size=10, name="settle_payment")
def settle_payment(event: Any) -> Any:
    """Look at payments at their providers."""
    return forward("settle_payment", event.to_dict())


@app.on_sqs_message(queue="delivery-reports", batch_size=10, name="track_delivery")
def track_delivery(event: Any) -> Any:
    """Record delivery reports of SES and SNS."""
    return forward("track_delivery", event.to_dict(), event.context)


@app.lambda_function(name="relay_sms_reports")
def relay_sms_reports(event: Any, context: Any) -> None:
    """Queue delivery reports that SNS logs of SMS."""
    forward("relay_sms_reports", event, context)


@app.on_dynamodb_record(stream_arn="outbox", batch_size=25, name="dispatch_outbox")
def dispatch_outbox(event: Any) -> Any:
    """Send items that were just written into the outbox."""
    return forward("dispatch_outbox", event.to_dict())


@app.schedule(Rate(5, unit=Rate.MINUTES), name="sweep_overdue")
def sweep_overdue(_event: Any) -> None:
    """Ask for everything that is due."""
    forward("sweep_overdue", None)


@app.on_sqs_message(queue="due-work", batch_size=10, name="do_due")
def do_due(event: Any) -> Any:
    """Handle due work that the sweep queued."""
    return forward("do_due", event.to_dict())


@app.schedule(Rate(1, unit=Rate.DAYS), name="reconcile_photos")
def reconcile_photos(_event: Any) -> None:
    """Compare bucket and table."""
    forward("reconcile_photos", None)


@app.on_dynamodb_record(stream_arn="outbox", batch_size=100, name="fan_out_events")
def fan_out_events(event: Any) -> Any:
    """Make deliveries of events that were just written into the outbox."""
    return forward("fan_out_events", event.to_dict())


@app.lambda_function(name="serve_sockets")
def serve_sockets(event: Any, _context: Any) -> Any:
    """Open and close sockets of pages, and answer their frames."""
    return forward("serve_sockets", event)


@app.on_dynamodb_record(stream_arn="chat", batch_size=100, name="push_chat")
def push_chat(event: Any) -> Any:
    """Push messages that were just written to open pages."""
    return forward("push_chat", event.to_dict())


@app.on_sqs_message(queue="webhook-deliveries", batch_size=10, name="deliver_webhooks")
def deliver_webhooks(event: Any) -> Any:
    """Deliver events to the endpoints of back-ends."""
    return forward("deliver_webhooks", event.to_dict())


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep_webhooks")
def sweep_webhooks(_event: Any) -> None:
    """Deliver events that are due."""
    forward("sweep_webhooks", None)


gc.freeze()  # all of this stays as long as the process does, so collections needn't look at it again
gc.enable()
