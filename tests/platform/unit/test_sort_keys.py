"""The key right before another one, in the order of DynamoDB: by bytes of UTF-8."""

import pytest

from chalicelib.aws.sort_keys import just_before


@pytest.mark.parametrize(
    "key", ["evt#01J", "a", "!", " ", "\x01", "evt#\0", "я", "\ue000", "x\U00010000", "\U0010ffff"]
)
def test_it_is_before_the_key_and_after_keys_that_end_with_the_character_before(key: str) -> None:
    found = just_before(key)

    assert found.encode() < key.encode()
    assert found.encode() > key[:-1].encode() or key.endswith("\0")


def test_nothing_is_before_nul() -> None:
    assert just_before("\0") == "\0"
