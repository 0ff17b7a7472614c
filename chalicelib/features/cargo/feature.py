"""Claims of cargo: announced to companies, under the law of their transport."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__)
