"""Changes of a case as a caller writes them, made a part of the case."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from chalicelib.features.cases.changes import touched
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.rules import owner_phone
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


def with_read_phone(caller: Caller, before: Case, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the changes with a new phone as E.164, before it becomes a part of the case.

    Why: people write longer numbers than a case can store.
    """
    owner = changes.get("owner") or {}
    written = owner.get("phone")
    if written in (None, before.owner.phone):
        return changes
    phone = owner_phone(accounts.load_account(caller.account_id), written)
    return {**changes, "owner": {**owner, "phone": phone}}


def changed(before: Case, changes: Mapping[str, Any]) -> Case:
    """Return the case changed now. Facts in groups, such as the owner's, are merged one by one."""
    merged: dict[str, Any] = {}
    for name, value in changes.items():
        current = getattr(before, name)
        if isinstance(current, BaseModel) and isinstance(value, Mapping):
            merged[name] = type(current).model_validate({**current.model_dump(), **value})
        else:
            merged[name] = value
    return touched(before, **merged)
