"""The audience of notices: a provider, by the key in the address, and by its signature or its network."""

from ipaddress import ip_network

from chalicelib.base.errors import Conflict, NotFound, Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.features.payments.keys import account_of, provider_of
from chalicelib.features.payments.model import ProviderCode
from chalicelib.features.payments.service.ruling import PROVIDERS
from chalicelib.features.payments.settings import PaymentSettings
from chalicelib.identity.audiences import Audience, Contract, Presented
from chalicelib.tenancy import sections

_NO_ADDRESS = N_("There is no such address for notices.")


def code_of(text: str) -> ProviderCode:
    """Return a provider by its part of the address. Raises NotFound."""
    for code in PROVIDERS:
        if code == text:
            return code
    raise NotFound(_NO_ADDRESS)


def _verify(presented: Presented) -> None:
    """Raise NotFound for a wrong key or a foreign network, WrongNotice for a wrong signature."""
    code = code_of(presented.parameters["provider"])
    account_id = account_of(presented.parameters["key"], code)
    if code == "yookassa":  # it signs nothing
        _demand_network(account_id, presented.address)
        return
    try:
        provider = provider_of(account_id, code)
    except Conflict as error:  # the account has no keys there
        raise NotFound(_NO_ADDRESS) from error
    provider.read_notice(presented.headers, presented.body())


def _demand_network(account_id: str, address: str) -> None:
    networks = sections.load(account_id, PaymentSettings).networks
    if networks and not any(_is_within(address, each) for each in networks):
        raise NotFound(_NO_ADDRESS)


def _is_within(address: str, network: str) -> bool:
    try:
        inner, outer = ip_network(address, strict=False), ip_network(network, strict=False)
    except ValueError:
        return False
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


PROVIDER = Audience(
    name="provider",
    resolve=_verify,
    who="Payment providers, by the key in the address; Stripe by its signature, too.",
    contract=Contract(
        description="The key in the address is the permission; Stripe's notices are signed.",
        errors=(Unauthenticated, NotFound),
    ),
)
