"""Notices to people in the client area: put by features, seen with the permission alone, read each or as one."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import NotFound
from chalicelib.base.ids import derived_ulid
from chalicelib.base.installed import notice_put
from chalicelib.base.languages import N_, Language, text
from chalicelib.identity.area.model import AreaCaller, AreaNotice, AreaPerson
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.table import area_notices as table

#: The latest notices, which are counted; more unread ones are told as so many.
COUNTED = 100
_NO_NOTICE = N_("There is no such notice.")
_NONE: Mapping[str, str] = MappingProxyType({})
_NO_DAYS: Mapping[str, date] = MappingProxyType({})


class Said(NamedTuple):
    """A notice to tell some people, about a thing of a client.

    `once` names the event and `at` its moment, both always the same for it: so a person is told once. `text` is a
    msgid; `words` are values that are msgids, too, and `days` are written out. `path` is below the area's address.
    """

    once: str
    at: datetime
    kind: str
    client_id: str
    text: str
    path: str
    params: Mapping[str, str] = _NONE
    words: Mapping[str, str] = _NONE
    days: Mapping[str, date] = _NO_DAYS


class Unread(NamedTuple):
    """The unread ones among the latest notices, the latest first; `is_more`: there may be older ones."""

    notices: list[AreaNotice]
    is_more: bool


class NoticePage(NamedTuple):
    """A page of notices, the latest first, and the position of the next one."""

    items: list[AreaNotice]
    position: str | None


def put_notice(person: AreaPerson, said: Said, *, tx: Transaction | None = None) -> None:
    """Put a notice to a person, of those whom `people_to_tell` named. Idempotent outside of a transaction.

    In a transaction, for a change that happens once: one write.
    """
    notice = AreaNotice(
        id=derived_ulid(f"{person.id}#{said.once}", moment=said.at),
        account_id=person.account_id,
        person_id=person.id,
        client_id=said.client_id,
        kind=said.kind,
        text=said.text,
        params=said.params,
        words=said.words,
        days=said.days,
        path=said.path,
        at=said.at,
    )
    table.put_notice(notice, tx=tx)
    for tell in notice_put():
        tell(tx, person.account_id, person.id)


def list_notices(caller: AreaCaller, *, limit: int, position: str | None = None) -> NoticePage:
    """Return notices of a person about clients for which they have the permission still."""
    clients, seen, before = caller.client_ids(AreaPermission.NOTICES), list[AreaNotice](), position
    while True:
        found = table.list_notices(caller.account_id, caller.person.id, limit=limit, before=before)
        seen += [each for each in found.notices if each.client_id in clients]
        if len(seen) > limit or (len(seen) == limit and found.has_more):
            return NoticePage(seen[:limit], seen[limit - 1].id)
        if not found.has_more:
            return NoticePage(seen, None)
        before = found.notices[-1].id


def unread_of(caller: AreaCaller) -> Unread:
    """Return the unread ones among the latest notices of a person: one Query, and one only in a call."""
    if AreaPermission.NOTICES not in caller.scopes:
        return Unread([], is_more=False)
    if caller.notices is None:
        caller.notices = table.list_notices(caller.account_id, caller.person.id, limit=COUNTED).notices
    clients = caller.client_ids(AreaPermission.NOTICES)
    unread = [each for each in caller.notices if not each.is_read and each.client_id in clients]
    return Unread(unread, is_more=len(unread) >= COUNTED)


def read_one(caller: AreaCaller, notice_id: str) -> AreaNotice:
    """Return a notice of a person, who has read it now. Raises NotFound."""
    found = table.get_notice(caller.account_id, caller.person.id, notice_id)
    if found is None or found.client_id not in caller.client_ids(AreaPermission.NOTICES):
        raise NotFound(_NO_NOTICE)
    if not found.is_read:
        table.mark_read(found)
    return found


def read_through(caller: AreaCaller, notice_id: str) -> None:
    """Note that a person has read a notice and all before it. Raises NotFound."""
    if table.get_notice(caller.account_id, caller.person.id, notice_id) is None:
        raise NotFound(_NO_NOTICE)
    table.raise_mark(caller.account_id, caller.person.id, notice_id)


def words_of(notice: AreaNotice, language: Language) -> str:
    """Return the text of a notice in a language."""
    words = {name: text(language, each) for name, each in notice.words.items()}
    return text(language, notice.text, **notice.params, **words, **notice.days)
