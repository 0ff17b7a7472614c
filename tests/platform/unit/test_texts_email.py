from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.features.photos.message_texts import PhotoRequestMessage, render_email
from chalicelib.messaging.letters import Email
from tests.platform.unit.messages import LINK, PHONES, photo_request_message

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"\' onmouseover="x {{ 7*7 }} {link} &amp;'


class Page(HTMLParser):
    """A mail program's view: texts, links, tags, and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.language: str | None = None
        self._texts: list[str] = []
        self.feed(html)
        self.text = " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.hrefs += [value or "" for name, value in attrs if name == "href"]
        self.language = dict(attrs).get("lang") or self.language

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] not in {"style", "title"}:
            self._texts.append(data)


CASES: dict[str, dict[str, Any]] = {
    "ru": {
        "language": "ru",
        "date": "28 ноября 2026 г., 18:00 (UTC+3)",
        "button": "Отправить фото",
        "notice": "предназначено только адресату",
        "why": "Вы получили это письмо",
    },
    "es": {
        "language": "es",
        "date": "28 de noviembre de 2026, 18:00 (UTC+3)",
        "button": "Enviar fotos",
        "notice": "es solo para su destinatario",
        "why": "Recibe este correo porque Меридиан",
    },
    "en": {
        "language": "en",
        "date": "28 November 2026, 18:00 (UTC+3)",
        "button": "Send photos",
        "notice": "meant only for the person",
        "why": "You got this e-mail because Меридиан",
    },
}


@pytest.fixture(params=[(language, kind) for language in CASES for kind in ("invitation", "reminder")])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], PhotoRequestMessage]:
    language, kind = request.param
    return CASES[language], photo_request_message(language=language, kind=kind)


def test_html_says_everything_once(case: tuple[dict[str, Any], PhotoRequestMessage]) -> None:
    expected, message = case
    page = Page(render_email(message).html)

    assert page.language == message.language
    assert page.hrefs.count(LINK) == 1
    assert page.text.count(LINK) == 1
    assert page.hrefs.count(message.entry_url) == 1
    assert [href for href in page.hrefs if href.startswith("tel:")] == [f"tel:{phone.e164}" for phone in PHONES]
    said = [
        *message.categories,
        message.code,
        *(phone.display for phone in PHONES),
        "Снимите левую дверь крупно.",
        "И порог.",
    ]
    said += ["отдел урегулирования", "Мария Петровна", *(expected[key] for key in ("date", "button", "notice", "why"))]
    assert [words for words in said if words not in page.text] == []


def test_plain_text_says_the_same(case: tuple[dict[str, Any], PhotoRequestMessage]) -> None:
    expected, message = case
    plain = render_email(message).text

    assert plain.count(LINK) == 1
    assert f"\n{LINK}\n" in plain
    said = [*(f"- {label}\n" for label in message.categories), message.code, message.entry_url]
    said += [*(phone.display for phone in PHONES), "> Снимите левую дверь крупно.\n> И порог.", "отдел урегулирования"]
    said += [expected[key] for key in ("date", "button", "notice", "why")]
    assert [words for words in said if words not in plain] == []
    assert "<" not in plain


@pytest.mark.parametrize(
    ("language", "kind", "subject"),
    [
        ("ru", "invitation", "Меридиан: фотографии вашего автомобиля, дело ОСАГО-2026/11873"),
        ("ru", "reminder", "Напоминание. Меридиан: фотографии вашего автомобиля, дело ОСАГО-2026/11873"),
        ("es", "invitation", "Меридиан: fotos de su vehículo, expediente ОСАГО-2026/11873"),
        ("en", "reminder", "Reminder from Меридиан: photos of your vehicle, case ОСАГО-2026/11873"),
    ],
)
def test_the_subject_names_the_tenant_and_the_case(language: str, kind: str, subject: str) -> None:
    assert render_email(photo_request_message(language=language, kind=kind)).subject == subject


def test_months_are_named_in_each_language() -> None:
    def dates(language: str) -> set[str]:
        months = [datetime(2027, month, 9, 12, tzinfo=UTC) for month in range(1, 13)]
        mails = [render_email(photo_request_message(language=language, expires_at=at)).text for at in months]
        return {line for mail in mails for line in mail.splitlines() if "2027" in line}

    assert len(dates("ru")) == len(dates("es")) == len(dates("en")) == 12
    assert not any("January" in line for line in dates("ru") | dates("es"))


def test_what_is_not_known_is_not_mentioned() -> None:
    bare = photo_request_message(
        language="en", owner_name=None, comment=None, support_phones=(), signature=None, reply_to=None, reference=None
    )
    email = render_email(bare)

    assert email.subject == "Меридиан: photos of your vehicle"
    for part in (Page(email.html).text, email.text):
        assert "Hello!" in part
        assert [words for words in ("None", "Comment", "Questions", "reply") if words in part] == []


def test_a_tenants_own_notice_replaces_ours() -> None:
    email = render_email(photo_request_message(language="en", confidentiality="Secret by law 1-FZ."))

    assert "Secret by law 1-FZ." in email.html
    assert "Secret by law 1-FZ." in email.text
    assert "meant only for" not in email.html


@pytest.mark.parametrize(
    "field", ["sender_name", "owner_name", "comment", "signature", "confidentiality", "reference", "code"]
)
def test_markup_in_a_field_stays_text(field: str) -> None:
    clean = Page(render_email(photo_request_message(**{field: "x"})).html)
    email = render_email(photo_request_message(**{field: HOSTILE}))
    page = Page(email.html)

    assert page.tags == clean.tags
    assert page.attributes == clean.attributes
    assert page.hrefs == clean.hrefs
    assert HOSTILE in page.text + email.subject


def test_markup_in_a_category_and_a_phone_stays_text() -> None:
    phone = {"e164": "+78005553535", "display": HOSTILE}
    page = Page(render_email(photo_request_message(categories=(HOSTILE,), support_phones=(phone,))).html)

    assert page.text.count(HOSTILE) == 2
    assert not {"script", "img"} & set(page.tags)


@pytest.mark.parametrize("field", ["sender_name", "reference", "owner_name"])
@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\x85", "\u2028", "\x0b"])
def test_a_line_break_in_a_name_does_not_reach_a_header(field: str, line_break: str) -> None:
    message = photo_request_message(**{field: f"Evil{line_break}Bcc: all@example.com"})

    assert len(render_email(message).subject.splitlines()) == 1
    assert "Evil Bcc: all@example.com" in getattr(message, field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reply_to", "a@example.com\r\nBcc: b@example.com"),
        ("reply_to", "a@example.com, b@example.com"),
        ("reply_to", "A <a@example.com>"),
        ("reply_to", "a@example.com\n"),
        ("link", "javascript:alert(1)"),
        ("link", "https://foto.example/r/a b"),
        ("link", "https://foto.example/r/a\n"),
        ("logo_url", "data:image/svg+xml,x"),
        ("entry_url", ""),
        ("brand_color", "red;background:url(//evil)"),
        ("sender_name", " \r\n\u202e"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "Europe"),
        ("categories", ()),
        ("expires_at", datetime(2026, 11, 28)),  # noqa: DTZ001 - the point
        ("support_phones", ({"e164": "8 800", "display": "8 800"},)),
        ("language", "de"),
    ],
)
def test_a_field_that_could_do_harm_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        photo_request_message(**{field: value})

    assert caught.value.errors()[0]["loc"][0] == field


def test_the_comment_keeps_its_lines_and_loses_control_characters() -> None:
    message = photo_request_message(comment="раз\r\n\r\n\r\n\r\nдва\x07\u202e три\n")

    assert message.comment == "раз\n\nдва три"


@pytest.mark.parametrize(("color", "ink"), [("#000000", "#ffffff"), ("#f2b705", "#000000"), ("#0b7a4b", "#ffffff")])
def test_the_button_is_readable_on_any_brand_colour(color: str, ink: str) -> None:
    html = render_email(photo_request_message(brand_color=color)).html

    assert f"font-weight:700; color:{ink}; text-decoration:none" in html


def test_the_zone_is_shown_with_its_minutes() -> None:
    email: Email = render_email(photo_request_message(language="en", timezone="Asia/Kolkata"))

    assert "20:30 (UTC+5:30)" in email.text


def test_a_logo_is_shown_with_the_name_as_its_text() -> None:
    html = render_email(photo_request_message(logo_url="https://logos.example/m.png")).html

    assert 'src="https://logos.example/m.png" alt="Меридиан"' in html


def test_a_message_survives_being_kept_as_json() -> None:
    message = photo_request_message()

    assert PhotoRequestMessage.model_validate_json(message.model_dump_json()) == message


def test_a_name_of_before_that_is_a_link_greets_without_one() -> None:
    mail = render_email(photo_request_message(owner_name="Иван bit.ly/x"))

    assert "Здравствуйте, Иван bit. ly/x!" in mail.text
    assert "bit.ly" not in mail.html
