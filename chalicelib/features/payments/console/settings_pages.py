"""Settings: the provider of payments, its mode and its keys, which are entered and never shown."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.payments.console.words import PROVIDERS
from chalicelib.features.payments.providers.stripe import StripeKeys
from chalicelib.features.payments.providers.yookassa import YooKassaKeys
from chalicelib.features.payments.service import ruling
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

settings_pages = console_pages(__name__)
_HERE = "/console/settings/payments"
_PLACES = {
    "/networks": "networks",
    "/yookassa/secret_key": "yookassa_key",
    "/yookassa": "shop_id",
    "/stripe/secret_key": "stripe_key",
    "/stripe": "stripe_key",
}


class ProviderForm(Fields):
    """The provider as it is chosen, and keys as they are typed; empty keys stay as they are."""

    base: str = ""
    provider: str = ""
    mode: str = "test"
    networks: str = ""
    shop_id: str = ""
    yookassa_key: str = ""
    stripe_key: str = ""
    signing_secret: str = ""


@settings_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The settings of payments")
def show_payment_rules(caller: Caller, call: Call) -> Response:
    """Show the provider; of keys only that they were entered."""
    rules = ruling.show_rules(caller)
    return _page(call, caller, rules, _form(rules))


@settings_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the settings of payments"
)
def change_payment_rules(caller: Caller, form: ProviderForm, call: Call) -> Response:
    """Save the provider and typed keys, or show the form again without the keys."""
    rules = ruling.show_rules(caller)
    try:
        check_unchanged(form.base, _state(rules))
        ruling.change_rules(caller, _read(form), version=rules.version)
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=_PLACES)
        return _page(call, caller, rules, form, found)
    return see_other(_HERE, notice="payment_settings_saved")


def _read(form: ProviderForm) -> ruling.RuleChanges:
    chosen: dict[str, Any] = {
        "provider": form.provider if form.provider in PROVIDERS else None,
        "mode": "live" if form.mode == "live" else "test",
        "networks": tuple(form.networks.split()),
    }
    keys: dict[Any, Any] = {}
    if form.shop_id.strip() and form.yookassa_key.strip():
        keys["yookassa"] = YooKassaKeys(shop_id=form.shop_id.strip(), secret_key=form.yookassa_key.strip())
    if form.stripe_key.strip() and form.signing_secret.strip():
        entered = {"secret_key": form.stripe_key.strip(), "signing_secret": form.signing_secret.strip()}
        keys["stripe"] = StripeKeys(**entered)
    return ruling.RuleChanges(settings=chosen, keys=keys)


def _form(rules: ruling.Rules) -> ProviderForm:
    chosen = rules.settings
    return ProviderForm(
        base=_state(rules), provider=chosen.provider or "", mode=chosen.mode, networks="\n".join(chosen.networks)
    )


def _state(rules: ruling.Rules) -> str:
    return state_of(rules.settings)


def _page(
    call: Call, caller: Caller, rules: ruling.Rules, form: ProviderForm, found: Trouble = NOTHING_WRONG
) -> Response:
    return section_page(
        call,
        caller,
        accounts.show_account(caller.account_id),
        "settings_payments.html",
        here=_HERE,
        found=found,
        form=form,
        base=_state(rules),
        providers=PROVIDERS,
        have_keys=rules.have_keys,
        urls={code: ruling.notice_url(caller.account_id, code) for code in ruling.PROVIDERS},
    )
