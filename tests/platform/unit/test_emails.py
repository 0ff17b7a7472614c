"""E-mail addresses are those that our carrier can send to, and lead to the host that was typed."""

import pytest

from chalicelib.base.emails import ascii_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("o@straße.example", "o@xn--strae-oqa.example"),
        ("a@x.com\u200b", "a@x.com"),
        ("\ufeffo\u200b@x.com", "o@x.com"),
        (" name@почта.рф ", "name@xn--80a1acny.xn--p1ai"),
        ("O'Brien+claims@Example.org", "O'Brien+claims@example.org"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert ascii_address(typed) == address
    assert ascii_address(address) == address


@pytest.mark.parametrize("typed", ["josé@example.com", "имя@почта.рф", "ｊｏ@example.com"])
def test_what_ses_does_not_take_before_the_at_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(ValueError, match="only Latin letters"):
        ascii_address(typed)


@pytest.mark.parametrize("typed", ["o@m\u0430il.com", "o@xn--exmple-4nf.com", "o@почтa.рф"])
def test_letters_that_only_look_like_those_of_a_host_are_named(typed: str) -> None:
    with pytest.raises(ValueError, match="two alphabets"):
        ascii_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "a@b",
        "a@",
        "@b.com",
        "Name <a@b.com>",
        "Имя <a@b.com>",
        "a@b.com, имя@c.com",
        "a@[1.2.3.4]",
        '"a b"@x.com',
        ".a@x.com",
        "a.@x.com",
        "a..b@x.com",
        "a@1.2.3.4",
        "a@☃.com",
        "a@xn--a.com",
        f"{'a' * 65}@x.com",
        f"a@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 63}.com",
        "a@b.com, c@d.com",
        "a@b.com\nc@d.com",
        "=?utf-8?q?x?=@x.com",
        "a@b.com\r\nBcc: c@d.com",
        "a@b@c.com",
        "a@127.1",
        "a@💌.la",
        "a@xn--ls8h.la",
        "a(b)@c.com",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="e-mail address such as"):
        ascii_address(typed)
