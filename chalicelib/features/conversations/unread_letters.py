"""E-mails to people of the client area about messages of claims that they have not read.

They have no text of the conversation: e-mails are read by others, too.
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.autolinks import unlinked
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, text
from chalicelib.base.settings import settings
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.clients.senders import send_email
from chalicelib.features.conversations.reply_links import reply_url
from chalicelib.features.conversations.service.chatting import name_of_handler
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Side, unread_of
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import page_path
from chalicelib.identity.area.addressing import Told, people_to_tell
from chalicelib.identity.area.model import AreaMember, AreaPerson
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.principals import actor_of
from chalicelib.messaging.letters import Email
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

_SUBJECT = N_("{sender}: a new message about your claim {number}")
_SAID = N_("{name} has written to you about your claim {number}.")
_ASK = N_("Read it, and answer:")
_BUTTON = N_("Open the conversation")
_WHY = N_(
    "You get this e-mail because you handle the claim {number} and chose to be told by e-mail. You can change it."
)
#: Attempts of unknown outcome after which a message is given up.
_UNKNOWN_AT_MOST = 1


def send(item: OutboxItem) -> Outcome:
    """Send an e-mail about unread messages, if the person still has the permission, wants it, and has not read them."""
    claim = claims.find_claim(item.account_id, item.data["claim_id"])
    to = _told(claim, item.data["actor"]) if claim else None
    area = area_settings(item.account_id)
    if claim is None or to is None or not area.on or not _has_unread(claim, item.data["actor"]):
        return Undeliverable(reason="not concerned any more")
    if item.unknown > _UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "email", to.email):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(item.account_id)
    letter = write_email(account, claim, to.person, slug=area.slug)
    return send_email(account, letter, to=to.email, message_id=item.id)


def record(_: Transaction, __: OutboxItem, ___: Outcome, ____: bool) -> None:
    """Record nothing beside the item: the conversation has its subject."""


def write_email(account: Account, claim: Claim, person: AreaPerson, *, slug: str) -> Email:
    """Return subject, HTML and plain text of an e-mail about unread messages of a claim."""
    case = cases.load_case(claim.account_id, claim.case_id)
    number = (case.reference if case else None) or claim.number
    sender, language = unlinked(account.shown_name), person.language
    places = {"sender": sender, "number": unlinked(number), "name": unlinked(name_of_handler(claim)) or sender}
    letter = Letter(
        language=language,
        subject=text(language, _SUBJECT, **places),
        paragraphs=(text(language, _SAID, **places),),
        ask=text(language, _ASK),
        button=text(language, _BUTTON),
        page=_page(claim, person, slug),
        why=text(language, _WHY, **places),
    )
    return render(account, letter)


def _page(claim: Claim, person: AreaPerson, slug: str) -> str:
    if feedback_settings(claim.account_id).reply_links:
        return reply_url(claim.account_id, claim.id, person.id, at=now())
    return settings().public_base_url + page_path(slug, f"/claims/{claim.id}")


def _told(claim: Claim, actor: str) -> Told | None:
    """Return a person who may know of a claim and wants e-mails; None for any other."""
    if claim.client_id is None:
        return None
    told = people_to_tell(claim.account_id, claim.client_id, AreaPermission.CLAIMS)
    return next((each for each in told if each.email and actor_of(AreaMember(each.person.id)) == actor), None)


def _has_unread(claim: Claim, actor: str) -> bool:
    head, marks = threads.get_ends(claim.account_id, claim.id, reader=actor)
    return unread_of(head, marks.get(actor), Side.CLIENT) > 0
