"""Lists of clients: by name, by change, and by a search."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.folding import fold, fold_for_order
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.base.languages import N_
from chalicelib.base.search.pages import wrong_position
from chalicelib.base.search.readings import is_short, read_as_phone
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import View, scope_of, view_of
from chalicelib.features.clients.model import Change, Client, Counted, Known, Reveal, Standing, standing_of
from chalicelib.features.clients.searching import search
from chalicelib.features.clients.service.reading import read_client
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller

Order = Literal["name", "recent"]


class Wanted(NamedTuple):
    """The filter of a list.

    `q`: words of a name, an e-mail, or a phone. `phone`: the end or the beginning of one.
    """

    q: str = ""
    phone: str = ""
    standing: Standing | None = None
    order: Order = "name"
    #: The base to list; None: all that the caller sees.
    base: str | None = None


class Page[T](NamedTuple):
    """A page of a list; `position` is where the next one begins, None after the last."""

    items: Sequence[T]
    position: str | None


def list_clients(caller: Caller, wanted: Wanted, *, limit: int, position: str | None) -> Page[Known]:
    """Return a page of the clients that the caller sees: one Query and two BatchGetItem.

    With `standing`, or by a search, a page may have fewer clients than `limit`, or none, and still be followed by
    another.
    """
    scope = _scope(view_of(caller), wanted)
    if scope is None:
        return Page((), None)
    clients, end = _find(caller.account_id, scope, wanted, limit=limit, position=position)
    binding = locks.read_locks(caller.account_id, clients)
    known = (standing_of(each, binding[each.id]) for each in clients)
    return Page([each for each in known if wanted.standing in (None, each.standing)], end)


def count_clients(caller: Caller, *, base: str | None = None) -> Counted:
    """Return the numbers of the clients that the caller sees, or of those of one base of them."""
    scope = _scope(view_of(caller), Wanted(base=base))
    return table.read_counts(scope) if scope is not None else Counted()


def list_history(caller: Caller, client_id: str, *, limit: int, position: str | None) -> Page[Change]:
    """Return the changes of a client that the caller sees, newest first. Raises NotFound."""
    if position is not None and not re.fullmatch(ULID_PATTERN, position):
        raise wrong_position()
    client = read_client(caller, client_id)
    return Page(*table.list_changes(client.account_id, client.id, after=position, limit=limit))


def list_reveals(caller: Caller, client_id: str) -> list[Reveal]:
    """Return the readings of a client's document number, oldest first. Raises NotFound."""
    client = read_client(caller, client_id)
    return table.list_reveals(client.account_id, client.id)


def _scope(view: View, wanted: Wanted) -> str | None:
    """Return the beginning of the look-ups' keys; None for a base that the caller does not see."""
    if wanted.base is None or wanted.base == view.base:
        return view.scope
    return scope_of(view.account_id, wanted.base) if view.base is None else None


def check_wanted(wanted: Wanted) -> None:
    """Raise Invalid with everything that a list would be refused for."""
    found = Findings()
    with found:
        if wanted.phone:
            read_as_phone(wanted.phone, pointer="?phone")
    if wanted.q and not fold(wanted.q):
        found.add([FieldError("?q", N_("Write letters of a name, or digits of a phone."))])
    found.demand_none()


def _find(
    account_id: str, scope: str, wanted: Wanted, *, limit: int, position: str | None
) -> tuple[Sequence[Client], str | None]:
    check_wanted(wanted)
    if wanted.phone or (wanted.q and (not is_short(wanted.q) or _is_of_search(position))):
        return search(account_id, scope, q=wanted.q, phone=wanted.phone, limit=limit, position=position)
    if wanted.order == "recent" and not wanted.q:
        ids, end = table.list_recent(scope, after=position, limit=limit)
    else:
        ids, end = table.list_names(scope, begins=fold_for_order(wanted.q), after=position, limit=limit)
    if wanted.q and not ids and position is None:  # no surname begins so, but a given name may be as short: Ян
        return search(account_id, scope, q=wanted.q, phone="", limit=limit, position=None)
    clients = table.get_clients(account_id, ids)
    return [clients[each] for each in ids if each in clients], end


def _is_of_search(position: str | None) -> bool:
    """Return True for the end of a page of a search: no folded name has a colon."""
    return position is not None and re.match("[0-9]+:", position) is not None
