"""Tenancy: the account and its counters."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__, rows=("table",))
