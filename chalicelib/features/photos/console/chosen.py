"""The client and the policy that the form of a new request is filled by."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.base.languages import Language
from chalicelib.features.cases import client_use, policy_use
from chalicelib.features.cases.model import Case
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.photos.console.request_form import AskForm
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

if TYPE_CHECKING:
    from chalicelib.features.policies.model import Policy

#: Policies of a client that the form offers; there is a list of all of them on the client's page.
_OFFERED = 5


class Chosen(NamedTuple):
    """The chosen client and policy."""

    client: Client | None = None
    policy: "Policy | None" = None


class OfferedPolicy(NamedTuple):
    """A policy to choose, in a line."""

    id: str
    label: str


def chosen_by(caller: Caller, case: Case | None, *, client_id: str, policy_id: str) -> Chosen:
    """Return the client of a case, or the client and the policy chosen for a new one.

    Raises NotFound for unknown ones, Invalid for an erased client.
    """
    if case:
        return Chosen(client_use.find_seen(caller, case.client_id))
    if policy_id and may(caller, policy_use.SEES_POLICIES):
        policy = _policies("service").show_policy(caller, policy_id)
        return Chosen(_present(client_use.find_seen(caller, policy.client_id)), policy)
    if not client_id:
        return Chosen()
    return Chosen(client_use.usable(clients.read_client(caller, client_id), prefix="/case"))


def chosen_in(caller: Caller, form: AskForm) -> Chosen:
    """Return the client and the policy that a form names. An erased client leaves it, so that it can be sent."""
    policy = policy_use.find_seen(caller, form.policy or None)
    client_id = policy.client_id if policy else form.client
    return Chosen(_present(clients.find_seen(caller, client_id)) if client_id else None, policy)


def offered_policies(caller: Caller, chosen: Chosen, language: Language) -> list[OfferedPolicy]:
    """Return policies of the chosen client to choose from, those that begin last first: a Query, a BatchGetItem."""
    if chosen.client is None or chosen.policy or not may(caller, policy_use.SEES_POLICIES):
        return []
    policies = _policies("service")
    wanted = policies.Wanted(client_id=chosen.client.id)
    found = policies.list_policies(caller, wanted, limit=_OFFERED, position=None)
    return [OfferedPolicy(each.id, policy_label(each, language)) for each in found.items]


def policy_label(policy: "Policy", language: Language) -> str:
    """Return a policy in a line: product, number, thing, present status."""
    product = _policies("shown").product_label(policy.account_id, policy.insured.product, language)
    status = _policies("console.values").states_of(policy, language)[0].label
    return " · ".join(filter(None, (f"{product} {policy.number}", policy.insured.object, status)))


def policy_notice(policy: "Policy | None", language: Language) -> OfferedPolicy | None:
    """Return the chosen policy in a line; None for none."""
    return OfferedPolicy(policy.id, policy_label(policy, language)) if policy else None


def _present(client: Client | None) -> Client | None:
    return client if client is not None and client.blocked is None else None


def _policies(module: str) -> Any:
    """Return a module of policies, loaded by the first form with a policy or a client."""
    return import_module(f"chalicelib.features.policies.{module}")
