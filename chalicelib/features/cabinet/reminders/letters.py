"""E-mails and SMS that remind clients, in the client's language: task, amount, day, policy.

Translations of the SMS into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make it dearer.
"""

from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.cabinet.reminders.model import About
from chalicelib.features.cabinet.reminders.rules import Task
from chalicelib.features.cabinet.reminders.tasks import Thing, today_of
from chalicelib.features.cabinet.reminders.words import parts_of
from chalicelib.features.clients.letters import WHY, Letter, render
from chalicelib.features.clients.model import Client
from chalicelib.features.policies.shown import product_label
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account


class Reminder(NamedTuple):
    """A task of a thing that its client is reminded of."""

    thing: Thing
    task: Task


class Words(NamedTuple):
    """The msgids of a message. The SMS is followed by the link, if there is one."""

    subject: str
    paragraphs: tuple[str, ...]
    ask: str
    button: str
    sms: str
    why: str = WHY


_PAY = N_("You can pay it on line:")
_PAID = N_("If you have paid meanwhile, you need not do anything.")
_TO_PAYMENT = N_("To the payment")
_PART = N_("{product}, policy {number}: instalment {part} of {parts}, {amount}, is due on {due}.")
_SOON = Words(
    N_("{sender}: {amount} for your policy {number} by {due}"),
    (_PART, _PAID),
    _PAY,
    _TO_PAYMENT,
    N_("{sender}: {amount} for policy {number} is due on {due}. "),
)
_TODAY = Words(
    N_("{sender}: {amount} for your policy {number} is due today"),
    (N_("{product}, policy {number}: instalment {part} of {parts}, {amount}, is due today, {due}."), _PAID),
    _PAY,
    _TO_PAYMENT,
    N_("{sender}: {amount} for policy {number} is due today. "),
)
_LATE = Words(
    N_("{sender}: {amount} for your policy {number} has not arrived"),
    (
        N_("{product}, policy {number}: instalment {part} of {parts}, {amount}, was due on {due}. It has not arrived."),
        N_("Pay it by {last}, so that your cover stays as agreed. If you have paid already, you need not do anything."),
    ),
    _PAY,
    _TO_PAYMENT,
    N_("{sender}: {amount} for policy {number} was due on {due}, please pay. "),
)
_LATE_FOR_LONG = _LATE._replace(
    paragraphs=(
        _LATE.paragraphs[0],
        N_("Please pay it now. If you have paid already, you need not do anything."),
    )
)
_RENEWAL = Words(
    N_("{sender}: your policy {number} ends on {due}"),
    (
        N_("{product}, policy {number}: the last day of your cover is {due}."),
        N_("Choose cover and deductible for the next year, and see what each choice saves. It begins the day after."),
    ),
    N_("You can renew and pay on line:"),
    N_("Renew the policy"),
    N_("{sender}: policy {number} ends on {due}. Renew it on line or call us. "),
    N_(
        "You get this e-mail because you agreed that {sender} may send you offers. You can withdraw this consent at "
        "any time, in your client area or by telling us."
    ),
)
_DEDUCTIBLE = Words(
    N_("{sender}: the deductible of your repair, {amount}"),
    (
        N_("Your vehicle was referred to a workshop. Your part of the costs, the deductible, is {amount}."),
        N_("Please pay it by {last}: until then the workshop takes the vehicle."),
        _PAID,
    ),
    _PAY,
    _TO_PAYMENT,
    N_("{sender}: deductible of your repair {amount}, by {last}. "),
)
_DEDUCTIBLE_LATE = _DEDUCTIBLE._replace(
    paragraphs=(
        _DEDUCTIBLE.paragraphs[0],
        N_(
            "Please pay it now. The referral was valid until {last}: call us if the workshop has not taken the vehicle "
            "yet."
        ),
        _PAID,
    ),
    sms=N_("{sender}: deductible of your repair {amount} is not paid yet. "),
)


def write_email(account: Account, client: Client, reminder: Reminder, link: str) -> Email:
    """Return subject, HTML and plain text of a reminder; without a link it has no button."""
    language = client.facts.language or account.language
    words, places = _words_of(reminder), _places(account, reminder, language)
    letter = Letter(
        language=language,
        subject=text(language, words.subject, **places),
        paragraphs=tuple(text(language, each, **places) for each in words.paragraphs),
        ask=text(language, words.ask) if link else "",
        button=text(language, words.button) if link else "",
        page=link,
        why=text(language, words.why, **places),
    )
    return render(account, letter)


def write_sms(account: Account, client: Client, reminder: Reminder, link: str) -> tuple[str, sms.SmsSize]:
    """Return the text in the fewest segments, and its size; the whole link is in it."""
    language = client.facts.language or account.language
    wording = text(language, _words_of(reminder).sms, **_places(account, reminder, language))
    return sms.compose([(each + link).strip() for each in dict.fromkeys((wording, sms.spelled(wording)))])


def _words_of(reminder: Reminder) -> Words:
    """Return the words of a reminder today. None asks to do something by a day that has passed."""
    task, today = reminder.task, today_of(reminder.thing.account_id)
    if task.about is About.RENEWAL:
        return _RENEWAL
    is_over = task.last_day < today
    if task.about is About.DEDUCTIBLE:
        return _DEDUCTIBLE_LATE if is_over else _DEDUCTIBLE
    if today == task.day:
        return _TODAY
    if today < task.day:
        return _SOON
    return _LATE_FOR_LONG if is_over else _LATE


def _places(account: Account, reminder: Reminder, language: Language) -> dict[str, object]:
    thing, task = reminder
    product = product_label(account.id, thing.policy.insured.product, language) if thing.policy else ""
    return {
        "sender": unlinked(account.shown_name),
        "product": product,
        "number": unlinked(thing.title),
        "part": task.part,
        "parts": parts_of(thing),
        "amount": shown(language, task.money) if task.money else "",
        "due": localized.day(language, task.day),
        "last": localized.day(language, task.last_day),
    }
