"""Messages about claims to people of a company: notices in the area, and the e-mails that they chose.

An item of the outbox for the company puts the notices and queues an item for each e-mail. Permissions end at once:
each item asks again who has one.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.claims.answering import answer_by
from chalicelib.features.claims.consignment_words import kind_of
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.telling.facts import TellFacts
from chalicelib.features.claims.telling.letters import write_email_in
from chalicelib.features.claims.telling.model import Told, What
from chalicelib.features.claims.telling.paragraphs import name_of
from chalicelib.features.claims.telling.queueing import queue_always
from chalicelib.features.claims.telling.reports import add_told
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.clients.senders import send_email
from chalicelib.features.clients.service.delivering import UNKNOWN_AT_MOST
from chalicelib.identity.area.addressing import Told as Person
from chalicelib.identity.area.addressing import people_to_tell
from chalicelib.identity.area.notices import Said, put_notice
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: E-mails that one item queues in its transaction; more people than that have a further item.
PART = 40
_NOT_CONCERNED = "not concerned any more"
_ANNOUNCED = N_("New claim {number}. Decide by {day} whether we handle it.")
_ANNOUNCED_KIND = N_("New claim {number}: {kind}. Decide by {day} whether we handle it.")
NOTICES: Mapping[What, str] = MappingProxyType(
    {
        "announced": _ANNOUNCED,
        "undecided": N_("Claim {number} still waits. Decide by {day} whether we handle it."),
        "papers": N_("Claim {number}: documents are missing."),
        "complete": N_("Claim {number}: we are reviewing the documents."),
        "decided": N_("Claim {number}: there is a decision."),
        "referral": N_("Claim {number}: the referral to the workshop is ready."),
        "deductible": N_("Claim {number}: the deductible can be paid."),
        "near": N_("Claim {number}: a deadline of yours ends soon."),
        "missed": N_("Claim {number}: a deadline of yours is over."),
        "moved": N_("Claim {number}: dates have changed."),
        "closed": N_("Claim {number} is closed."),
        "reopened": N_("Claim {number} is open again."),
    }
)


def people_of(claim: Claim, client: Client | None) -> list[Person]:
    """Return the people of a company who handle its claims; of a person none: they are told themselves."""
    if client is None or client.facts.kind is not ClientKind.COMPANY or client.blocked is not None:
        return []
    return people_to_tell(claim.account_id, client.id, AreaPermission.CLAIMS)


def put_notices(item: OutboxItem, told: Told, found: TellFacts, people: Sequence[Person]) -> None:
    """Put a notice of a message to each of some people. Idempotent."""
    claim = found.claim
    kind = kind_of(claim) if told.what == "announced" else ""
    said = Said(
        once=item.id,
        at=item.created_at,
        kind=f"claim_{told.what}",
        client_id=claim.client_id or "",
        text=_ANNOUNCED_KIND if kind else NOTICES[told.what],
        path=f"/claims/{claim.id}",
        params={"number": line(name_of(found)[0])},
        words={"kind": kind} if kind else {},
        days={"day": answer_by(claim, zone_of(claim))} if told.what in {"announced", "undecided"} else {},
    )
    for each in people:
        put_notice(each.person, said)


def queue_emails(tx: Transaction, claim: Claim, told: Told, people: Sequence[Person]) -> None:
    """Queue an e-mail to each of some people who chose to get one."""
    wanting = [each for each in people if each.email and each.person.id > told.person_after]
    part = sorted(wanting, key=lambda each: each.person.id)[:PART]
    for each in part:
        queue_always(tx, claim, told.model_copy(update={"person": each.person.id, "person_after": ""}))
    if len(part) < len(wanting):
        queue_always(tx, claim, told.model_copy(update={"person_after": part[-1].person.id}))


def send_to_person(item: OutboxItem, told: Told, found: TellFacts, client: Client | None) -> Outcome:
    """Send the e-mail of a message to a person of the company, if they are concerned still."""
    reader = next((each for each in people_of(found.claim, client) if each.person.id == told.person), None)
    if reader is None or not reader.email:
        return Undeliverable(reason=_NOT_CONCERNED)
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "email", reader.email):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(item.account_id)
    letter = write_email_in(reader.person.language, account, told, found)
    return send_email(account, letter, to=reader.email, message_id=item.id)


def record_person(tx: Transaction, claim: Claim, told: Told, client: Client | None, outcome: Outcome) -> None:
    """Make an e-mail that left findable by its report."""
    reader = next((each for each in people_of(claim, client) if each.person.id == told.person), None)
    if reader is not None and isinstance(outcome, Delivered) and outcome.provider_id:
        add_told(tx, outcome.provider_id, claim.account_id, told.person, reader.email)
