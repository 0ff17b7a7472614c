"""Cursors survive in a URL, and foreign ones are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.base.errors import Invalid
from chalicelib.http.paging import PageQuery, cursor, position_of
from chalicelib.http.problems import invalid


@given(st.text(min_size=1, max_size=150))
def test_a_position_comes_back_from_its_cursor(position: str) -> None:
    written = cursor(position)

    assert PageQuery(cursor=written).position() == position


def test_the_first_page_has_no_position_and_the_last_no_cursor() -> None:
    assert PageQuery().position() is None
    assert cursor(None) is None


@pytest.mark.parametrize("text", ["", "*", "YQ=a", "_w", "a b", "Я", "a"])
def test_what_no_list_gave_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        position_of(text)
    with pytest.raises(ValidationError) as in_query:
        PageQuery(cursor=text)

    assert refused.value.errors == invalid(in_query.value, in_query=True).errors
    assert refused.value.errors[0].pointer == "?cursor"
