"""Invisible characters are removed, meaningful ones stay."""

import pytest

from chalicelib.base.words import block, line

#: Each looks like nothing at all, or like a space.
UNSEEN = (
    *"\u200b\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2063\u2066\u2069"
    "\u206f\u2800\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0\ufff0\ufff9\ufffc\uffff\U00013441\U0001d159\U0001d173\U000e0001"
    "\U000e0041\U000e0100\U000e01ef\u0000\u0007\u007f\u0085\u2028\u3000\u00a0\u0301",
)


@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_empty_alone_and_gone_within(character: str) -> None:
    assert not line(f" {character}\u200b{character}")
    assert not block(f"{character}\n{character}")
    if character not in "\u3000\u00a0\u0301":
        assert line(f"Мери{character}диан").replace(" ", "") == "Меридиан"


@pytest.mark.parametrize(
    "words",
    [
        "❤\ufe0f",
        "👨\u200d👩\u200d👧",
        "1\ufe0f\u20e3",
        "می\u200cخواهم",
        "ශ්\u200dරී",
        "葛\U000e0100城",
        "José",
        "№ 1",
        "-",
        "\U0001fae9",
    ],
    ids=ascii,
)
def test_what_shapes_emoji_and_letters_stays(words: str) -> None:
    assert line(words) == words
    assert block(words) == words


@pytest.mark.parametrize(
    ("written", "one_line", "several"),
    [
        ("Ме\u202eри\r\n\x00диан", "Мери диан", "Мери\n диан"),
        ("a\x0bb\u2028c\td", "a b c d", "a\nb\nc\td"),
        ("  Мери\u0306 \n", "Мерй", "Мерй"),
        ("Иван\u3164Петров", "Иван Петров", "Иван Петров"),
    ],
)
def test_lines_are_joined_or_kept(written: str, one_line: str, several: str) -> None:
    assert line(written) == one_line
    assert block(written) == several
