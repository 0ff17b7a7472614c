"""Bytes become text faithfully or not at all."""

import pytest

from chalicelib.encoding import NotUtf8, is_faithful, utf8


def test_a_byte_order_mark_is_ignored() -> None:
    assert utf8("\ufeffЁ".encode()) == "Ё"


@pytest.mark.parametrize(
    "raw",
    ["Ёлкин".encode("cp1251"), "Ёлкин".encode("koi8-r"), "Ёлкин".encode("utf-16"), "é".encode("latin-1"),
     b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", "Ёлк\ufffd".encode()],
)  # fmt: skip
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(NotUtf8):
        utf8(raw)


@pytest.mark.parametrize("text", ["\ufffd", "a\ud800", "\udc00b", "\udcff"])
def test_a_text_that_lost_something_is_told_from_one_that_did_not(text: str) -> None:
    assert not is_faithful(text)
    assert is_faithful("Ё\0\U0001f600")
