"""Files of a policy as pages list them."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies.files import FileState, PolicyFile
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.service import attaching
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import label_of
from chalicelib.tenancy import service as accounts

_STATES = {
    FileState.WAITING: (N_("Not uploaded yet"), "look"),
    FileState.STORED: ("", ""),
    FileState.REFUSED: (N_("Not stored"), "bad"),
}


def files_of(caller: Caller, policy: Policy, language: Language) -> list[dict[str, Any]]:
    """Return the files of a policy, the latest first."""
    return [file_line(caller, each, language) for each in attaching.list_files(caller, policy.id)[::-1]]


def file_line(caller: Caller, file: PolicyFile, language: Language) -> dict[str, Any]:
    """Return a file with its state in words."""
    names = directory.name_users(caller.account_id, {file.added_by})
    label, look = _STATES[file.state]
    return {
        "id": file.id,
        "name": file.name,
        "state": file.state,
        "shared": file.shared,
        "label": text(language, label) if label else "",
        "look": look,
        "size": localized.size(language, file.bytes) if file.bytes else "",
        "when": localized.moment(language, file.added_at, accounts.load_account(file.account_id).zone),
        "who": names.get(file.added_by) or text(language, label_of(file.added_by)),
    }
