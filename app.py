"""The composition root: the one Chalice app, its routes, and every event handler.

Handlers are declared here and nowhere else: Lambda calls what is declared on a blueprint past this module.
"""

# ruff: noqa: E402 - the garbage collector rests during the imports

import gc

gc.disable()  # what is being imported is no garbage: looking for it would take a tenth of the time

from typing import Any

from chalice.app import Chalice, Rate

from chalicelib.accounts.routes import routes as accounts
from chalicelib.cases.routes import routes as cases
from chalicelib.photos import events
from chalicelib.photos.routes import routes as photos
from chalicelib.photos.suppression_routes import suppression_routes
from chalicelib.web.console.archive import archive_pages
from chalicelib.web.console.ask import ask_pages
from chalicelib.web.console.blocked import blocked_pages
from chalicelib.web.console.cases import case_pages
from chalicelib.web.console.figures.pages import figures_pages
from chalicelib.web.console.follow_ups import follow_up_pages
from chalicelib.web.console.forgotten import forgotten_pages
from chalicelib.web.console.keys import key_pages
from chalicelib.web.console.me import own_pages
from chalicelib.web.console.people import people_pages
from chalicelib.web.console.photos import photo_pages
from chalicelib.web.console.settings.pages import settings_pages
from chalicelib.web.console.sign_in import sign_in_pages
from chalicelib.web.console.webhooks.pages import webhook_pages
from chalicelib.web.docs.documents import documents
from chalicelib.web.logos import logos
from chalicelib.web.pages import pages
from chalicelib.web.plain_pages import plain_pages
from chalicelib.webhooks import events as webhooks
from chalicelib.webhooks.hook_routes import hook_routes
from chalicelib.webhooks.routes import routes as webhook_routes

app = Chalice(app_name="osmotr")
for blueprint in (
    accounts,
    cases,
    photos,
    pages,
    plain_pages,
    sign_in_pages,
    forgotten_pages,
    own_pages,
    ask_pages,
    case_pages,
    photo_pages,
    follow_up_pages,
    archive_pages,
    figures_pages,
    people_pages,
    key_pages,
    blocked_pages,
    *settings_pages,
    *webhook_pages,
    logos,
    suppression_routes,
    webhook_routes,
    hook_routes,
    documents,
):
    app.register_blueprint(blueprint)


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
    return events.dispatch_outbox(event.to_dict(), event.context)


@app.schedule(Rate(5, unit=Rate.MINUTES), name="sweep_overdue")
def sweep_overdue(_event: Any) -> None:
    """Look after everything that is due."""
    events.sweep_overdue()


@app.schedule(Rate(1, unit=Rate.DAYS), name="reconcile_photos")
def reconcile_photos(_event: Any) -> None:
    """Compare bucket and table."""
    events.reconcile_photos()


@app.on_dynamodb_record(stream_arn="outbox", batch_size=25, name="fan_out_events")
def fan_out_events(event: Any) -> dict[str, Any]:
    """Make deliveries of events that were just put into the outbox."""
    return webhooks.fan_out_events(event.to_dict(), event.context)


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
