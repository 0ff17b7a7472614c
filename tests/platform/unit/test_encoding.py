"""Bytes become text faithfully or not at all."""

import pytest

from chalicelib.base.encoding import NotUtf8, is_faithful, json_text, utf8


def test_a_byte_order_mark_is_ignored() -> None:
    assert utf8("\ufeffЁ".encode()) == "Ё"


@pytest.mark.parametrize(
    "raw",
    [
        "Ёлкин".encode("cp1251"),
        "Ёлкин".encode("koi8-r"),
        "Ёлкин".encode("utf-16"),
        "é".encode("latin-1"),
        b"\xed\xa0\x80",
        b"\xc0\x80",
        b"\xf5\x80\x80\x80",
        "Ёлк\ufffd".encode(),
    ],
)
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(NotUtf8):
        utf8(raw)


@pytest.mark.parametrize("json", [r'"\ufffd"', r'"a\uFFFDb"', r'"\\\ufffd"', '"\ufffd"'])
def test_json_may_not_say_by_an_escape_that_something_was_lost(json: str) -> None:
    with pytest.raises(NotUtf8):
        json_text(json.encode())


@pytest.mark.parametrize("json", [r'"\\ufffd"', r'"\ufffc"', r'"\\\\ufffd"', '"Ёлкин"'])
def test_json_may_say_all_else(json: str) -> None:
    assert json_text(json.encode()) == json


@pytest.mark.parametrize("text", ["\ufffd", "a\ud800", "\udc00b", "\udcff"])
def test_a_text_that_lost_something_is_told_from_one_that_did_not(text: str) -> None:
    assert not is_faithful(text)
    assert is_faithful("Ё\0\U0001f600")
