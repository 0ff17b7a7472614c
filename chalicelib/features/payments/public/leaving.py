"""The last step to the bank, of all pages with a button to pay."""

from pathlib import Path

from chalice.app import Response

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.payments.links import page_url
from chalicelib.features.payments.model import Payment
from chalicelib.frame.public.pages import draw, see_other
from chalicelib.tenancy.model import Account

_TEMPLATES = Path(__file__).parent / "templates"


def lead_to_bank(payment: Payment, account: Account, language: Language) -> Response:
    """Lead to the bank's page of a payment; while the bank has not answered, to the payment's own page.

    It is no redirect: browsers hold those of forms to the page's policy, and banks lead on to hosts of their own.
    """
    if not payment.url:  # the payment's own page looks again
        return see_other(page_url(payment))
    values = {"title": text(language, N_("To the payment page")), "url": payment.url}
    headers = {"Refresh": f"0;url={payment.url}"}
    return draw(_TEMPLATES, "leaving.html", account, language, values, headers=headers)
