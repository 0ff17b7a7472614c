"""The organisation's settings, and the shared rules of all sections: frame, conflicts, permissions, hostile texts."""

import pytest

from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import SupportPhone
from tests.account.console.forms import HOSTILE, ROOT, filled_in, now_of, problem_at, saved, sent
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.world import acting_in

SECTIONS = ("organisation", "appearance", "categories", "templates", "processes", "sms")
FORMS = (
    "organisation",
    "appearance",
    "sms",
    "categories/keys",
    "categories/new-category",
    "templates/quick",
    "templates/new-template",
    "processes/osago",
    "processes/new-process",
)
#: Pages and forms that show everything that an account's people may have written.
SHOWING = (*SECTIONS, *FORMS[3:])


def test_everything_of_an_organisation_can_be_changed(api: People, desk: Desk) -> None:
    saved(
        desk,
        "organisation",
        name="Новое имя",
        language="es",
        languages=["ru", "es"],
        other_zone="Africa/Ceuta",
        number_1="8 800 555-35-35",
        note_1="24/7",
        number_3="+34 910 00 00 00",
        signature="Одна\r\nДве",
        confidentiality_notice="Лично",
        reply_to="answers@insurer.example",
        keep_place="yes",
    )

    account = now_of(api)
    assert (account.name, account.languages, account.time_zone) == ("Новое имя", ("es", "ru"), "Africa/Ceuta")
    assert account.support_phones == (
        SupportPhone(number="+78005553535", note="24/7"),
        SupportPhone(number="+34910000000"),
    )
    assert (account.signature, account.confidentiality_notice) == ("Одна\nДве", "Лично")
    assert account.reply_to == "answers@insurer.example"
    assert account.keep_place


def test_a_form_that_is_sent_as_it_was_changes_nothing(api: People, desk: Desk) -> None:
    before = now_of(api)

    for section in ("organisation", "appearance", "sms", "categories/keys", "templates/quick", "processes/osago"):
        saved(desk, section)

    after, counted = now_of(api), {"version", "versions"}
    assert after.model_dump(exclude=counted) == before.model_dump(exclude=counted)
    assert after.version == before.version + 6


def test_saving_says_so_once_and_shows_what_is_saved(desk: Desk) -> None:
    saved(desk, "organisation", name="Другое имя")

    first, second = desk.get(f"{ROOT}/organisation"), desk.get(f"{ROOT}/organisation")

    assert "Saved. Owners and colleagues see it within half a minute." in seen(first)
    assert "Saved." not in seen(second)
    assert filled_in(second)["name"] == "Другое имя"
    assert '<a class="brand" href="/console">Другое имя</a>' in second.text


def test_the_reply_address_and_phones_can_be_emptied(api: People, desk: Desk) -> None:
    saved(desk, "organisation", reply_to="", number_1="", note_1="")

    assert now_of(api).reply_to is None
    assert now_of(api).support_phones == ()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "  ", "This field is required."),
        ("name", "x" * 121, "Must have at most 120 characters."),
        ("other_zone", "Moscow", "Must be a time zone of the IANA database, such as Europe/Moscow."),
        ("other_zone", "../etc/passwd", "Must be a time zone of the IANA database, such as Europe/Moscow."),
        ("number_1", "01112", "There is no such phone number. Write its country code, too: +7 916 123-45-67."),
        (
            "number_4",
            "12",
            "Must be one phone number, such as +7 916 123-45-67: digits, with + ( ) - . or spaces between them.",
        ),
        ("note_1", "x" * 81, "Must have at most 80 characters."),
        ("signature", "x" * 501, "Must have at most 500 characters."),
        ("confidentiality_notice", "x" * 2001, "Must have at most 2000 characters."),
        ("reply_to", "nobody", "Must be an e-mail address such as name@example.org."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    api: People, desk: Desk, field: str, typed: str, said: str
) -> None:
    before = now_of(api)

    answer = sent(desk, "organisation", **{"note_2": "Второй", "number_2": "+7 495 123-45-67", field: typed})

    assert answer.status == 422
    assert problem_at(answer, field) == said
    assert filled_in(answer)[field] == typed
    assert filled_in(answer)["note_2"] == "Второй"
    assert now_of(api) == before


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    answer = sent(desk, "organisation", name="", other_zone="Moscow", reply_to="nobody")

    for field in ("name", "other_zone", "reply_to"):
        assert problem_at(answer, field)


def test_a_zone_that_is_in_no_list_stays_chosen(api: People, desk: Desk) -> None:
    saved(desk, "organisation", other_zone="Africa/Ceuta")

    assert filled_in(desk.get(f"{ROOT}/organisation"))["time_zone"] == "Africa/Ceuta"
    saved(desk, "organisation", time_zone="Europe/Samara")
    assert now_of(api).time_zone == "Europe/Samara"


@pytest.mark.parametrize(
    ("section", "typed", "changes"),
    [
        ("organisation", {"name": "Моё имя"}, {"name": "Их имя"}),
        ("appearance", {"color": "#112233"}, {"branding": {"color": "#445566"}}),
        ("sms", {"per_day": "7"}, {"quotas": {"per_day": 8}}),
        ("categories/keys", {"label_ru": "Мои"}, {"categories": [{"code": "keys", "labels": {"ru": "Их"}}]}),
        ("templates/quick", {"name": "Моё"}, {"templates": [{"code": "quick", "name": "Их", "categories": ["vin"]}]}),
        ("processes/kasko", {"label_ru": "Моё"}, {"processes": [{"code": "kasko", "labels": {"ru": "Их"}}]}),
    ],
)
def test_someone_elses_change_is_not_written_over_unseen(
    api: People, desk: Desk, section: str, typed: dict[str, str | list[str]], changes: dict[str, object]
) -> None:
    if section == "templates/quick":
        changes = {"templates": [{"code": "quick", "name": "Их", "categories": [{"code": "vin"}]}]}
    form = filled_in(desk.get(f"{ROOT}/{section}")) | typed
    api.admin.patch("/v1/account", changes).expect(200)
    theirs = now_of(api)

    answer = desk.post(f"{ROOT}/{section}", form)

    assert answer.status == 409
    assert "Someone else changed these settings while this form was open." in seen(answer)
    assert filled_in(answer).items() >= typed.items()
    assert now_of(api) == theirs
    assert desk.post(f"{ROOT}/{section}", filled_in(answer)).status == 303
    assert now_of(api).version == theirs.version + 1


def test_a_change_of_another_section_is_no_conflict(api: People, desk: Desk) -> None:
    form = filled_in(desk.get(f"{ROOT}/organisation")) | {"name": "Моё имя"}
    api.admin.patch("/v1/account", {"quotas": {"per_day": 8}}).expect(200)

    assert desk.post(f"{ROOT}/organisation", form).status == 303
    assert (now_of(api).name, now_of(api).sms.per_day) == ("Моё имя", 8)


def test_a_change_at_the_very_same_moment_is_a_conflict_too(
    api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = filled_in(desk.get(f"{ROOT}/organisation")) | {"name": "Моё имя"}
    real = accounts.change_account

    def late(*arguments: object, **options: object) -> object:
        monkeypatch.setattr(accounts, "change_account", real)
        real(acting_in(api.account), changes={"name": "Их имя"})
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(accounts, "change_account", late)
    answer = desk.post(f"{ROOT}/organisation", form)

    assert answer.status == 409
    assert "Someone else changed these settings" in seen(answer)
    assert filled_in(answer)["name"] == "Моё имя"
    assert now_of(api).name == "Их имя"


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_is_marked_in_the_frame(desk: Desk, section: str) -> None:
    page = desk.get(f"{ROOT}/{section}").text

    assert f'<a href="/console/settings/{section}" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1
    assert '<a href="/console/settings/organisation" aria-current="true">Settings</a>' in page


def test_the_settings_begin_with_the_organisation(desk: Desk) -> None:
    answer = desk.get(ROOT)

    assert (answer.status, answer.headers["location"]) == (303, "/console/settings/organisation")


@pytest.mark.parametrize("role", ["staff", "viewer", "agent"])
def test_only_administrators_find_and_open_the_settings(api: People, role: str) -> None:
    other = at_desk(getattr(api, role)).speaking("en")

    assert "/console/settings" not in other.get("/console/me").text
    for section in SHOWING:
        assert other.get(f"{ROOT}/{section}").status == 403
    for section in FORMS:
        assert other.post(f"{ROOT}/{section}", {"name": "x"}).status == 403
    assert "Not allowed" in seen(other.get(f"{ROOT}/organisation"))


def test_hostile_texts_are_only_texts_on_every_page(api: People, desk: Desk) -> None:
    labels = {"ru": HOSTILE}
    api.admin.patch(
        "/v1/account",
        {
            "name": HOSTILE,
            "signature": HOSTILE,
            "confidentiality_notice": HOSTILE,
            "support_phones": [{"number": "+74951234567", "note": HOSTILE}],
            "categories": [{"code": "keys", "labels": labels, "hints": labels}],
            "templates": [{"code": "quick", "name": HOSTILE, "comment": HOSTILE, "categories": [{"code": "keys"}]}],
            "processes": [{"code": "osago", "labels": labels, "fields": [{"code": "policy", "labels": labels}]}],
        },
    ).expect(200)

    confirming = ("categories/keys/remove", "templates/quick/remove", "processes/osago/remove")
    previews = ("appearance/preview/page", "appearance/preview/email")
    for section in (*SHOWING, *confirming, *previews):
        page = desk.get(f"{ROOT}/{section}").text
        assert "<script>alert" not in page, section
        assert "<img src=x" not in page, section
        assert "alert(1)" in page, section


@pytest.mark.parametrize("section", FORMS)
def test_hostile_fields_come_back_as_texts(desk: Desk, section: str) -> None:
    names = (
        "name base code label_ru hint_ru min color logo_url other_countries per_day rows signature comment time_zone "
        "other_zone number_1 sender_id f0-code f0-type min-vin"
    )
    fields = dict.fromkeys(names.split(), HOSTILE)

    answer = desk.post(f"{ROOT}/{section}", {**fields})

    assert answer.status in {409, 422}
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
