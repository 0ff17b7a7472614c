"""E-mails and SMS to clients about their claims, in the client's language.

An SMS names no person, no sum, no document and nothing of an injury: phones show it to bystanders. Translations of
the SMS into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make it dearer.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.settings import settings
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.links import deductible_url
from chalicelib.features.claims.telling.facts import TellFacts
from chalicelib.features.claims.telling.model import Told, What
from chalicelib.features.claims.telling.paragraphs import name_of, paragraphs_of
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.clients.model import Client
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import page_path
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account


class Words(NamedTuple):
    """The msgids of a message. An SMS is followed by the link, if there is a client area."""

    subject: str
    #: The first sentence.
    said: str
    sms: str
    ask: str = N_("All about the claim is in your client area:")
    button: str = N_("Open the claim")


_WORDS: Mapping[What, Words] = MappingProxyType(
    {
        "announced": Words(
            N_("{sender}: claim {number} waits for you"),
            N_("We have opened a claim for you: {claim}. Tell us whether we are to settle it."),
            N_("{sender}: claim {number} waits for your answer."),
            N_("Start the claim, or reject it:"),
        ),
        "undecided": Words(
            N_("{sender}: claim {number} still waits for you"),
            N_("Your claim {claim} still waits: tell us whether we are to settle it."),
            N_("{sender}: claim {number} still waits for your answer."),
            N_("Start the claim, or reject it:"),
        ),
        "papers": Words(
            N_("{sender}: documents for claim {number}"),
            N_("We are settling your claim: {claim}. For this we need documents from you."),
            N_("{sender}: we need documents for claim {number}."),
            N_("Add the documents in your client area; a photo of each is enough:"),
            N_("Add the documents"),
        ),
        "complete": Words(
            N_("{sender}: documents of claim {number} received"),
            N_("Your claim: {claim}. We have received your documents and are reviewing them."),
            N_("{sender}: documents of claim {number} received, we are reviewing them."),
        ),
        "decided": Words(
            N_("{sender}: decision on claim {number}"),
            N_("We have decided on your claim: {claim}."),
            N_("{sender}: there is a decision on claim {number}."),
            N_("The decision with its calculation is in your client area:"),
            N_("Look at the decision"),
        ),
        "referral": Words(
            N_("{sender}: referral to a workshop, claim {number}"),
            N_("Your claim: {claim}. The referral to the workshop is ready."),
            N_("{sender}: the referral to the workshop is ready, claim {number}."),
            N_("Open the referral and save it as a PDF:"),
            N_("Open the referral"),
        ),
        "deductible": Words(
            N_("{sender}: deductible to pay, claim {number}"),
            N_("Your claim: {claim}. The deductible for the repair can be paid on line."),
            N_("{sender}: pay the deductible on line, claim {number}."),
            N_("Pay the deductible here:"),
            N_("To the deductible"),
        ),
        "near": Words(
            N_("{sender}: a deadline of claim {number} is near"),
            N_("Your claim: {claim}. A deadline that you have to keep ends soon."),
            N_("{sender}: a deadline of yours ends soon, claim {number}."),
        ),
        "missed": Words(
            N_("{sender}: a deadline of claim {number} is over"),
            N_("Your claim: {claim}. A deadline that you had to keep is over. Act now, or tell us why not."),
            N_("{sender}: a deadline of yours is over, claim {number}."),
        ),
        "moved": Words(
            N_("{sender}: other dates for claim {number}"),
            N_("Your claim: {claim}. We have corrected a fact of it, and these dates are other ones now."),
            N_("{sender}: dates of claim {number} have changed."),
        ),
        "closed": Words(
            N_("{sender}: claim {number} is closed"),
            N_("Your claim: {claim}."),
            N_("{sender}: claim {number} is closed."),
        ),
        "reopened": Words(
            N_("{sender}: claim {number} is open again"),
            N_("Your claim: {claim}. It is open again, and we are reviewing it anew."),
            N_("{sender}: claim {number} is open again."),
        ),
    }
)
_AGAIN = N_("{sender}: please send documents of claim {number} again")
_WHY = N_(
    "You get this e-mail because {sender} settles a claim of yours. It informs you of its course and is no advertising."
)


def write_email(account: Account, client: Client, told: Told, found: TellFacts) -> Email:
    """Return subject, HTML and plain text of a message."""
    return write_email_in(client.facts.language or account.language, account, told, found)


def write_email_in(language: Language, account: Account, told: Told, found: TellFacts) -> Email:
    """Return subject, HTML and plain text of a message in a language."""
    words, places = _words_of(told, found), _places(account, found)
    page = link_of(told, found.claim)
    letter = Letter(
        language=language,
        subject=text(language, words.subject, **places),
        paragraphs=(
            text(language, words.said, **places),
            *paragraphs_of(told, found, account, language, with_area=bool(page)),
        ),
        ask=text(language, words.ask) if page else "",
        button=text(language, words.button) if page else "",
        page=page,
        why=text(language, _WHY, **places),
    )
    return render(account, letter)


def write_sms(account: Account, client: Client, told: Told, found: TellFacts) -> tuple[str, sms.SmsSize]:
    """Return the text in the fewest segments, and its size; the whole link is in it."""
    language = client.facts.language or account.language
    said, page = text(language, _words_of(told, found).sms, **_places(account, found)), link_of(told, found.claim)
    candidates = dict.fromkeys([said, sms.spelled(said)])
    return sms.compose([f"{wording} {page}" if page else wording for wording in candidates])


def link_of(told: Told, claim: Claim) -> str:
    """Return the address of a claim's page in the client area; empty if the account has none that is on.

    A deductible has a page of its own, without a sign-in.
    """
    if told.what == "deductible":
        return deductible_url(claim)
    area = area_settings(claim.account_id)
    return f"{settings().public_base_url}{page_path(area.slug, f'/claims/{claim.id}')}" if area.on and area.slug else ""


def _words_of(told: Told, found: TellFacts) -> Words:
    words = _WORDS[told.what]
    again = told.what == "papers" and (found.refused or found.claim.asked)
    return words._replace(subject=_AGAIN) if again else words


def _places(account: Account, found: TellFacts) -> dict[str, object]:
    number, claim = name_of(found)
    return {"sender": unlinked(account.shown_name), "number": number, "claim": claim}
