"""The card of policies on the home page of the client area."""

from typing import Any

from chalicelib.base.languages import Language
from chalicelib.features.policies.area import own
from chalicelib.features.policies.service.asking import open_part
from chalicelib.identity.area.model import AreaCaller

#: Policies on the card.
MOST = 5


def policies_card(caller: AreaCaller, language: Language) -> dict[str, Any] | None:
    """Return the policies that are not over, and the instalment that is due first; None without any policy."""
    found = own.list_own(caller)
    present = [each for each in (own.as_listed(policy, language) for policy in found) if not each.is_over]
    if not found:
        return None
    due = [(part.due, each) for each in present if (part := open_part(each.policy)) is not None]
    following = min(due, key=lambda pair: pair[0])[1] if due else None
    can_pay = following is not None and own.can_pay(caller)
    return {
        "present": present[:MOST],
        "next": following,
        "can_pay": can_pay,
        "method": own.method_of(following.policy) if following and can_pay else None,
    }
