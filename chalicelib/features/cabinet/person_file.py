"""People of the client area in the export of everything that is held about their client."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.base.languages import Language
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.reminders import upkeep
from chalicelib.features.cabinet.table import joining
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.model import Caller
from chalicelib.identity.table import area as people
from chalicelib.identity.table.area_notices import list_all_notices

#: Fields that say nothing about the person, or open something.
_INTERNAL = {"account_id", "version"}
_FORMER = {"channel", "former", "present", "changed_at"}
_SECRET = {"account_id", "sha256", "person_id", "slug"}


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield area.json with the people who act for a client, sessions, devices and invitations; and the reminders."""
    ids = people.list_people_of_client(client.account_id, client.id)
    found = [person for each in ids if (person := people.get_person(client.account_id, each))]
    invitations, tasks = joining.list_of_client(client.account_id, client.id)
    held = {
        "people": [_held(each, client) for each in found],
        "invitations": [each.model_dump(mode="json", exclude=_INTERNAL) for each in invitations],
        "registrations_for_staff": [each.model_dump(mode="json", exclude=_INTERNAL) for each in tasks],
    }
    if any(held.values()):
        yield HeldFile("area.json", json.dumps(held, ensure_ascii=False, indent=1).encode())
    yield from upkeep.files(caller, client, language)


def _held(person: AreaPerson, client: Client) -> dict[str, Any]:
    ids = (person.account_id, person.id)
    return {
        **person.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL),
        "sessions": [each.model_dump(mode="json", exclude=_SECRET) for each in people.list_sessions(*ids)],
        "former_contacts": [each.model_dump(mode="json", include=_FORMER) for each in table.list_former(*ids)],
        "notices": [
            each.model_dump(mode="json", exclude=_SECRET)
            for each in list_all_notices(*ids)
            if each.client_id == client.id
        ],
        "devices": [each.model_dump(mode="json", exclude=_SECRET) for each in people.list_devices(*ids)],
    }
