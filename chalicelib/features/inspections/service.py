"""Use cases of inspections: ask for photos of a quote's vehicle, and show their progress."""

import hashlib
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_
from chalicelib.features.cases import client_use
from chalicelib.features.cases.model import Vehicle
from chalicelib.features.cases.policy_use import filled_vehicle
from chalicelib.features.cases.service import NewCase
from chalicelib.features.inspections import table
from chalicelib.features.inspections.model import Inspection
from chalicelib.features.inspections.settings import InspectionSettings, inspection_settings
from chalicelib.features.photos import service as photos
from chalicelib.features.photos.model import OPEN, PhotoRequest, RequestStatus
from chalicelib.features.photos.service import Asking
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Quote, QuoteStatus
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_NO_VEHICLE = N_("Photos of a vehicle are asked for quotes of vehicles only.")
_UNREACHABLE = N_("The client has neither a phone nor an e-mail that you may use. Add one to the client first.")
#: By status of a quote that is no longer open: a reason for programs, and a message.
_CLOSED = {
    QuoteStatus.SOLD: ("quote-sold", N_("This quote is sold. Ask for photos in a case of its policy.")),
    QuoteStatus.EXPIRED: ("quote-ended", N_("This quote has ended. Make a new one, and ask for photos there.")),
    QuoteStatus.TAKEN_OVER: ("client-bound", N_("Another agent has sold to this client. Only that agent goes on.")),
}


class Inspected(NamedTuple):
    """An inspection with its photo request."""

    inspection: Inspection
    request: PhotoRequest

    @property
    def status(self) -> RequestStatus:
        """The status of the request at present."""
        return self.request.status_at(now())

    @property
    def is_open(self) -> bool:
        """True if the client can still send photos."""
        return self.status in OPEN


def ask_for_photos(caller: Caller, quote_id: str) -> Inspected:
    """Ask the client of a quote for photos of its vehicle. Idempotent as long as the request is open.

    A further request, after an end of the former one, is in the same case. Raises NotFound, Conflict for a quote that
    is sold or has ended, Invalid and QuotaExceeded for addresses that nothing may be sent to.
    """
    return retry_stale(lambda: _ask(caller, quote_id))


def show_inspection(caller: Caller, quote_id: str) -> Inspected | None:
    """Return the inspection of a quote that the caller sees; None before anybody has asked. Raises NotFound."""
    return find_inspection(caller, policies.show_quote(caller, quote_id).quote)


def find_inspection(caller: Caller, quote: Quote) -> Inspected | None:
    """Return the inspection of a quote that the caller has read; None before anybody has asked."""
    inspection = table.get_inspection(quote.account_id, quote.id)
    if inspection is None:
        return None
    return Inspected(inspection, photos.show_request(caller, inspection.request_id).request)


def can_be_asked(quote: Quote, status: QuoteStatus) -> bool:
    """Return True if photos can be asked for: an open quote of a vehicle."""
    return status not in _CLOSED and quote.insured.vehicle is not None


def _ask(caller: Caller, quote_id: str) -> Inspected:
    shown = policies.show_quote(caller, quote_id)
    quote = shown.quote
    _demand_open(quote, shown.status)
    before = find_inspection(caller, quote)
    if before is not None and before.is_open:
        return before
    number = before.inspection.number + 1 if before else 1
    made = photos.ask_for_photos(caller, _asking(caller, quote, before, number)).request
    inspection = Inspection(
        account_id=quote.account_id,
        quote_id=quote.id,
        number=number,
        case_id=made.case_id,
        request_id=made.id,
        asked_at=made.created_at,
        asked_by=caller.actor,
    )
    tx = Transaction()
    table.write_inspection(tx, inspection, replacing=before.inspection if before else None, otherwise=stale)
    tx.commit()
    return Inspected(inspection, made)


def _demand_open(quote: Quote, status: QuoteStatus) -> None:
    if status in _CLOSED:
        reason, message = _CLOSED[status]
        raise Conflict(message, extra={"reason": reason})
    if quote.insured.vehicle is None:
        raise Conflict(_NO_VEHICLE, extra={"reason": "no-vehicle"})


def _asking(caller: Caller, quote: Quote, before: Inspected | None, number: int) -> Asking:
    """Return the asking for an inspection.

    Its intention is the quote and the number. Why: of two presses at once, or after a crash before our own row was
    written, one request is made.
    """
    chosen = inspection_settings(accounts.load_account(quote.account_id))
    return Asking(
        case_id=before.inspection.case_id if before else None,
        new_case=None if before else _new_case(quote, chosen),
        channels=_channels(caller, quote),
        template=chosen.template,
        expires_in_days=chosen.days,
        once=hashlib.sha256(f"inspection\0{quote.id}\0{number}".encode()).hexdigest(),
    )


def _new_case(quote: Quote, chosen: InspectionSettings) -> NewCase:
    vehicle = filled_vehicle(Vehicle(), quote.insured)
    return NewCase(process=chosen.process, vehicle=vehicle, client_id=quote.client_id)


def _channels(caller: Caller, quote: Quote) -> tuple[Channel, ...]:
    """Return the way to the client: an SMS, else an e-mail."""
    client = client_use.find_seen(caller, quote.client_id)
    if client is None or client.blocked is not None or not (client.facts.phone or client.facts.email):
        raise Conflict(_UNREACHABLE, extra={"reason": "client-unreachable"})
    return ("sms",) if client.facts.phone else ("email",)
