"""The manifest of bills."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__, rows=("payable",), payables={"bill": "payable:BILLS"})
