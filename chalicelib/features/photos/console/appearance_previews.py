"""Previews of the owner's page and e-mail, as documents of their own that the section of the appearance frames.

They are the real page's head and the real e-mail, with the styles inside that those have. Their policy keeps them from
running, posting and being framed elsewhere. A scheme is shown under either scheme of the browser: the condition of the
dark one is made true or false.
"""

import html
import re
from typing import cast
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base.languages import Language
from chalicelib.features.photos import service as photos
from chalicelib.features.photos.console.appearance import HERE, origin_of
from chalicelib.features.photos.console.appearance_form import Tried, tried_branding
from chalicelib.features.photos.console.appearance_logo import as_data
from chalicelib.features.photos.owner.answers import account_view
from chalicelib.features.photos.owner.render import preview_page
from chalicelib.features.photos.owner.views import PreviewView
from chalicelib.frame.console.addresses import origin
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

preview_pages = console_pages(__name__)
_ALWAYS, _NEVER = "min-width:0", "max-width:0"


@preview_pages.operation(
    "GET", f"{HERE}/preview/page", audience=ADMINISTRATORS, media_type=HTML, summary="What an owner sees first"
)
def show_page_preview(caller: Caller, query: Tried, call: Call) -> Response:
    """Show the head of the owner's page, with the content below it at first."""
    account, picture = _tried(caller, query)
    language = _language(account, query, call)
    shown = account_view(account)
    view = PreviewView(
        language=language,
        account=shown._replace(logo_url=picture) if picture else shown,
        categories=[(each.code, each.label(language), each.min) for each in photos.usual_categories(account)],
    )
    kept = html.escape(urlencode({**query.model_dump(exclude={"lang"}), "lang": ""}))
    return _framed(preview_page(view).body.replace('href="?lang=', f'href="?{kept}'), query, account)


@preview_pages.operation(
    "GET", f"{HERE}/preview/email", audience=ADMINISTRATORS, media_type=HTML, summary="The e-mail that owners get"
)
def show_email_preview(caller: Caller, query: Tried, call: Call) -> Response:
    """Draw the e-mail of a request."""
    account, picture = _tried(caller, query)
    letter = photos.preview_email(caller, account, language=_language(account, query, call))
    address = account.branding.logo_url or ""
    return _framed(letter.html.replace(address, picture) if picture else letter.html, query, account)


def _tried(caller: Caller, query: Tried) -> tuple[Account, str]:
    """Return the account with the settings that are tried, and the logo itself if it was only just uploaded."""
    account = accounts.show_account(caller.account_id)
    branding, picture = tried_branding(account, query), ""
    if query.upload:
        drawn = photos.draw_uploaded_logo(caller, query.upload)
        picture = as_data(drawn)
        branding = branding.model_copy(update={"logo_url": photos.logo_address(account.id, drawn)})
    return account.model_copy(update={"branding": branding}), picture


def _language(account: Account, query: Tried, call: Call) -> Language:
    """Return the language asked for, or else the reader's if owners are offered it, or else the account's."""
    by_name = {language: language for language in account.languages}
    return by_name.get(cast("Language", query.lang)) or by_name.get(call.language) or account.language


def _framed(document: str, query: Tried, account: Account) -> Response:
    body = in_scheme(document, dark=query.scheme == "dark")
    return Response(
        body=body,
        status_code=200,
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _policy(account.branding.logo_url or ""),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )


def in_scheme(document: str, *, dark: bool) -> str:
    """Return a document as it looks to who prefers a dark, or a light, scheme."""
    condition = _ALWAYS if dark else _NEVER
    document = re.sub(r"prefers-color-scheme:\s*dark", condition, document)
    document = re.sub(r"color-scheme:\s*light dark", f"color-scheme:{'dark' if dark else 'light'}", document)
    return document.replace('content="light dark"', f'content="{"dark" if dark else "light"}"')


def _policy(logo: str) -> str:
    """Return the policy of a preview: styles, and pictures from where the real thing would get them."""
    pictures = ["data:", origin(), photo_bucket.origin(), *([origin_of(logo)] if logo else [])]
    return "; ".join(
        [
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            f"img-src {' '.join(dict.fromkeys(pictures))}",
            "form-action 'none'",
            "base-uri 'none'",
            f"frame-ancestors {origin()}",
            "sandbox",
        ]
    )
