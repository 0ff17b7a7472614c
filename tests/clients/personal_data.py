"""Texts of consents, uses of clients and rows of the table, for tests of personal data."""

import io
import zipfile
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.clients import table
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.settings import ClientSettings, ConsentText
from chalicelib.features.clients.table.rows import ClientsRow
from chalicelib.tenancy import sections

TEXT = "Я согласна на обработку моих персональных данных."


def write_text(account_id: str, text: str = TEXT, *, purpose: Purpose = Purpose.PERSONAL_DATA, number: int = 1) -> None:
    """Write the Russian text of a consent into the settings, in use since long ago."""
    rules = sections.show(account_id, ClientSettings)
    written = ConsentText(purpose=purpose, language="ru", text=text, version=number, since=date(2020, 1, 1))
    others = tuple(each for each in rules.value.texts if each.purpose is not purpose)
    sections.change(account_id, rules.value.model_copy(update={"texts": (*others, written)}), since=rules.version)


def use(account_id: str, client_id: str, *, cases: int = 0, policies: int = 0) -> None:
    """Count cases or policies that name a client."""
    tx = Transaction()
    table.count_use(tx, account_id, client_id, cases=cases, policies=policies)
    tx.commit()


def rows_of(account_id: str) -> list[Any]:
    """Return all rows of an account in the clients table, but counts."""
    rows = ClientsRow.scan(consistent_read=True)
    return [row for row in rows if row.pk.startswith(account_id) and row.sk != "count"]


def exported(url: str) -> dict[str, str]:
    """Return the texts of an export's files by name."""
    return {name: data.decode() for name, data in exported_files(url).items()}


def exported_files(url: str) -> dict[str, bytes]:
    """Return an export's files by name."""
    path = urlsplit(url).path
    stored = photo_bucket.read(path[path.index(photo_bucket.ARCHIVES) :], version_id=None, at_most=100_000_000)
    with zipfile.ZipFile(io.BytesIO(stored.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
