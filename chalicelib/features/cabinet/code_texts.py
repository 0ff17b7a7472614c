"""Texts of messages with codes. Each names the code's purpose, so that nobody can be talked out of it.

Translations of the SMS into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make it dearer.
"""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, text
from chalicelib.features.cabinet.codes import Code, Purpose
from chalicelib.features.clients.letters import Letter, render
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account

#: Names are cut so that the text needs no more.
MOST_SEGMENTS = 2


class Words(NamedTuple):
    """The msgids of a code's messages: the SMS, and the sentence of the e-mail."""

    sms: str
    sentence: str


_WORDS: Mapping[Purpose, Words] = {
    Purpose.SIGN_IN: Words(
        N_("{code}: code to sign in to the client area of {name}. Tell it to nobody, not even to us."),
        N_("This code signs a new device in to your client area:"),
    ),
    Purpose.REGISTRATION: Words(
        N_("{code}: code to register in the client area of {name}. Tell it to nobody, not even to us."),
        N_("This code confirms your contact for your new client area:"),
    ),
    Purpose.RECOVERY: Words(
        N_("{code}: code for a new password in the client area of {name}. Tell it to nobody, not even to us."),
        N_("This code, together with the one that came by SMS, lets you choose a new password:"),
    ),
    Purpose.CONTACT: Words(
        N_("{code}: code to change your contact in the client area of {name}. Tell it to nobody, not even to us."),
        N_("This code makes this address the contact of your client area:"),
    ),
    Purpose.PAYMENT: Words(
        N_("{code}: code for your payment of {about} to {name}. Tell it to nobody, not even to us."),
        N_("This code confirms your payment of {about}:"),
    ),
    Purpose.CANCELLATION: Words(
        N_("{code}: code to cancel your policy with {name}. Tell it to nobody, not even to us."),
        N_("This code confirms that you cancel your policy:"),
    ),
}
_SUBJECT = N_("{name}: your code {code}")
_KEEP = N_("It is valid for 5 minutes. Tell it to nobody, not even to us. If you did not ask for it, do nothing.")
_WHY = N_("You get this e-mail because somebody typed this address in the client area of {name}.")


def write_sms(account: Account, code: Code, digits: str) -> tuple[str, sms.SmsSize]:
    """Return the text of a code's SMS, and its size."""
    name = unlinked(account.shown_name)
    rendered = _sized(code, digits, name)
    while rendered[1].segments > MOST_SEGMENTS and len(name) > 1:
        name = name[:-1].rstrip()
        rendered = _sized(code, digits, name)
    return rendered


def write_email(account: Account, code: Code, digits: str) -> Email:
    """Return subject, HTML and plain text of a code's e-mail. It has no link: the code is typed elsewhere."""
    language, name = code.language, account.shown_name
    paragraphs = (text(language, _WORDS[code.purpose].sentence, about=code.about), digits, text(language, _KEEP))
    letter = Letter(
        language=language,
        subject=text(language, _SUBJECT, name=name, code=digits),
        paragraphs=paragraphs,
        ask="",
        button="",
        page="",
        why=text(language, _WHY, name=name),
    )
    return render(account, letter)


def _sized(code: Code, digits: str, name: str) -> tuple[str, sms.SmsSize]:
    wording = text(code.language, _WORDS[code.purpose].sms, code=digits, name=name, about=code.about)
    return sms.compose([wording, sms.spelled(wording)])
