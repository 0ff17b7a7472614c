"""A timeline in words: every kind of entry, in every language, with its actor."""

import ast
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.cases.console.timeline import HistoryLine, Wording, history, wording, writers
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.tenancy.model import Account, Process
from tests.architecture.source import sources

#: First words of the kinds of cases and photos. Other features' tests see to theirs.
OWN = {"case", "photo", "photo_request", "message", "attachment"}
#: An entry of each kind, as the use cases write it.
DATA: dict[str, dict[str, Any]] = {
    "case.created": {},
    "case.updated": {"fields": ["owner", "vehicle"]},
    "case.converted": {"process": "kasko", "before": "osago"},
    "case.taken": {"before": None},
    "case.handed_over": {"before": "user:me", "to": "user:anna"},
    "photo_request.created": {"categories": ["damage", "gone"], "channels": ["sms", "email"]},
    "photo_request.resent": {"channels": ["email"]},
    "photo_request.revoked": {},
    "photo_request.extended": {"days": 5},
    "photo_request.opened": {"device": "tablet"},
    "photo_request.completed": {"photos": 2},
    "photo_request.expired": {"photos": 0},
    "photo_request.reminded": {"channels": ["sms"]},
    "message.sent": {"channel": "sms", "kind": "reminder"},
    "message.delivered": {"channel": "sms", "kind": "invitation", "reason": "accepted_by_carrier"},
    "message.complained": {"channel": "email", "kind": "invitation"},
    "message.failed": {"channel": "email", "kind": "invitation", "reason": "the request has ended"},
    "photo.filed": {"category": "damage"},
    "photo.rejected": {"category": "damage", "reason": RejectionReason.EMPTY.value},
    "photo.removed": {"category": "damage"},
    "photo.unusable": {"file_name": "Повреждения-01.jpg", "reason": "too_far"},
    "photo.unusable_no_more": {"file_name": "Повреждения-01.jpg", "usable": True},
    "attachment.deleted": {"file_name": "Повреждения-01.jpg", "sha256": "0" * 64},
}


def said_in(language: Language) -> Wording:
    account = Account(
        id="acc_1",
        name="Insurer",
        processes=(Process(code="kasko", labels={"ru": "КАСКО", "en": "KASKO"}),),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return wording(language, account, [])


def line(
    kind: str, *, language: Language = "en", actor: str = "system", names: dict[str, str] | None = None, **data: Any
) -> HistoryLine:
    at = datetime(2026, 2, 1, 21, 30, tzinfo=UTC)
    entry = TimelineEntry(id="1", at=at, actor=actor, type=kind, data=DATA[kind] | data)
    (only,) = history([entry], wording=said_in(language), names=names or {}, me="user:me")
    return only


def kinds_written() -> set[str]:
    """Return every literal in the services that looks like a kind of entry and is passed to a note."""
    return {
        constant.value
        for source in sources("chalicelib/features/cases", "chalicelib/features/photos")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1]
        in {
            "note",
            "note_as_news",
            "note_in",
            "_note",
            "_tell",
        }
        for constant in ast.walk(node)
        if isinstance(constant, ast.Constant)
        and isinstance(constant.value, str)
        and constant.value.partition(".")[0] in OWN
        and "." in constant.value
    }


def test_whatever_is_noted_has_words() -> None:
    theirs = {kind for kind in writers() if kind.partition(".")[0] in OWN}

    assert kinds_written() == theirs == DATA.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DATA)
def test_every_entry_is_a_sentence_of_the_language(kind: str, language: Language) -> None:
    shown = line(kind, language=language)

    assert shown.what
    assert kind not in shown.what
    assert not any(mark in shown.what + shown.detail for mark in "{}_")
    if language == "ru":
        assert any("а" <= letter <= "я" for letter in shown.what.lower())


@pytest.mark.parametrize(
    ("kind", "what", "detail"),
    [
        ("case.converted", "Converted into KASKO", "before: osago"),
        ("photo_request.created", "Photos requested by SMS, E-mail", "Damage, gone"),
        ("case.handed_over", "Handed the case over to A colleague", ""),
        ("photo_request.extended", "Request extended by 5 days", ""),
        ("photo_request.opened", "Link opened", "on a tablet"),
        ("photo_request.expired", "Request expired", "no photo has come"),
        ("message.sent", "SMS with the reminder sent", ""),
        ("photo.unusable", "Photo marked as unusable: Повреждения-01.jpg", "Taken from too far"),
        ("photo.unusable_no_more", "Photo marked as usable after all: Повреждения-01.jpg", ""),
        ("photo.rejected", "Photo not accepted: Damage", "The file is empty. Please take the photo again."),
    ],
)
def test_words_say_what_happened(kind: str, what: str, detail: str) -> None:
    assert (line(kind).what, line(kind).detail) == (what, detail)


@pytest.mark.parametrize(
    ("channels", "what"),
    [(["sms"], "Photos requested again by SMS"), ([], "Photos requested again; nothing sent by Osmotr")],
)
def test_photos_requested_again_are_told_with_their_reasons(channels: list[str], what: str) -> None:
    reasons = [("damage", "blurred"), ("vin", "too_far"), ("damage", "blurred"), ("damage", "a later one")]
    noted = [{"attachment_id": "pho_1", "category": category, "reason": reason} for category, reason in reasons]

    shown = line("photo_request.created", channels=channels, again=noted, categories=["damage", "vin", "exterior"])

    assert shown.what == what
    assert shown.detail == ("Damage: Blurred × 2, VIN: Taken from too far, Damage: a later one, Vehicle exterior")


@pytest.mark.parametrize(
    ("actor", "who"),
    [
        ("user:me", "You"),
        ("user:anna", "Anna"),
        ("user:unknown", "A colleague"),
        ("owner", "Vehicle owner"),
        ("system", "Osmotr"),
        ("key:key_1", "Back-end (API key)"),
    ],
)
def test_people_are_named(actor: str, who: str) -> None:
    assert line("case.created", actor=actor, names={"user:anna": "Anna"}).who == who


def test_times_are_the_accounts_own() -> None:
    assert line("case.created", language="ru").at == "02.02.2026, 00:30"
