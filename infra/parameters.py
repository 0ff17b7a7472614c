"""Parameters of a stack: it keeps former values, and only named ones change.

Why: CloudFormation goes back to the template's default for a parameter that an update leaves out. One forgotten
parameter would take the alarms' address away, or open an address that was closed.
"""

import json
from collections.abc import Iterator, Mapping

from infra.package import Package
from infra.target import DeployError

#: Parameters that `make deploy` itself sets, or that are the emulator's.
_NOT_CHOSEN = frozenset({"Stage", "PublicBaseUrl", "Emulated", "StaffKeysHost", "WebhooksToLoopback"})


def defaults_of(package: Package) -> dict[str, str | None]:
    """Return the parameters of a package's template by name, each with its default; None for one that has none."""
    declared = json.loads(package.template.read_text())["Parameters"]
    return {name: str(each["Default"]) if "Default" in each else None for name, each in declared.items()}


def parameters_of(
    named: Mapping[str, str], *, kept: Mapping[str, str], defaults: Mapping[str, str | None], written: str
) -> dict[str, str]:
    """Return the parameters to deploy with: those named now, else the stack's. The rest has its default.

    `written` has more of them, `Name=value` with spaces between; `Name=` goes back to the template's default. Raises
    DeployError for names that the template doesn't have, and without a sender.
    """
    asked = dict(_written(written, defaults))
    changes = {name: value for name, value in named.items() if value}
    chosen = {**kept, **_identity(changes, kept), **changes, **asked}
    if not chosen.get("MailSender"):
        raise DeployError("say who mails come from: OSMOTR_MAIL_SENDER=photos@example.com")
    return {name: value for name, value in chosen.items() if name in defaults and name not in _NOT_CHOSEN}


def _identity(changes: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Return the sender's address as its own identity, unless another one, such as a domain, was named once."""
    sender = changes.get("MailSender", "")
    is_own = kept.get("MailIdentity") in {None, kept.get("MailSender")}
    return {"MailIdentity": sender} if sender and is_own else {}


def _written(parameters: str, defaults: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    known = sorted(defaults.keys() - _NOT_CHOSEN)
    for each in parameters.split():
        name, equals, value = each.partition("=")
        if not equals or name not in known:
            raise DeployError(f"PARAMETERS: {each!r} is no Name=value of the template, which has {', '.join(known)}")
        default = defaults[name]
        if not value and default is None:
            raise DeployError(f"PARAMETERS: {name} has no default to go back to")
        yield name, value or str(default)
