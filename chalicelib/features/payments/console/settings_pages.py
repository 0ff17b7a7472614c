"""Settings: the provider of payments, its mode and its keys, which are entered and never shown."""

from typing import Any

from chalicelib.base.languages import Language
from chalicelib.features.payments.console.words import PROVIDERS
from chalicelib.features.payments.providers.stripe import StripeKeys
from chalicelib.features.payments.providers.yookassa import YooKassaKeys
from chalicelib.features.payments.service import ruling
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import state_of
from chalicelib.identity.model import Caller

_PLACES = {
    "/networks": "networks",
    "/yookassa/secret_key": "yookassa_key",
    "/yookassa": "shop_id",
    "/stripe/secret_key": "stripe_key",
    "/stripe": "stripe_key",
}


class ProviderForm(RulesForm):
    """The provider as it is chosen, and keys as they are typed; empty keys stay as they are."""

    provider: str = ""
    mode: str = "test"
    networks: str = ""
    shop_id: str = ""
    yookassa_key: str = ""
    stripe_key: str = ""
    signing_secret: str = ""


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


def _filled(rules: ruling.Rules, _language: Language) -> ProviderForm:
    chosen = rules.settings
    return ProviderForm(
        base=_state(rules), provider=chosen.provider or "", mode=chosen.mode, networks="\n".join(chosen.networks)
    )


def _state(rules: ruling.Rules) -> str:
    return state_of(rules.settings)


def _save(caller: Caller, rules: ruling.Rules, form: ProviderForm) -> object:
    return ruling.change_rules(caller, _read(form), version=rules.version)


def _values(caller: Caller, rules: ruling.Rules, _language: Language) -> dict[str, Any]:
    return {
        "providers": PROVIDERS,
        "have_keys": rules.have_keys,
        "urls": {code: ruling.notice_url(caller.account_id, code) for code in ruling.PROVIDERS},
    }


settings_pages = blueprint_of(
    __name__,
    RulePage[ruling.Rules, ProviderForm](
        section="payments",
        rules="the settings of payments",
        form=ProviderForm,
        template="settings_payments.html",
        show=ruling.show_rules,
        state=_state,
        filled=_filled,
        save=_save,
        places=_PLACES,
        notice="payment_settings_saved",
        values=_values,
    ),
)
