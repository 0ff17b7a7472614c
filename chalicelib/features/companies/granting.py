"""The word to a person who was given the claims of a company: a notice, and an e-mail."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.autolinks import unlinked
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_, text
from chalicelib.base.settings import settings
from chalicelib.base.words import line
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.clients.senders import send_email
from chalicelib.features.clients.service.delivering import UNKNOWN_AT_MOST
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import page_path
from chalicelib.identity.area.addressing import people_to_tell
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.area.notices import Said, put_notice
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.messaging.letters import Email
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The kind of the outbox's items, which the manifest names the courier of.
GRANTED = "company_claims_granted"
_CLAIMS = "/claims"
_NOTICE = N_("You handle the claims of {company} now.")
_SUBJECT = N_("{company}: you handle its claims now")
_PARAGRAPHS = (
    N_("You handle the claims of {company} with {name} now."),
    N_("You see them all, start or reject new ones, add documents, and write to the handler in each claim's chat."),
    N_("New claims are told to you by e-mail, too. You choose that in the client area: My account, Profile."),
)
_ASK = N_("See the claims:")
_BUTTON = N_("Open the claims")
_WHY = N_("You get this e-mail because an administrator of {company} gave you its claims in the client area of {name}.")


def tell_granted(tx: Transaction, person: AreaPerson, client_id: str) -> None:
    """Put the notice, and queue the e-mail, in the transaction that gives the permission."""
    company = clients.find_client(person.account_id, client_id)
    if company is None:
        return
    said = Said(
        once=new_ulid(),
        at=now(),
        kind="claims_granted",
        client_id=client_id,
        text=_NOTICE,
        path=_CLAIMS,
        params={"company": line(company.shown_name)},
    )
    put_notice(person, said, tx=tx)
    ids = {"client_id": client_id, "person": person.id}
    outbox.queue_message(tx, account_id=person.account_id, data={"kind": GRANTED, "channel": "email", **ids})


def send_granted(item: OutboxItem) -> Outcome:
    """Send the e-mail to a person who has the permission still, and wants e-mails."""
    client_id, slug = item.data["client_id"], area_settings(item.account_id).slug
    told = people_to_tell(item.account_id, client_id, AreaPermission.CLAIMS)
    reader = next((each for each in told if each.person.id == item.data["person"] and each.email), None)
    company = clients.find_client(item.account_id, client_id)
    if reader is None or company is None or not slug:
        return Undeliverable(reason="not true any more")
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "email", reader.email):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(item.account_id)
    written = write_granted(account, reader.person, company=company.shown_name, slug=slug)
    return send_email(account, written, to=reader.email, message_id=item.id)


def record(_tx: Transaction, _item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Note nothing: the outbox keeps the outcome."""


def write_granted(account: Account, person: AreaPerson, *, company: str, slug: str) -> Email:
    """Return the e-mail in the person's language."""
    language = person.language
    names = {"company": unlinked(company), "name": account.shown_name}
    letter = Letter(
        language=language,
        subject=text(language, _SUBJECT, **names),
        paragraphs=tuple(text(language, each, **names) for each in _PARAGRAPHS),
        ask=text(language, _ASK),
        button=text(language, _BUTTON),
        page=f"{settings().public_base_url}{page_path(slug, _CLAIMS)}",
        why=text(language, _WHY, **names),
    )
    return render(account, letter)
