"""The cabinet: the client area of policyholders, with its registration."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__)
