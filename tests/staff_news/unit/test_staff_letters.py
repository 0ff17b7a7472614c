"""The e-mails of news in cases: their content in each language, their links, and harmless typed words."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.base.autolinks import is_linked
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.cases.model import Case, Owner, TimelineEntry
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.staff_news.letter import TITLE, CaseNews, render_digest, render_news
from chalicelib.features.staff_news.reading import Fact
from chalicelib.features.staff_news.recipients import Because
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.categories import built_in
from chalicelib.tenancy.model import Account
from tests.platform.unit.test_notices import links

AT = datetime(2026, 11, 28, 11, 2, tzinfo=UTC)
BASE = "https://photos.example/prod"
CASE = f"{BASE}/console/cases/case_1"
SETTINGS = f"{BASE}/console/me#emails"
HOSTILE = "evil.example/pay <b>x</b>\nhttps://evil.example {case} www.evil.com"


def account(language: Language = "en", **said: str) -> Account:
    return Account(id="acc_1", languages=(language,), created_at=AT, **{"name": "A & B", **said})


def case(**said: object) -> Case:
    known = {"id": "case_1", "account_id": "acc_1", "created_at": AT, "created_by": "key:1", "changed_at": AT}
    return Case.model_validate({**known, "reference": "CLM-7", **said})


def request(**said: object) -> PhotoRequest:
    return PhotoRequest.model_validate(
        {
            "id": "req_1",
            "account_id": "acc_1",
            "case_id": "case_1",
            "language": "en",
            "categories": built_in()[:3],
            "channels": ("sms",),
            "phone": "+79161234567",
            "created_at": AT,
            "created_by": "key:1",
            "expires_at": AT,
            "filed": {"exterior": 4, "damage": 7, "vin": 1},
            **said,
        }
    )


def entry(minute: int, type: str, actor: str = "system", **data: str) -> TimelineEntry:  # noqa: A002
    return TimelineEntry(id=f"e{minute}", at=AT + timedelta(minutes=minute), actor=actor, type=type, data=data)


def refused(minute: int, reason: str = "broken", category: str = "damage") -> Fact:
    data = {"request_id": "req_1", "category": category, "reason": reason}
    return Fact(kind="rejected", entry=entry(minute, "photo.rejected", **data), request=request())


COMPLETED = Fact(kind="completed", entry=entry(9, "photo_request.completed", "owner"), request=request())
EXPIRED = Fact(kind="expired", entry=entry(2, "photo_request.expired"), request=request(filed={"damage": 2}))
UNDELIVERED = Fact(
    kind="undelivered",
    entry=entry(1, "message.failed"),
    request=request(),
    failures=(("sms", "phone_unreachable"), ("email", "no_mailbox")),
)
HANDED = Fact(kind="handed_over", entry=entry(0, "case.handed_over", "user:anna", to="user:boris"))
ALL = (refused(0), refused(1), refused(3, "not_an_image", "vin"), UNDELIVERED, EXPIRED, COMPLETED, HANDED)


def written(*facts: Fact, language: Language = "en", of: Case | None = None) -> Email:
    return render_news(
        of or case(), facts, account=account(language), because=Because.HANDLER, names={"user:anna": "Anna"}, base=BASE
    )


@pytest.mark.parametrize(
    ("facts", "subject", "said", "page"),
    [
        ((COMPLETED,), "photos complete", "12 photos, all categories: Vehicle exterior – 4, Damage – 7, VIN – 1", CASE),
        ((EXPIRED,), "request expired", "2 photos stay in the case\nStill missing: ", f"{CASE}?tab=requests"),
        (
            (UNDELIVERED,),
            "request not delivered",
            "SMS: the phone could not be reached\nE-mail: there is no such mailbox\n",
            f"{CASE}?tab=requests",
        ),
        (
            (refused(0), refused(1)),
            "2 photos not accepted",
            "28 Nov 14:02–14:03 2 photos not accepted: Damage\nThe photo is damaged and can't be opened in full.",
            f"{CASE}?tab=history",
        ),
        ((HANDED,), "handed to you", "Anna handed the case to you", CASE),
        ((refused(0), COMPLETED), "1 photo not accepted, photos complete", "28 Nov 14:11 Photos complete", CASE),
    ],
)
def test_each_kind_of_news_is_named_and_leads_to_its_tab(
    facts: tuple[Fact, ...], subject: str, said: str, page: str
) -> None:
    mail = written(*facts)

    assert mail.subject == f"CLM-7: {subject}"
    assert said in mail.text
    assert links(mail.html) == [page, SETTINGS]
    assert f"\n{page}\n" in mail.text
    assert f"\n{SETTINGS}\n" in mail.text
    assert "Times are those of UTC+3." in mail.text
    assert "+7916" not in mail.text + mail.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_html_say_the_same_in_each_language(language: Language) -> None:
    mail = written(*ALL, language=language)

    shown = re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<(style|head)>.*?</\1>", "", mail.html)).replace("&#39;", "'")
    said = [line for line in mail.text.splitlines() if line and not line.startswith(("http", "-- "))]
    assert f'lang="{language}"' in mail.html
    for line in said:
        assert re.sub(r"^\d\S+( \w{3})? \S+ |:$", "", line).replace("&", "&amp;") in shown


def test_each_language_has_words_of_its_own() -> None:
    mails = [written(*ALL, language=language) for language in LANGUAGES]
    lines = [{line for line in mail.text.splitlines() if line and not line.startswith("http")} for mail in mails]

    assert lines[0] & lines[1] & lines[2] == {"CLM-7", "-- "}
    assert len({mail.subject for mail in mails}) == 3


@pytest.mark.parametrize("reason", RejectionReason)
def test_each_reason_is_said_to_staff_and_not_as_to_owners(reason: RejectionReason) -> None:
    mail = written(refused(0, reason))

    assert "lease" not in mail.text  # "please take the photo again" is for owners


def test_typed_words_are_neither_links_nor_markup_nor_lines() -> None:
    named = case(reference=None, owner=Owner(name=HOSTILE))
    category = built_in()[0].model_copy(update={"labels": {"en": "www.evil.com"}})
    fact = Fact(
        kind="rejected",
        entry=refused(0).entry.model_copy(
            update={"data": {"request_id": "req_1", "category": category.code, "reason": "broken"}}
        ),
        request=request(categories=(category,)),
    )

    mail = render_news(
        named,
        [fact, HANDED],
        account=account(name="evil.com"),
        because=Because.EVERYBODY,
        names={"user:anna": "https://evil.example"},
        base=BASE,
    )

    assert links(mail.html) == [CASE, SETTINGS]
    own = mail.text.replace(CASE, "").replace(SETTINGS, "")
    assert [line for line in (mail.subject, *own.splitlines()) if is_linked(line)] == []
    assert "<b>" not in mail.html
    assert "\n" not in mail.subject
    assert len(mail.subject) < TITLE + 60


def test_a_case_without_a_name_is_called_by_its_end() -> None:
    assert written(COMPLETED, of=case(reference=None)).subject == "…case_1: photos complete"


@pytest.mark.parametrize(("others", "said"), [(0, ""), (1, "And 1 more case"), (340, "And 340 more cases")])
def test_a_digest_names_some_cases_and_counts_the_others(others: int, said: str) -> None:
    named = [CaseNews(case(), [EXPIRED]), CaseNews(case(id="case_2", reference="CLM-8"), [refused(0), COMPLETED])]

    mail = render_digest(named, others, account=account(), base=BASE)

    assert mail.subject == f"News in {2 + others} cases"
    assert "CLM-7\nrequest expired\n" in mail.text
    assert "CLM-8\n1 photo not accepted, photos complete\n" in mail.text
    assert said in mail.text
    assert ("more case" in mail.text) is (others > 0)
    assert links(mail.html) == [f"{CASE}?tab=requests", f"{BASE}/console/cases/case_2", f"{BASE}/console", SETTINGS]
