"""Parts that documents of policies share: names of people, moments, the QR code."""

from datetime import datetime

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.model import Policy
from chalicelib.features.printing.contents import Check
from chalicelib.identity import directory
from chalicelib.identity.principals import StaffMember, actor_of
from chalicelib.tenancy.model import Account

POLICY = N_("Policy")
INSURER = N_("Insurer")


def check_of(policy: Policy, language: Language) -> Check:
    """Return the QR code that leads to the public page of a policy."""
    return Check(
        url=url_of("check", policy.account_id, policy.id),
        label=text(language, N_("Check this policy")),
        alt=text(language, N_("QR code: the page that says until when the policy is in force")),
    )


def agent_name(account_id: str, agent_id: str | None) -> str:
    """Return the full name of an agent; empty for the house, and for an agent who has given none."""
    if agent_id is None:
        return ""
    actor = actor_of(StaffMember(agent_id))
    known = directory.name_users(account_id, [actor]).get(actor, "")
    return known if "@" not in known else ""  # of a nameless one the directory knows the e-mail


def moment_of(account: Account, at: datetime, language: Language) -> str:
    """Write a moment in the account's time zone. Why not as pages do: a document is read on other days, too."""
    local = at.astimezone(account.zone)
    return f"{localized.day(language, local)}, {local:%H:%M} ({localized.offset_of(local)})"
