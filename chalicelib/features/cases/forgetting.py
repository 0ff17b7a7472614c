"""Erasure of words that people typed from timelines of cases, for the features whose entries have them."""

from collections.abc import Set

from chalicelib.features.cases import table


def forget_said(account_id: str, case_id: str, *, begins: str, names: Set[str]) -> None:
    """Erase data of these names from a case's entries of types that begin so. Idempotent."""
    table.forget_said(account_id, case_id, begins=begins, names=names)
