"""The use case of a notice of loss: case, claim and photo request in one transaction, once for one intention."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.cases import policy_use
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, Loss
from chalicelib.features.claims import service
from chalicelib.features.claims.model import claim_id_of
from chalicelib.features.claims.settings import claim_settings
from chalicelib.features.photos.service.access import address_of
from chalicelib.features.photos.service.new_requests import Asking
from chalicelib.features.photos.service.requesting import ask_for_photos
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.status import Gap, gap_at
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import CategoryChoice

#: Policies of a client that are offered.
MOST_POLICIES = 100
#: The power that filing takes beside the person's own: the case is filled by the policy.
_POWERS = frozenset({"policies:read"})
_NO_POLICY = N_("Choose one of your policies under which a loss can be declared here.")
_FUTURE = N_("The loss can't be in the future. Check the day and the time.")


class Notice(NamedTuple):
    """A notice of loss. Fields that could not be read are None."""

    policy_id: str | None
    occurred_at: datetime | None
    place: str | None
    description: str | None
    driver: str | None = None
    police_called: bool | None = None
    police_reference: str | None = None


class Filed(NamedTuple):
    """The claim of a notice, its photo page, and the reason for a doubt about the cover."""

    claim_id: str
    #: Of the page for photos.
    token: str
    gap: Gap | None

    @property
    def photo_link(self) -> str:
        """The address of the page for photos."""
        return address_of(self.token)


def policies_of(caller: AreaCaller) -> list[Policy]:
    """Return the policies under which the person can declare a loss, those in force first."""
    found = list[Policy]()
    for client_id in _clients(caller):
        wanted = policies.Wanted(client_id=client_id)
        found += policies.list_policies(caller, wanted, limit=MOST_POLICIES, position=None).items
    zone, moment = accounts.load_account(caller.account_id).zone, now()
    offered = [each for each in found if _process_of(each) is not None]
    return sorted(offered, key=lambda each: (gap_at(each, moment, zone) is not None, -each.insured.begins.toordinal()))


def find_policy(caller: AreaCaller, policy_id: str) -> Policy | None:
    """Return a policy of the person under which a loss can be declared; None for any other."""
    policy = policies.find_policy(caller, policy_id)
    if policy is None or policy.client_id not in _clients(caller) or _process_of(policy) is None:
        return None
    return policy


def check_notice(caller: AreaCaller, notice: Notice) -> None:
    """Raise Invalid with everything that a notice would be refused for; nothing is written."""
    found = Findings()
    found.add(_wrong(caller, notice))
    found.demand_none()


def file_notice(caller: AreaCaller, notice: Notice, *, once: str) -> Filed:
    """File a notice of loss, also of one that the policy does not cover. Idempotent by `once`. Raises Invalid."""
    check_notice(caller, notice)
    policy = find_policy(caller, notice.policy_id or "")
    assert policy is not None  # noqa: S101 - checked
    acting = Caller(account_id=caller.account_id, principal=caller.principal, scopes=_POWERS)

    def begin(tx: Transaction, case: Case) -> None:
        service.begin_declared(tx, case, _facts(notice), actor=caller.actor)

    asked = ask_for_photos(acting, _asking(caller, policy, notice, once), also=begin)
    zone = accounts.load_account(caller.account_id).zone
    gap = gap_at(policy, notice.occurred_at, zone) if notice.occurred_at else None
    return Filed(claim_id_of(asked.request.case_id), asked.link.token, gap)


def _asking(caller: AreaCaller, policy: Policy, notice: Notice, once: str) -> Asking:
    """Return the asking of a notice. The policy gives its client, product and vehicle; nothing is sent."""
    loss = Loss(occurred_at=notice.occurred_at, place=notice.place, description=notice.description)
    return Asking(
        new_case=cases.NewCase(process=_process_of(policy), loss=loss, policy_id=policy.id),
        categories=_photos_of(caller.account_id, policy),
        phone=caller.person.phone,
        email=caller.person.email,
        once=_intention(caller, once),
    )


def _photos_of(account_id: str, policy: Policy) -> list[CategoryChoice] | None:
    """Return the usual categories of photos, with as many photos as documents of the process need of each."""
    rules = claim_settings(account_id).find(_process_of(policy) or "")
    needed = {
        each.photos: each.min for each in (rules.slots if rules else ()) if each.photos and each.need == "required"
    }
    usual = [each for each in accounts.load_account(account_id).categories if each.by_default or each.code in needed]
    least = {each.code: min(max(each.min, needed.get(each.code, 0)), each.max) for each in usual}
    return [CategoryChoice(code=code, min=count) for code, count in least.items()] or None


def _facts(notice: Notice) -> dict[str, object]:
    return {
        "driver": notice.driver,
        "police_called": notice.police_called,
        "police_reference": notice.police_reference,
    }


def _process_of(policy: Policy) -> str | None:
    """Return the process of the policy's losses, if clients can declare them: announced ones are no policy's."""
    code = policy_use.process_of(accounts.load_account(policy.account_id), policy)
    rules = claim_settings(policy.account_id).find(code) if code else None
    return code if rules is not None and rules.notice_by_client and not rules.announced else None


def _wrong(caller: AreaCaller, notice: Notice) -> Iterator[FieldError]:
    if notice.policy_id is not None and find_policy(caller, notice.policy_id) is None:
        yield FieldError("/policy_id", _NO_POLICY)
    if notice.occurred_at is not None and notice.occurred_at > now():
        yield FieldError("/occurred_at", _FUTURE)


def _clients(caller: AreaCaller) -> frozenset[str]:
    """Return the clients whose policies and claims the person sees."""
    return frozenset(caller.client_ids(AreaPermission.POLICIES)) & frozenset(caller.client_ids(AreaPermission.CLAIMS))


def _intention(caller: AreaCaller, once: str) -> str:
    """Return the digest of an intention, which no other person has."""
    return hashlib.sha256(f"notice-of-loss\0{caller.account_id}\0{caller.person.id}\0{once}".encode()).hexdigest()
