"""Client companies in the client area: their people, permissions and notices."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__)
