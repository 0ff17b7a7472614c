"""Payments: orders to payment providers, their notices, refunds."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__)
