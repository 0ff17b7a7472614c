"""Sentences about policies that do not cover a loss."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.features.policies.status import Gap

#: By reason.
GAPS: Mapping[Gap, str] = MappingProxyType(
    {
        Gap.NOT_BEGUN: N_("The policy was not in force at the time of loss: its term had not begun."),
        Gap.NOT_PAID: N_("The policy was not in force at the time of loss: nothing had been paid."),
        Gap.CANCELLED: N_("The policy was not in force at the time of loss: it had been cancelled."),
        Gap.ENDED: N_("The policy was not in force at the time of loss: its term had ended."),
    }
)
