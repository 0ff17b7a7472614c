"""Texts of messages with codes: their size, their purpose, and no link."""

from datetime import timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.cabinet.code_texts import write_email, write_sms
from chalicelib.features.cabinet.codes import Code, Purpose, code_of, is_code_of, masked
from chalicelib.messaging.sms import is_gsm
from tests.support.world import World


def code(purpose: Purpose, language: Language = "ru", **changes: object) -> Code:
    moment = now()
    made = Code(
        id="code_1",
        account_id="acc_1",
        subject="per_1",
        purpose=purpose,
        channel="sms",
        to="+79161234567",
        language=language,
        about="15.000,00 €" if purpose is Purpose.PAYMENT else "",
        sent_at=moment,
        ends_at=moment + timedelta(minutes=5),
    )
    return made.model_copy(update=changes)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_has_the_code_first_and_two_parts_at_most(world: World, purpose: Purpose, language: Language) -> None:
    account = world.account.model_copy(update={"name": "Страховая компания «Верный Полис и партнёры»" * 2})

    text, size = write_sms(account, code(purpose, language), "012345")

    assert text.startswith("012345")
    assert size.segments <= 2


@pytest.mark.parametrize("purpose", Purpose)
def test_a_spanish_sms_fits_the_short_alphabet(world: World, purpose: Purpose) -> None:
    account = world.account.model_copy(update={"name": "Seguros"})

    assert is_gsm(write_sms(account, code(purpose, "es"), "012345")[0])


def test_a_code_of_a_payment_names_its_sum(world: World) -> None:
    account = world.account.model_copy(update={"name": "Верный Полис"})

    text, _ = write_sms(account, code(Purpose.PAYMENT, about="15\u00a0000,00\u00a0₽"), "012345")

    assert (
        text.replace("\u00a0", " ")
        == "012345 — код для оплаты 15 000,00 ₽, Верный Полис. Никому его не сообщайте, даже нам."
    )
    assert "15.000,00 €" in write_email(world.account, code(Purpose.PAYMENT, "es"), "012345").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_e_mail_names_its_purpose_and_has_no_link(world: World, language: Language) -> None:
    mails = [write_email(world.account, code(each, language, channel="email"), "012345") for each in Purpose]

    assert len({each.text for each in mails}) == len(Purpose)
    assert all("012345" in each.subject and "012345" in each.text for each in mails)
    assert not any("http" in each.text for each in mails)


def test_each_purpose_channel_and_contact_has_another_code(world: World) -> None:
    codes = [
        *(code(each) for each in Purpose),
        code(Purpose.SIGN_IN, channel="email"),
        code(Purpose.SIGN_IN, to="+79161234568"),
        code(Purpose.SIGN_IN, id="code_2"),
    ]

    assert len({code_of(each) for each in codes}) == len(codes)


def test_a_code_is_typed_in_groups_too_and_nobodys_code_is_never_right(world: World) -> None:
    one = code(Purpose.SIGN_IN)
    digits = code_of(one)
    nobodys = code(Purpose.SIGN_IN, to="")

    assert is_code_of(one, f" {digits[:3]} {digits[3:]} ")
    assert is_code_of(one, f"{digits[:3]}-{digits[3:]}")
    assert not is_code_of(nobodys, code_of(nobodys))


def test_contacts_are_masked_as_their_holders_know_them() -> None:
    assert masked("sms", "+79109370341") == "+7 910 ***-**-41"
    assert masked("sms", "+34612345678") == "+34 61* ** ** 78"
    assert masked("email", "vera@mail.example") == "v***@mail.example"
