"""Invitations to a company in the export of everything that is held about it."""

import json
from collections.abc import Iterator

from chalicelib.base.languages import Language
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.companies import table
from chalicelib.identity.model import Caller

_INTERNAL = {"account_id", "version"}


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield company_invitations.json with the invitations to a company; nothing without any."""
    held = [
        each.model_dump(mode="json", exclude=_INTERNAL) for each in table.list_invitations(client.account_id, client.id)
    ]
    if held:
        yield HeldFile("company_invitations.json", json.dumps(held, ensure_ascii=False, indent=1).encode())
