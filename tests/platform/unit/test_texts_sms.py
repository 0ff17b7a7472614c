import re

import pytest

from chalicelib.base.autolinks import is_linked
from chalicelib.features.photos.message_texts import render_sms
from chalicelib.messaging.sms import CAPACITY, segments
from tests.platform.unit.messages import LINK, photo_request_message


def link_of(length: int) -> str:
    start = "https://foto.example/r/"
    return start + "A" * (length - len(start))


@pytest.mark.parametrize("language", ["ru", "es", "en"])
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("link", [link_of(45), link_of(80)])
@pytest.mark.parametrize("sender_name", ["Auto Fix", "Страховой Дом «Меридиан»", "Mutua Gálvez"])
def test_the_tenants_name_and_the_whole_tappable_link_are_in_every_sms(
    language: str, kind: str, link: str, sender_name: str
) -> None:
    rendered = render_sms(photo_request_message(language=language, kind=kind, link=link, sender_name=sender_name))

    assert sender_name in rendered.text or sender_name.replace("á", "a") in rendered.text
    assert rendered.text.endswith(" " + link)
    assert rendered.text.count("http") == 1
    assert "{" not in rendered.text
    assert rendered.size == segments(rendered.text)


@pytest.mark.parametrize(
    ("language", "sender_name", "length", "expected"),
    [
        ("ru", "Меридиан", 45, 1),
        ("ru", "М" * 25, 45, 2),
        ("ru", "Меридиан", 78, 2),
        ("ru", "М" * 25, 78, 2),
        ("es", "Meridian", 78, 1),
        ("es", "Gálvez".ljust(25, "z"), 78, 1),
        ("en", "Meridian", 78, 1),
        ("en", "M" * 25, 78, 1),
    ],
)
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_segments_are_what_the_budget_says(
    kind: str, language: str, sender_name: str, length: int, expected: int
) -> None:
    message = photo_request_message(kind=kind, language=language, sender_name=sender_name, link=link_of(length))

    assert render_sms(message).size.segments == expected


def test_room_in_the_segment_is_used_for_the_date_and_the_phone() -> None:
    rendered = render_sms(photo_request_message(language="en", sender_name="Meridian"))

    assert rendered.size.segments == 1
    assert "28 Nov 18:00" in rendered.text
    assert "+78005553535" in rendered.text


def test_the_date_is_that_of_the_tenants_time_zone() -> None:
    rendered = render_sms(photo_request_message(language="es", timezone="Asia/Vladivostok", sender_name="Auto"))

    assert "29/11 01:00" in rendered.text


def test_without_a_support_phone_no_wording_speaks_of_one() -> None:
    rendered = render_sms(photo_request_message(language="en", support_phones=()))

    assert "Questions" not in rendered.text


def test_an_accent_that_would_double_the_price_is_dropped() -> None:
    rendered = render_sms(photo_request_message(language="es", sender_name="Mutua «Gálvez» Ñandú"))

    assert 'Mutua "Galvez" Ñandu' in rendered.text
    assert rendered.size.encoding == "GSM-7"


def test_an_accent_that_costs_nothing_stays() -> None:
    rendered = render_sms(photo_request_message(language="es", sender_name="Gálvez", link="https://f.example/r/a"))

    assert rendered.size.segments == 1
    assert "Gálvez" in rendered.text


def test_the_comment_and_the_owners_name_stay_out() -> None:
    rendered = render_sms(photo_request_message(comment="Секрет", owner_name="Мария"))

    assert not re.search("Секрет|Мария", rendered.text)


def test_a_name_with_line_breaks_and_direction_marks_is_one_plain_line() -> None:
    rendered = render_sms(photo_request_message(sender_name="Ме\u202eри\r\n\x00диан"))

    assert "Мери диан" in rendered.text
    assert "\n" not in rendered.text


def test_russian_reaches_the_capacity_but_never_passes_it() -> None:
    for length in range(30, 59):
        rendered = render_sms(photo_request_message(sender_name="Меридиан", link=link_of(length), support_phones=()))
        fits = length + len("Меридиан: фото авто ") <= CAPACITY["UCS-2"][0]
        assert rendered.size.segments == (1 if fits else 2), (length, rendered)


def test_the_link_is_the_one_given() -> None:
    assert render_sms(photo_request_message()).text.split()[-1] == LINK


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Mutua Ga\u200blvez", "Mutua Galvez"),
        ("Mutua Gálvez\u2060", "Mutua Galvez"),
        ("Ga\u0301lvez Ñandu\u0301", "Galvez Ñandu"),
        ("Auto…Fix", "Auto...Fix"),
        ("‹Auto› ‚Fix‘", "'Auto' 'Fix'"),
        ("Auto‐Fix ‑ ‒ ― −", "Auto-Fix - - - -"),
        ("Taller № 1ª", "Taller No 1a"),
        ("Auto\u00a0Fix\u202f1", "Auto Fix 1"),
        ("Ｆｉｎ ﬁx ½", "Fin fix 1/2"),
        ("Łódź œuvre™", "Lodz oeuvreTM"),
        ("5 ₴ → 1 ₸ ± ÷", "5 UAH -> 1 KZT +/- /"),
        ("\ufeffAuto\ufe0f Fix\U000e0041", "Auto Fix"),
    ],
)
def test_a_name_costs_no_more_than_it_does_in_the_alphabet_of_sms(
    kind: str, language: str, written: str, spelled: str
) -> None:
    rendered, plain = (
        render_sms(photo_request_message(kind=kind, language=language, sender_name=name, link=link_of(78)))
        for name in (written, spelled)
    )

    assert spelled in rendered.text
    assert rendered == plain
    assert (rendered.size.encoding, rendered.size.segments) == ("GSM-7", 1)


@pytest.mark.parametrize("unseen", ["\u200b", "\ufe0f", "\u2060", "\U000e0041", "\u034f"], ids=ascii)
def test_russian_costs_no_more_for_what_nobody_sees(unseen: str) -> None:
    rendered = render_sms(photo_request_message(sender_name=unseen.join("Меридиан"), link=link_of(45)))

    assert (rendered.size.encoding, rendered.size.segments) == ("UCS-2", 1)
    assert "Меридиан" in rendered.text


def test_what_would_save_nothing_is_left_as_it_is() -> None:
    assert "«Меридиан» № 1…" in render_sms(photo_request_message(sender_name="«Меридиан» № 1…")).text


@pytest.mark.parametrize("name", ["A≠B", "A≮B"])
def test_no_likeness_says_the_contrary(name: str) -> None:
    assert name in render_sms(photo_request_message(language="en", sender_name=name)).text


def test_the_link_is_never_spelled_otherwise() -> None:
    link = "https://foto.example/r/a`b^~"

    assert render_sms(photo_request_message(language="es", sender_name="Gálvez" * 12, link=link)).text.endswith(link)


@pytest.mark.parametrize("language", ["ru", "es", "en"])
@pytest.mark.parametrize("sender_name", ["example.com", "СК bit.ly/x", "тут.рф", "1.2.3.4", "Gálvez.cóm", "www.auto"])
def test_ours_is_the_only_link(language: str, sender_name: str) -> None:
    rendered = render_sms(photo_request_message(language=language, sender_name=sender_name))

    assert not is_linked(rendered.text.removesuffix(LINK))
