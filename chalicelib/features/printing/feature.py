"""Printed documents: PDF files of templates, stored for download."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__)
