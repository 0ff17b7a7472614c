"""E-mails and SMS to clients about their policies, in the client's language.

Translations of the SMS into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make it dearer.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.clients.letters import WHY, Letter, render
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.features.policies.links import Purpose, url_of
from chalicelib.features.policies.model import Insured, Policy, Quote
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.shown import product_label
from chalicelib.features.policies.status import never_begins
from chalicelib.features.policies.tellings import Told, What
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account


class Words(NamedTuple):
    """The msgids of a message, and the page that its link leads to. Each SMS is followed by the link."""

    purpose: Purpose
    subject: str
    paragraphs: tuple[str, ...]
    ask: str
    button: str
    texts: tuple[str, ...]
    why: str = WHY


_TERM = N_("{product}, number {number}, from {begins} to {ends}.")
_KEEP = N_("Keep this e-mail: the link opens your documents until {until}. Do not pass it on.")
_OPEN_POLICY = N_("Open the policy and save it as a PDF:")
_BUTTON_POLICY = N_("Open the policy")
_WORDS: Mapping[What, Words] = {
    "policy": Words(
        "file",
        N_("{sender}: your policy {number}"),
        (N_("Your insurance policy is ready."), _TERM, _KEEP),
        _OPEN_POLICY,
        _BUTTON_POLICY,
        (N_("{sender}: your policy {number}, valid to {ends}: "), N_("{sender}: your policy {number} ")),
    ),
    "correction": Words(
        "file",
        N_("{sender}: your policy {number}, corrected"),
        (N_("Your insurance policy was corrected. This is the valid version."), _TERM, _KEEP),
        _OPEN_POLICY,
        _BUTTON_POLICY,
        (N_("{sender}: your policy {number} was corrected: "),),
    ),
    "receipt": Words(
        "file",
        N_("{sender}: receipt of your payment, policy {number}"),
        (
            N_("We have received {amount}: {product}, policy {number}, instalment {part} of {parts}. Thank you!"),
            _KEEP,
        ),
        N_("Open the receipt and save it as a PDF:"),
        N_("Open the receipt"),
        (N_("{sender}: payment for policy {number} received. Receipt: "), N_("{sender}: receipt, policy {number} ")),
    ),
    "offer": Words(
        "offer",
        N_("{sender}: your insurance offer, {product}"),
        (
            N_("{agent} has prepared an insurance offer for you: {product}, from {begins} to {ends}."),
            N_("Premium: {amount}. The offer is valid until {until}."),
        ),
        N_("Look at the terms, and pay on line if they suit you:"),
        N_("Look at the offer"),
        (N_("{sender}: your insurance offer, {product}, until {until}: "), N_("{sender}: your insurance offer ")),
        N_(
            "You get this e-mail because {sender} has this address of yours as its client's, and an offer was prepared "
            "for you. If you did not ask for it, do nothing: it ends by itself."
        ),
    ),
    "demand": Words(
        "demand",
        N_("{sender}: payment for your policy {number}"),
        (N_("{product}, policy {number}: instalment {part} of {parts}, {amount}, is due on {due}."),),
        N_("You can pay it on line:"),
        N_("To the payment"),
        (N_("{sender}: instalment of policy {number}, due on {due}. Pay: "), N_("{sender}: pay policy {number} ")),
    ),
    "cancelled": Words(
        "check",
        N_("{sender}: your policy {number} was cancelled"),
        (N_("{product}, policy {number}: the policy was cancelled. Its last day in force: {last}."),),
        N_("You can look at any time whether the policy is in force:"),
        N_("Check the policy"),
        (
            N_("{sender}: policy {number} cancelled, last day {last}, refund {refund}: "),
            N_("{sender}: policy {number} cancelled "),
        ),
    ),
}
_NEVER_BEGAN = N_("{product}, policy {number}: the policy was cancelled before it came into force.")
_BY_PROVIDER = N_(
    "We return {by_provider} to the card or account that it was paid from. Banks take some days for this."
)
_BY_HAND = N_("We return {by_hand} in another way, and will agree with you how.")
_NOTHING = N_("By the terms of the contract no part of the premium is returned.")


def write_email(account: Account, client: Client, told: Told, thing: Policy | Quote) -> Email:
    """Return subject, HTML and plain text of a message."""
    language = client.facts.language or account.language
    words, places = _words_of(told, thing), _places(account, told, thing, language)
    letter = Letter(
        language=language,
        subject=text(language, words.subject, **places),
        paragraphs=tuple(text(language, each, **places) for each in words.paragraphs),
        ask=text(language, words.ask, **places),
        button=text(language, words.button),
        page=link_of(told, thing),
        why=text(language, words.why, **places),
    )
    return render(account, letter)


def write_sms(account: Account, client: Client, told: Told, thing: Policy | Quote) -> tuple[str, sms.SmsSize]:
    """Return the fullest text in the fewest segments, and its size; the whole link is in it."""
    language = client.facts.language or account.language
    places = _places(account, told, thing, language)
    wordings = [text(language, each, **places) for each in _words_of(told, thing).texts]
    candidates = dict.fromkeys([*wordings, *map(sms.spelled, wordings)])
    return sms.compose([wording + link_of(told, thing) for wording in candidates])


def link_of(told: Told, thing: Policy | Quote) -> str:
    """Return the link of a message."""
    return url_of(_WORDS[told.what].purpose, thing.account_id, thing.id, told.part)


def _words_of(told: Told, thing: Policy | Quote) -> Words:
    words = _WORDS[told.what]
    if told.what != "cancelled" or isinstance(thing, Quote):
        return words
    began = not never_begins(thing) and thing.instalments[0].paid_at is not None
    said = words.paragraphs if began else (_NEVER_BEGAN,)
    texts = words.texts if began and _refunds(thing).total else words.texts[-1:]
    return words._replace(paragraphs=said + _money_back(thing), texts=texts)


class _Refunds(NamedTuple):
    """The sums that a cancellation returns by a provider, and by a person."""

    by_provider: Decimal
    by_hand: Decimal

    @property
    def total(self) -> Decimal:
        """Return the whole sum."""
        return self.by_provider + self.by_hand


def _refunds(policy: Policy) -> _Refunds:
    parts, whole = (policy.cancelled.parts, policy.cancelled.refund) if policy.cancelled else ((), Decimal(0))
    by_provider = sum((each.amount for each in parts if each.refund_id), Decimal(0))
    return _Refunds(by_provider, whole - by_provider)


def _money_back(policy: Policy) -> tuple[str, ...]:
    """Return the msgids about the refund; none for a policy that was never paid."""
    sums = _refunds(policy)
    if not sums.total:
        return (_NOTHING,) if any(each.paid_at for each in policy.instalments) else ()
    said = ((_BY_PROVIDER, sums.by_provider), (_BY_HAND, sums.by_hand))
    return tuple(message for message, amount in said if amount)


def _places(account: Account, told: Told, thing: Policy | Quote, language: Language) -> dict[str, object]:
    insured = thing.insured
    own = (
        _of_quote(account, thing, language) if isinstance(thing, Quote) else _of_policy(account, told, thing, language)
    )
    return {
        "sender": unlinked(account.shown_name),
        "product": product_label(account.id, insured.product, language),
        "begins": localized.day(language, insured.begins),
        "ends": localized.day(language, insured.ends),
        **own,
    }


def _of_policy(account: Account, told: Told, policy: Policy, language: Language) -> dict[str, object]:
    until = policy.insured.ends + timedelta(days=sale_settings(account.id).document_days)
    part = next((each for each in policy.instalments if each.number == told.part), policy.instalments[0])
    return {
        "number": unlinked(policy.number),
        "until": localized.day(language, until),
        "amount": _amount(policy.insured, part.amount, language),
        "due": localized.day(language, part.due),
        "part": part.number,
        "parts": len(policy.instalments),
        **(_of_cancelled(policy, language) if policy.cancelled else {}),
    }


def _of_cancelled(policy: Policy, language: Language) -> dict[str, object]:
    sums = _refunds(policy)
    return {
        "last": localized.day(language, policy.last_day),
        "refund": _amount(policy.insured, sums.total, language),
        "by_provider": _amount(policy.insured, sums.by_provider, language),
        "by_hand": _amount(policy.insured, sums.by_hand, language),
    }


def _of_quote(account: Account, quote: Quote, language: Language) -> dict[str, object]:
    agent = "" if quote.base == HOUSE else unlinked(short_name_of(account.id, quote.base))
    return {
        "agent": agent or unlinked(account.shown_name),
        "amount": _amount(quote.insured, quote.price.premium, language) if quote.price else "",
        "until": localized.day(language, quote.ends_at.astimezone(account.zone)),
    }


def _amount(insured: Insured, amount: Decimal, language: Language) -> str:
    return shown(language, insured.money(amount))
