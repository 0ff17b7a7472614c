"""Tenancy: the settings of an account, its SMS quotas, and the operator's use cases."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__, rows=("table",))
