"""Tokens and typed codes: derived, never stored, forgiving to those who type."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.features.photos.links import ALPHABET, code_digest, derive, plain_code, token_digest, token_in
from tests.platform.unit.confusables import confusables

KEY = b"k" * 64
IDS: dict[str, Any] = {"account_id": "acc_1", "case_id": "case_1", "request_id": "req_1"}


def test_the_same_request_has_always_the_same_link() -> None:
    assert derive(KEY, **IDS) == derive(KEY, **IDS)


@pytest.mark.parametrize("changed", IDS)
def test_another_request_has_another_link(changed: str) -> None:
    other = derive(KEY, **{**IDS, changed: "other"})

    assert other.token != derive(KEY, **IDS).token
    assert other.code != derive(KEY, **IDS).code


def test_another_key_makes_other_links() -> None:
    assert derive(b"x" * 64, **IDS).token != derive(KEY, **IDS).token


def test_a_token_has_128_bits() -> None:
    token = derive(KEY, **IDS).token

    assert len(token) * 6 >= 128
    assert token_digest(token)


@given(st.text(max_size=40))
def test_what_can_not_be_a_token_or_code_has_no_digest(text: str) -> None:
    if len(text) != 22 or not text.isascii():
        assert token_digest(text) is None
    if not any(character.isalnum() for character in text):
        assert code_digest(KEY, text) is None


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
def test_a_code_may_be_typed_with_any_case_spaces_and_dashes(code: str) -> None:
    digest = code_digest(KEY, code)

    assert digest is not None
    assert code_digest(KEY, f" {code[:4].lower()} – {code[4:]}.") == digest
    assert code_digest(KEY, code.replace("0", "o").replace("1", "l").replace("V", "u")) == digest


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD-EH0123",
        "АВСD-ЕН0123",
        "ΑΒCD‐ΕΗ0123",
        "ＡＢＣＤＥＨ０１２３",
        "ABCD\u2212EH0123",
        "A B\u00a0C\u202fD\u200bE H 0 1 2 3",
        "\u202aABCD—EH0123\u202c",
        "ABCD_EH٠١٢٣",
        "abcd\tehо123",
        "АВСD-ЕНО123",
        "«ABCD-EH0123»",
        '"ABCD-EH0123"',
        "(ABCD-EH0123)",
        "[ABCD EH0123],",
        "ABCD/EH0123",
        "ABCD·EH0123",
        "ABCD•EH0123",
        "ABCD:EH0123!",
        "ABCD\u2800EH\u31640123",
        "№ ABCD-EH0123",
        "#ABCD-EH0123",
        "*ABCD-EH0123*",
        "ABCD⁃EH0123",
        "ABCD➖EH0123",
        "ａｂｃｄｅｈ０１２３",
        "ABCDEHОӀ२३",
        "ᴬBϹԀEH0123",
        "ABCDEH०١²３",
    ],
)
def test_a_code_may_be_typed_on_any_keyboard(typed: str) -> None:
    assert code_digest(KEY, "ABCDEH0123") is not None
    assert code_digest(KEY, typed) == code_digest(KEY, "ABCDEH0123")


@pytest.mark.parametrize(
    "pasted",
    [
        "Код: ABCDE-FH012",
        "код ABCDE FH012.",
        "Code: abcdefh012",
        "Código:\u00a0ABCDE-FH012",
        "КОД — АВСDЕ–FH012",
        "ABCDE-FH012 https://photo-check.example/c",
        "ABCDE-FH012https://photo-check.example/c",
        "Или введите этот код по адресу ниже:ABCDE-FH012https://foto.example/c",
        "Your code is «ABCDE-FH012».",
        "Или введите код по адресу ниже:\n\nABCDE\u2212FH012\n\nhttps://foto.example/c\n\nКто-нибудь ответит из-за",
    ],
)
def test_a_code_may_be_pasted_with_the_words_around_it(pasted: str) -> None:
    assert code_digest(KEY, pasted) == code_digest(KEY, "ABCDEFH012")


@pytest.mark.parametrize(
    "pasted", ["ABCDE-FH012 или ABCDE-FH013", "Код: ABCDE-FH012, ABCD-EH01", "Код по ссылке", "x-ABCDE-FH012"]
)
def test_a_text_with_several_codes_or_none_is_no_code(pasted: str) -> None:
    assert code_digest(KEY, pasted) is None


@pytest.mark.parametrize(
    "pasted",
    [
        "https://foto.example/r/{}",
        "Меридиан: фото авто до 30.11, тел. +78005553535. https://foto.example/r/{}",
        "HTTPS://FOTO.EXAMPLE/R/{}.",
        "<https://foto.example/api/r/{}/>",
        "foto.example/r/{}?fbclid=1",
        "/r/{}До 30.11",
    ],
)
def test_a_link_may_be_pasted_where_a_code_is_asked_for(pasted: str) -> None:
    token = "aB3_-" * 4 + "zZ"

    assert token_in(pasted.format(token)) == token
    assert token_in(pasted.format(token[:-1])) != token


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGHJ", "ABCD-EFG!", "ABCD-EFGЖ", "ABCD-EFGΩ"])
def test_what_is_no_code_has_no_digest(typed: str) -> None:
    assert code_digest(KEY, typed) is None


def test_letters_are_read_as_those_that_unicode_says_they_look_like() -> None:
    capitals = {letter: like for letter, like in confusables() if letter.isupper() and like.isupper()}

    assert {letter for letter, like in capitals.items() if plain_code(letter) != plain_code(like)} == set()
    assert {letter for letter, like in capitals.items() if plain_code(letter.lower()) != plain_code(like)} == set()


def test_what_is_stored_of_a_code_depends_on_the_key() -> None:
    assert code_digest(KEY, "ABCD-EFGH") != code_digest(b"x" * 64, "ABCD-EFGH")
