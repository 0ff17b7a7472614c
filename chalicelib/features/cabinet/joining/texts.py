"""Texts of the messages of registrations: notices to contacts on file, invitations.

Translations into Spanish of SMS do without á, í, ó and ú, which GSM-7 lacks: one of them would double the price.
"""

from collections.abc import Mapping

from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.settings import settings
from chalicelib.features.clients.letters import Letter, render
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account

_NEW_CONTACT_SMS = N_(
    "{name}: somebody registers in the client area with your policy and another phone. Not you? Call us."
)
_INVITED_SMS = N_("{name}: your client area is ready. Choose a password: {url}")
_WHY = N_("You get this e-mail because somebody registers with this address in the client area of {sender}.")
_WHY_ON_FILE = N_("You get this e-mail because {sender} has this address of yours as its client's.")


def write_notice_sms(account: Account, language: Language) -> tuple[str, sms.SmsSize]:
    """Return the SMS to a phone on file in whose place another one was given."""
    return _sized(account, language, _NEW_CONTACT_SMS, {})


def write_invitation_sms(account: Account, language: Language, url: str) -> tuple[str, sms.SmsSize]:
    """Return the SMS with the link of an invitation."""
    return _sized(account, language, _INVITED_SMS, {"url": url})


def write_known_email(account: Account, language: Language, slug: str) -> Email:
    """Return the e-mail to somebody who has a cabinet already."""
    said = (
        N_("You wanted to register in the client area, but you have a cabinet already. A second one is not needed."),
        N_("Sign in with this e-mail. If you forgot the password, set a new one on the same page."),
        N_("Not you? Then do nothing: nobody learned that you have a cabinet."),
    )
    subject = text(language, N_("You have a cabinet already"))
    return _letter(account, language, subject, said, {}, (N_("Sign in:"), _SIGN_IN), slug)


def write_notice_email(account: Account, language: Language, slug: str) -> Email:
    """Return the e-mail to an address on file in whose place another one was given."""
    said = (
        N_("Somebody registers in the client area with your policy, your phone and another e-mail."),
        N_("If it was you, nothing is to be done. If not, call us at once."),
    )
    subject = text(language, N_("A registration with another e-mail"))
    page = (N_("The client area:"), _SIGN_IN)
    return _letter(account, language, subject, said, {}, page, slug, why=_WHY_ON_FILE)


def write_released_email(account: Account, language: Language, slug: str) -> Email:
    """Return the e-mail to a person whose phone somebody else has confirmed."""
    said = (
        N_("Somebody else has confirmed your phone number, so that it is no longer one of your sign-in names."),
        N_("Sign in with this e-mail, and write your present phone. If the number is still yours, call us at once."),
    )
    subject = text(language, N_("Your phone was removed from your cabinet"))
    page = (N_("The client area:"), _SIGN_IN)
    return _letter(account, language, subject, said, {}, page, slug, why=_WHY_ON_FILE)


def write_invitation_email(account: Account, language: Language, slug: str, url: str) -> Email:
    """Return the e-mail with the link of an invitation."""
    said = (
        N_("Your client area is ready: your policies, payments and claims in one place."),
        N_("The link is valid for 7 days and opens once. A code comes to your phone."),
    )
    subject = text(language, N_("Your client area"))
    return _letter(account, language, subject, said, {}, (N_("Choose a password:"), url), slug, why=_WHY_ON_FILE)


_SIGN_IN = "sign-in"


def _letter(
    account: Account,
    language: Language,
    subject: str,
    said: tuple[str, ...],
    params: Mapping[str, str],
    page: tuple[str, str],
    slug: str,
    *,
    why: str = _WHY,
) -> Email:
    ask, path = page
    address = path if "://" in path else f"{settings().public_base_url}/area/{slug}/{path}".rstrip("/")
    letter = Letter(
        language=language,
        subject=subject,
        paragraphs=tuple(text(language, each, **params) for each in said),
        ask=text(language, ask),
        button=text(language, N_("Open the page")),
        page=address,
        why=text(language, why, sender=account.shown_name),
    )
    return render(account, letter)


def _sized(account: Account, language: Language, message: str, params: Mapping[str, str]) -> tuple[str, sms.SmsSize]:
    wording = text(language, message, name=unlinked(account.shown_name), **params)
    return sms.compose([wording, sms.spelled(wording)])
