"""Export of everything that is held about a client, as a ZIP file in the bucket for a day.

Features add their files by `client_data` of their manifests; those of clients themselves come from person_file.py.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.ids import new_ulid
from chalicelib.base.installed import client_data
from chalicelib.base.languages import N_, text
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.export_keys import exports_prefix
from chalicelib.features.clients.model import Client, Reveal
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.clients.refusals import client_blocked, not_found
from chalicelib.features.clients.service.reading import read_client
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.powers import may
from chalicelib.identity.principals import Principal
from chalicelib.tenancy import service as accounts

_READABLE_BY_ALL = 0o644 << 16
#: The reason that is kept with the reading.
_ASKED_BY_CLIENT = N_("Asked for by the client in the client area")


class Export(NamedTuple):
    """An export: a presigned address, and the file behind it."""

    url: str
    file_name: str
    bytes: int
    sha256: str
    expires_at: datetime


def export_client(caller: Caller, client_id: str, *, reason: str) -> Export:
    """Make a file of everything held about a client, and keep who did so and why. Raises Invalid, NotFound, Conflict.

    It has full numbers of documents, and so it counts as a reading of them.
    """
    said = line(reason)
    if not said:
        raise Invalid([FieldError("/reason", N_("Write why you need the data: it is kept with the client."))])
    client = read_client(caller, client_id)
    if client.blocked is not None and not may(caller, "clients:manage"):
        raise client_blocked()
    return _export(caller, client, said)


def export_own(account_id: str, client_id: str, *, by: Principal) -> Export:
    """Make the same file for the client, who asks for it in the client area. Raises NotFound.

    The features add their files as for an administrator: everything is the client's own.
    """
    client = table.get_client(account_id, client_id)
    if client is None or client.blocked is not None:
        raise not_found()
    said = text(accounts.load_account(account_id).language, _ASKED_BY_CLIENT)
    return _export(Caller(account_id=account_id, principal=by, role=Role.ADMIN), client, said)


def _export(caller: Caller, client: Client, reason: str) -> Export:
    tx, moment = Transaction(), now()
    table.check_there(tx, client)
    trace = Reveal(id=new_ulid(), at=moment, actor=caller.actor, reason=reason, what="export")
    table.append_reveal(tx, client, trace)
    tx.commit()
    data = _zipped(_files(caller, client), moment)
    name = f"client-{client.id[-6:]}-{moment:%Y%m%d}.zip"
    key = f"{exports_prefix(client.account_id, client.id)}{trace.id}.zip"
    photo_bucket.write_export(key, data)
    _demand_still_there(client)
    return Export(
        url=photo_bucket.sign_download(key, file_name=name, content_type="application/zip"),
        file_name=name,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        expires_at=moment + timedelta(seconds=photo_bucket.DOWNLOAD_SECONDS),
    )


def _demand_still_there(client: Client) -> None:
    """Delete the export of a client that was erased while it was made. Raises NotFound."""
    left = table.get_client(client.account_id, client.id)
    if left is None or left.blocked != client.blocked:
        photo_bucket.erase_under(exports_prefix(client.account_id, client.id))
        raise not_found()


def _files(caller: Caller, client: Client) -> Iterator[HeldFile]:
    language = client.facts.language or accounts.load_account(caller.account_id).language
    for held in client_data():
        yield from held(caller, client, language)


def _zipped(files: Iterable[HeldFile], moment: datetime) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in files:
            info = zipfile.ZipInfo(each.name, moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED if each.compress else zipfile.ZIP_STORED
            info.external_attr = _READABLE_BY_ALL
            archive.writestr(info, each.content)
    return buffer.getvalue()
