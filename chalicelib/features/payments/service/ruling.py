"""Changes of an account's settings of payments. Secret keys go to Secrets Manager, and are never returned."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.base.errors import Conflict, FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.features.payments import keys
from chalicelib.features.payments.model import ProviderCode
from chalicelib.features.payments.settings import PaymentSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections

PROVIDERS: tuple[ProviderCode, ...] = ("yookassa", "stripe")
_NETWORK = N_("Must be an address or a network, such as 185.71.76.0/27.")
_TEST_KEY = N_("This is a key of the test mode, which takes no money. Enter the live one, or choose the test mode.")
_LIVE_KEY = N_("This is a live key: in test mode it would take real money.")
_NO_KEYS = N_("Enter the keys of this provider, too.")


class Rules(NamedTuple):
    """The settings of payments, and the providers of which there are keys."""

    settings: PaymentSettings
    version: int
    have_keys: frozenset[str]


class RuleChanges(NamedTuple):
    """Changes of the settings; others stay."""

    settings: Mapping[str, Any]
    keys: Mapping[ProviderCode, keys.Keys]


def show_rules(caller: Caller) -> Rules:
    """Return the settings of payments as they are now."""
    shown = sections.show(caller.account_id, PaymentSettings)
    return Rules(shown.value, shown.version, keys.has_keys(caller.account_id))


def change_rules(caller: Caller, changes: RuleChanges, *, version: int) -> Rules:
    """Change the settings that were read in a version, and the keys. Raises Invalid, Conflict."""
    check_changes(caller, changes)
    before = sections.show(caller.account_id, PaymentSettings)
    if before.version != version:
        raise Conflict(N_("Someone else changed this at the same moment. Reload it and try again."))
    for code, entered in changes.keys.items():
        keys.save_keys(caller.account_id, code, entered)
    after = before.value.model_copy(update=dict(changes.settings))
    sections.change(caller.account_id, after, since=version)
    return show_rules(caller)


def check_changes(caller: Caller, changes: RuleChanges) -> None:
    """Raise Invalid with everything that a change would be refused for."""
    found = Findings()
    after = show_rules(caller).settings.model_copy(update=dict(changes.settings))
    found.add(wrong_networks(changes.settings.get("networks") or ()))
    for code, entered in changes.keys.items():
        found.add(_wrong_mode(code, entered, after.mode))
    missing = after.provider and after.provider not in {*changes.keys, *keys.has_keys(caller.account_id)}
    if missing:
        found.add([FieldError(f"/{after.provider}", _NO_KEYS)])
    found.demand_none()


def wrong_networks(networks: Sequence[str]) -> list[FieldError]:
    """Return the errors of texts that are no networks."""
    return [FieldError(f"/networks/{at}", _NETWORK) for at, each in enumerate(networks) if not _is_network(each)]


def notice_url(account_id: str, code: ProviderCode) -> str:
    """Return the address that a provider has to send an account's notices to."""
    return f"{settings().public_base_url}/v1/payments/notices/{code}/{keys.notice_key(account_id, code)}"


def _wrong_mode(code: ProviderCode, entered: keys.Keys, mode: str) -> list[FieldError]:
    is_test = entered.secret_key.startswith(("test_", "sk_test_", "rk_test_"))
    is_live = entered.secret_key.startswith(("live_", "sk_live_", "rk_live_"))
    if mode == "live" and is_test:
        return [FieldError(f"/{code}/secret_key", _TEST_KEY)]
    return [FieldError(f"/{code}/secret_key", _LIVE_KEY)] if mode == "test" and is_live else []


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
