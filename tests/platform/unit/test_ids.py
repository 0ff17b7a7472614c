"""Ids of objects made once by an intention that comes from outside."""

import re

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.base.ids import ULID_PATTERN, id_made_once, new_id


def test_an_intention_leads_to_one_id_in_one_account() -> None:
    once = new_id("key")

    made = id_made_once(once, prefix="key", account_id="acc_1")

    assert re.fullmatch(f"key_{ULID_PATTERN}", made)
    assert made[:14] == once[:14]  # the time stays: ids sort by it
    assert id_made_once(once, prefix="key", account_id="acc_1") == made
    assert (
        len(
            {
                once,
                made,
                id_made_once(once, prefix="key", account_id="acc_2"),
                id_made_once(made, prefix="key", account_id="acc_1"),
            }
        )
        == 4
    )


def test_the_last_ulid_there_is_leads_to_one_too() -> None:
    assert re.fullmatch(f"whe_{ULID_PATTERN}", id_made_once("whe_7" + "Z" * 25, prefix="whe", account_id="acc_1"))


@pytest.mark.parametrize(
    "once", ["", "key", "key_", "key_x", "whe_7" + "Z" * 25, "key_8" + "Z" * 25, "key_7" + "Z" * 26]
)
def test_anything_else_is_no_intention(once: str) -> None:
    with pytest.raises(Invalid) as refused:
        id_made_once(once, prefix="key", account_id="acc_1")

    assert [each.pointer for each in refused.value.errors] == ["/once"]
