"""The e-mail with the link of an invitation, in the account's name; written when it is sent."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, text
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.clients.senders import send_email
from chalicelib.features.companies import table
from chalicelib.features.companies.links import url_of
from chalicelib.features.companies.model import Invitation
from chalicelib.frame.area.settings import area_settings
from chalicelib.messaging.letters import Email
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The kind of the outbox's items, which the manifest names the courier of.
INVITED = "company_invited"
#: Attempts of unknown outcome after which the e-mail is given up: the person gets it twice at most.
_UNKNOWN_AT_MOST = 1
_SUBJECT = N_("{company}: access to the client area of {name}")
_PARAGRAPHS = (
    N_("You are invited to act for {company} in the client area of {name}."),
    N_("There you see what the company has with us, and do what your company's administrator lets you do."),
)
_ASK = N_("Open your access until {until}:")
_BUTTON = N_("Open my access")
_WHY = N_("You get this e-mail because {company} gave this address of yours to {name}. Not you? Then do nothing.")


def queue_invitation(tx: Transaction, invitation: Invitation) -> None:
    """Queue the e-mail in the transaction that makes the invitation, or sends it again."""
    ids = {"client_id": invitation.client_id, "invitation": invitation.id, "version": invitation.version}
    outbox.queue_message(tx, account_id=invitation.account_id, data={"kind": INVITED, "channel": "email", **ids})


def send_invitation(item: OutboxItem) -> Outcome:
    """Send the link of an invitation that is open, and was not sent again meanwhile."""
    invited = table.list_invitations(item.account_id, item.data["client_id"])
    found = next((each for each in invited if each.id == item.data["invitation"]), None)
    slug, company = area_settings(item.account_id).slug, clients.find_client(item.account_id, item.data["client_id"])
    is_this = found is not None and found.version == item.data["version"] and found.is_open(now())
    if found is None or not is_this or not slug or company is None:
        return Undeliverable(reason="not true any more")
    if item.unknown > _UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "email", found.email):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(item.account_id)
    written = write_invitation(account, found, company=company.shown_name, slug=slug)
    return send_email(account, written, to=found.email, message_id=item.id)


def record(_tx: Transaction, _item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Note nothing: the outbox keeps the outcome."""


def write_invitation(account: Account, invitation: Invitation, *, company: str, slug: str) -> Email:
    """Return the e-mail of an invitation in its language."""
    language = invitation.language
    names = {"company": unlinked(company), "name": account.shown_name}
    letter = Letter(
        language=language,
        subject=text(language, _SUBJECT, **names),
        paragraphs=tuple(text(language, each, **names) for each in _PARAGRAPHS),
        ask=text(language, _ASK, until=localized.moment(language, invitation.ends_at, account.zone)),
        button=text(language, _BUTTON),
        page=url_of(invitation, slug),
        why=text(language, _WHY, **names),
    )
    return render(account, letter)
