from email.header import decode_header, make_header
from email.headerregistry import HeaderRegistry
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.messaging import FROM_LIMIT, PermanentFailure, SmsOptions, ascii_address, from_header

ADDRESS = "photos@osmotr.example"


def read_back(header: str) -> tuple[str, str]:
    parsed: Any = HeaderRegistry()("From", header)
    (address,) = parsed.addresses
    # The parser of headerregistry keeps the space between encoded words that RFC 2047, 6.2 wants ignored.
    return str(make_header(decode_header(parseaddr(header)[0]))), address.addr_spec


@pytest.mark.parametrize(
    "name",
    [
        "Meridian",
        "Страховой Дом «Меридиан» и партнёры, урегулирование убытков",
        'Ann "The" Agent, Ltd. <x@y>',
        "Gálvez (Madrid)",
        "=?utf-8?q?fake?=",
        "😀 Ремонт",
    ],
)
def test_the_tenants_name_comes_back_from_the_header(name: str) -> None:
    header = from_header(name, ADDRESS)

    assert header.isascii()
    assert all(len(word) <= 75 for word in header.split(" ") if word.startswith("=?utf-8"))
    assert read_back(header) == (name, ADDRESS)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_name_adds_a_header_or_a_second_sender(name: str) -> None:
    header = from_header(name, ADDRESS)

    assert header.isascii()
    assert len(header.splitlines()) == 1
    assert len(header) <= FROM_LIMIT
    assert read_back(header)[1] == ADDRESS


def test_a_domain_in_cyrillic_is_sent_in_punycode() -> None:
    assert ascii_address("ivan@почта.рф") == "ivan@xn--80a1acny.xn--p1ai"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ivan",
        "иван@example.com",
        "a@b, c@d",
        "A <a@b>",
        "a@b\r\nBcc: c@d",
        "a b@c",
        "@c",
        "a@",
        f"a@{'b' * 64}.c",
        "a@b..c",
    ],
)
def test_what_is_not_one_bare_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(PermanentFailure) as caught:
        ascii_address(address)

    assert caught.value.reason == "recipient"
    assert not address or address not in str(caught.value)


@pytest.mark.parametrize(
    "options", [{"sender_id": "1234"}, {"sender_id": "Twelve chars"}, {"sender_id": ""}, {"max_price": "1,5"}]
)
def test_sms_options_that_sns_would_refuse_are_refused_at_once(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        SmsOptions(**options)
