"""People and programs, and people's devices, by the browser's own words."""

import pytest

from chalicelib.features.photos.visitors import device_of, is_program

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
ANDROID = f"Mozilla/5.0 (Linux; Android 10; K) {_CHROME} Mobile Safari/537.36"
CUBOT = f"Mozilla/5.0 (Linux; Android 10; CUBOT X30) {_CHROME} Mobile Safari/537.36"
IN_APP = f"Mozilla/5.0 (Linux; Android 14; SM-A145F; wv) {_CHROME} Mobile Safari/537.36 Viber/22.1"
TABLET = f"Mozilla/5.0 (Linux; Android 13; SM-X200) {_CHROME} Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148"
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1 Mobile/15E148 Safari/604.1"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"
PEOPLE = [ANDROID, CUBOT, IN_APP, TABLET, IPHONE, IPAD, WINDOWS, MAC, "", "Python-urllib/3.13"]
PROGRAMS = [
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0 A",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Mail.RU_Bot/2.0; +http://go.mail.ru/help/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "SafeLinks/1.0",
    f"Mozilla/5.0 (Windows NT 10.0) {_CHROME} BingPreview/1.0b",
]


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_people_whatever_their_phone_is_called(agent: str) -> None:
    assert not is_program({"user-agent": agent})


@pytest.mark.parametrize("agent", PROGRAMS)
def test_previewers_and_scanners_are_programs(agent: str) -> None:
    assert is_program({"user-agent": agent})


@pytest.mark.parametrize(
    "headers",
    [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-purpose": "preview"}],
    ids=str,
)
def test_what_a_browser_fetches_beforehand_nobody_has_seen(headers: dict[str, str]) -> None:
    assert is_program({"user-agent": ANDROID, **headers})


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (ANDROID, "phone"),
        (CUBOT, "phone"),
        (IN_APP, "phone"),
        (IPHONE, "phone"),
        (TABLET, "tablet"),
        (IPAD, "tablet"),
        (WINDOWS, "desktop"),
        (MAC, "desktop"),
        ("", "unknown"),
        ("Python-urllib/3.13", "unknown"),
    ],
)
def test_the_device_is_what_the_browser_says(agent: str, device: str) -> None:
    assert device_of({"user-agent": agent}) == device


def test_a_client_hint_tells_a_phone_whose_name_says_nothing() -> None:
    assert device_of({"user-agent": "Something/1.0", "sec-ch-ua-mobile": "?1"}) == "phone"
