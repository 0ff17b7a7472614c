"""The account as the issuer of a document: its name, support phones, colour and logo."""

import re

from chalicelib.aws import photo_bucket
from chalicelib.base.languages import Language
from chalicelib.base.observability import log
from chalicelib.base.phones import display_with_extension
from chalicelib.base.settings import settings
from chalicelib.features.printing.contents import Issuer
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Bytes of a logo; larger ones would make large documents.
MOST_LOGO = 500_000
_PHONES = 2


def issuer_of(account_id: str, language: Language) -> Issuer:
    """Return the issuer of an account's documents."""
    account = accounts.load_account(account_id)
    phones = [
        display_with_extension(each.number, each.extension, language) for each in account.support_phones[:_PHONES]
    ]
    return Issuer(
        name=account.shown_name,
        details=tuple([", ".join(phones)] if phones else ()),
        colour=account.branding.color,
        logo=_logo(account),
    )


def _logo(account: Account) -> bytes:
    """Return the stored logo; empty if there is none. One of a foreign address is not fetched: it could change."""
    ours = re.escape(f"{settings().public_base_url}/a/{account.id}/logo/")
    found = re.fullmatch(rf"{ours}([0-9a-f]+)", account.branding.logo_url or "")
    if not found:
        return b""
    try:
        key = f"{photo_bucket.LOGOS}{account.id}/{found[1]}.png"
        return photo_bucket.read(key, version_id=None, at_most=MOST_LOGO).data
    except (photo_bucket.ObjectMissing, photo_bucket.ObjectTooLarge) as error:
        log("warning", "logo not printed", account_id=account.id, error=type(error).__name__)
        return b""
