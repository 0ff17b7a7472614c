"""If-None-Match, as RFC 9110 13.1.2 has it."""

import pytest

from chalicelib.http.conditional import is_known

TAG = 'W/"abc"'


@pytest.mark.parametrize("sent", ['W/"abc"', '"abc"', '"x", W/"abc"', "*", ' W/"abc" '])
def test_a_tag_is_known_weakly_among_others_or_by_a_star(sent: str) -> None:
    assert is_known(TAG, sent)


@pytest.mark.parametrize("sent", ["", '"abcd"', "abc", 'W/""', ","])
def test_any_other_is_not(sent: str) -> None:
    assert not is_known(TAG, sent)
