"""HTTP of policies that back-ends report by signed webhook."""

from chalicelib.base.errors import Conflict
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.report_schemas import ReportedPolicyBody, ReportedPolicyView
from chalicelib.features.policies.views import policy_view
from chalicelib.features.webhooks.audience import hook
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.model import Caller

policy_hooks = Blueprint(__name__)


def _check(caller: Caller, body: ReportedPolicyBody) -> None:
    policies.check_report(caller, body.typed())


@policy_hooks.operation(
    "POST",
    "/v1/hooks/policies",
    audience=hook("policies:write"),
    idempotent=True,
    errors=(Conflict,),
    check=_check,
    summary="Report a policy that was sold elsewhere, by a message signed as Standard Webhooks says",
)
def report_policy(caller: Caller, body: ReportedPolicyBody, call: Call) -> ReportedPolicyView:
    """Make or change a policy of the sender; the same version again changes nothing."""
    reported = policies.report_policy(caller, body.typed())
    view = policy_view(reported.policy, call.language, warnings=reported.warnings)
    return ReportedPolicyView(outcome=reported.outcome, policy=view)
