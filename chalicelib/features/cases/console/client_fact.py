"""The client on a case's page."""

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import client_use
from chalicelib.features.cases.console.summary import Fact
from chalicelib.features.cases.model import Case
from chalicelib.frame.console.addresses import address
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may


def client_fact(caller: Caller, case: Case, language: Language) -> Fact | None:
    """Return a case's client with a link; None without one, or for a reader who sees no clients."""
    if case.client_id is None or not may(caller, client_use.SEES_CLIENTS):
        return None
    client = client_use.find_seen(caller, case.client_id)
    label = text(language, N_("Client"))
    if client is None:  # an id of another system
        return Fact(label, case.client_id)
    return Fact(label, client.shown_name, address(f"/console/clients/{client.id}"))
