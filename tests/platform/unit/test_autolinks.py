"""Texts that phones turn into links, and others."""

import pytest

from chalicelib.base.autolinks import is_linked, unlinked


@pytest.mark.parametrize(
    "words",
    [
        "example.com",
        "EXAMPLE.COM",
        "bit.ly/x",
        "t.me/x",
        "СК тут.рф",
        "xn--e1awd.xn--p1ai",
        "пример.москва",
        "1.2.3.4",
        "http://x",
        "tg://x",
        "mailto:x",
        "www.x",
        "x@mail.example.org",
        "СТО г.Москва",
        "Co.Ltd",
        "example.com.",
        "1.ru",
        "example.com-x",
        "тут.рф-сервис",
        "t.me--",
        "СК bit.ly-Москва",
        # only once an SMS is spelled, or a domain read
        "example．com",
        "example。com",
        "example․com",
        "ｅxample.ｃom",
        "exámple.cóm",
        "⒈com",
        "bit.㏄",
        "example.comпривет",
        "i❤.ws",
        "«тут.рф»",
        "(bit.ly)",
        "tel:112",
        "x,bit.ly!",
    ],
)
def test_what_phones_make_a_link_of_is_found_and_can_be_defused(words: str) -> None:
    assert is_linked(words)
    assert not is_linked(unlinked(words))


@pytest.mark.parametrize(
    "words",
    [
        "И.И.Иванов",
        "ул.Ленина",
        "S.A.",
        "Seguros S.L.U.",
        "01.02.2026",
        "т.е.",
        "v1.2.3",
        "1.2.3.400",
        "3.14",
        "24/7",
        "АО «СК «Меридиан»",
        "СТО г. Москва",
        "example. com",
        "example..com",
        "Auto: fix",
        "Tel: 112",
        "№ 1.2",
        "...",
        "",
        "СТО ул.Ленина-Мира",
        "И.Петрова-Водкин",
        "example.-com",
        "a.b-com",
    ],
)
def test_other_dots_are_left_alone(words: str) -> None:
    assert not is_linked(words)
    assert unlinked(words) == words


@pytest.mark.parametrize("words", ["a." * 50_000, "a-" * 100_000, "." * 100_000, "http:/" * 20_000])
def test_no_words_take_the_square_of_their_length(words: str) -> None:
    assert not is_linked(words)
