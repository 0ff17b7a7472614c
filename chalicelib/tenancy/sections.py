"""Settings that a feature brings: a frozen type, named by its manifest, of which an account has one.

Each is stored by itself, with a version and a conflict of its own. Until it is first saved its type's defaults hold.
The feature decides who may change it. Limits: as much as the type allows, in items of 360 KB.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import retry_stale
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.installed import find_settings
from chalicelib.base.models import Frozen
from chalicelib.base.recent import clear_recent, recent
from chalicelib.identity.tenants import NO_ACCOUNT
from chalicelib.tenancy import table
from chalicelib.tenancy.service import CHANGED_AT_ONCE


class Section[S: Frozen](NamedTuple):
    """A section of an account's settings; version 0 if it was never saved."""

    value: S
    version: int


def load[S: Frozen](account_id: str, kind: type[S]) -> S:
    """Return a section of settings as it was at most CACHE_SECONDS ago."""
    return kind.model_validate(_document_of(account_id, find_settings(kind)))


def show[S: Frozen](account_id: str, kind: type[S]) -> Section[S]:
    """Return a section of settings as it is now."""
    saved = retry_stale(lambda: table.get_feature_section(account_id, find_settings(kind)))
    return Section(kind.model_validate(saved.document), saved.version)


def change[S: Frozen](account_id: str, value: S, *, since: int) -> Section[S]:
    """Replace a section of settings that was read in version `since`. Raises Conflict if it changed, NotFound."""
    code = find_settings(type(value))
    saved = retry_stale(lambda: table.get_feature_section(account_id, code))
    if saved.version != since:
        raise Conflict(CHANGED_AT_ONCE)
    table.put_feature_section(
        account_id,
        code,
        value.model_dump(mode="json", exclude_defaults=True),
        replacing=saved,
        otherwise=lambda _: Conflict(CHANGED_AT_ONCE),
        unknown=lambda _: NotFound(NO_ACCOUNT),
    )
    clear_recent()
    return Section(value, since + 1)


@recent(at_most=256)
def _document_of(account_id: str, code: str) -> Mapping[str, Any]:
    return retry_stale(lambda: table.get_feature_section(account_id, code)).document
