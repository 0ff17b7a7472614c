"""The look-up of a policy's number: the same reads, whether there is such a policy or not."""

from typing import NamedTuple

from chalicelib.features.cabinet.joining.decision import Matches
from chalicelib.features.cabinet.joining.model import Given
from chalicelib.features.cabinet.joining.names import FullName, is_holder, is_same_name
from chalicelib.features.cabinet.joining.questions import Facts
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy
from chalicelib.identity.table import area as people

#: Read in place of a client whom nobody knows.
_NOBODY = "cli_00000000000000000000000000"


class Found(NamedTuple):
    """The policy of a number and its client; None for an unknown number, a company, and somebody who was erased."""

    policy: Policy | None
    client: Client | None

    @property
    def facts(self) -> Facts:
        """Return the answers to questions; of an unknown number none."""
        if self.policy is None or self.client is None:
            return Facts()
        document = self.client.facts.document
        return Facts(document.number if document else None, self.policy.insured.sum_insured, self.policy.premium)


def look_up(account_id: str, number: str) -> Found:
    """Return the policy with a number and its client: three GetItem, for an unknown number, too."""
    policy = policies.find_numbered(account_id, number)
    client = clients.find_client(account_id, policy.client_id if policy else _NOBODY)
    if policy is None or client is None or client.blocked is not None or client.facts.kind is ClientKind.COMPANY:
        return Found(None, None)
    return Found(policy, client)


def match(found: Found, given: Given) -> Matches:
    """Return the facts that are right."""
    policy, client = found
    if policy is None or client is None:
        return Matches(holder=False, phone=False, email=False)
    facts = client.facts
    on_file = FullName(facts.surname or "", facts.given_name or "", facts.patronymic or "")
    # Why both: a client who changed the name may have the former one in the contract.
    is_named = is_same_name(given.name, on_file=on_file) or is_holder(given.name, policy.holder)
    is_phone, is_email = facts.phone == given.phone, _is_same_address(facts.email, given.email)
    return Matches(holder=is_named, phone=is_phone, email=is_email)


def is_registered(account_id: str, found: Found) -> bool:
    """Return True if the client has a cabinet: one Query in any case."""
    return bool(people.list_people_of_client(account_id, found.client.id if found.client else _NOBODY))


def _is_same_address(on_file: str | None, given: str) -> bool:
    return on_file is not None and on_file.casefold() == given.casefold()
