"""Standard Webhooks 1.0, both ways, against the vectors of the specification's own reference implementations."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from standardwebhooks import Webhook

from chalicelib.base.signatures import WrongSignature, derive_secret, sign, verify

#: https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/python/tests/test_webhooks.py (test_sign),
#: the same in each language's library.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
TIMESTAMP = 1614265330
BODY = '{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
MOMENT = datetime.fromtimestamp(TIMESTAMP, UTC)
HEADERS = {"webhook-id": ID, "webhook-timestamp": str(TIMESTAMP), "webhook-signature": SIGNATURE}


def test_we_sign_as_the_reference_does() -> None:
    assert sign([SECRET], message_id=ID, moment=MOMENT, body=BODY) == HEADERS


@time_machine.travel(MOMENT, tick=False)
def test_we_take_what_the_reference_signed() -> None:
    assert verify([SECRET], headers=HEADERS, body=BODY.encode()) == ID
    assert verify([derive_secret(b"k", subject="s", generation=1), SECRET], headers=HEADERS, body=BODY.encode()) == ID


@time_machine.travel(MOMENT, tick=False)
def test_the_reference_takes_what_we_sign_by_two_secrets() -> None:
    new, old = (derive_secret(b"key", subject="whe_1", generation=each) for each in (2, 1))
    headers = sign([new, old], message_id="evt_1", moment=MOMENT, body='{"имя":"é"}')

    for secret in (new, old):
        assert Webhook(secret).verify('{"имя":"é"}'.encode(), headers) == {"имя": "é"}
    assert headers["webhook-signature"].count("v1,") == 2


@pytest.mark.parametrize("seconds", [0, 299, -299])
def test_five_minutes_either_way_are_taken(seconds: int) -> None:
    with time_machine.travel(MOMENT + timedelta(seconds=seconds), tick=False):
        assert verify([SECRET], headers=HEADERS, body=BODY.encode()) == ID


WRONG: dict[str, dict[str, str]] = {
    "another id": {"webhook-id": "msg_other"},
    "another time": {"webhook-timestamp": str(TIMESTAMP + 1)},
    "no id": {"webhook-id": ""},
    "an endless id": {"webhook-id": "m" * 201},
    "no time": {"webhook-timestamp": ""},
    "no number": {"webhook-timestamp": "soon"},
    "not a number": {"webhook-timestamp": "nan"},
    "infinity": {"webhook-timestamp": "inf"},
    "digits of another script": {"webhook-timestamp": "١٦١٤٢٦٥٣٣٠"},
    "a time beyond all": {"webhook-timestamp": "9" * 30},
    "no signature": {"webhook-signature": ""},
    "no version": {"webhook-signature": SIGNATURE.removeprefix("v1,")},
    "another version": {"webhook-signature": SIGNATURE.replace("v1", "v2")},
    "an asymmetric version": {"webhook-signature": SIGNATURE.replace("v1", "v1a")},
    "half of it": {"webhook-signature": SIGNATURE[:20]},
    "no base64": {"webhook-signature": "v1,é"},
    "nothing after the version": {"webhook-signature": "v1,"},
    "many commas": {"webhook-signature": "v1,,,"},
}


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG)
def test_anything_else_in_the_headers_is_wrong(changes: dict[str, str]) -> None:
    with pytest.raises(WrongSignature):
        verify([SECRET], headers={**HEADERS, **changes}, body=BODY.encode())


@time_machine.travel(MOMENT, tick=False)
@pytest.mark.parametrize(
    "body", [b'{"test":2432232314}', b'{"test": 2432232315}', b"", b"\xff\xfe", BODY.encode() + b"\n"]
)
def test_other_bytes_are_wrong_even_if_they_mean_the_same(body: bytes) -> None:
    with pytest.raises(WrongSignature):
        verify([SECRET], headers=HEADERS, body=body)


@pytest.mark.parametrize("seconds", [301, -301, 86_400])
def test_stale_and_premature_messages_are_wrong(seconds: int) -> None:
    with time_machine.travel(MOMENT + timedelta(seconds=seconds), tick=False), pytest.raises(WrongSignature):
        verify([SECRET], headers=HEADERS, body=BODY.encode())


@time_machine.travel(MOMENT, tick=False)
def test_without_a_secret_nothing_is_right() -> None:
    with pytest.raises(WrongSignature):
        verify([], headers=HEADERS, body=BODY.encode())


def test_each_subject_and_generation_has_a_secret_of_its_own() -> None:
    made = {
        derive_secret(key, subject=subject, generation=generation)
        for key in (b"a", b"b")
        for subject in ("key_1", "whe_1")
        for generation in (1, 11)
    }

    assert len(made) == 8
    assert all(secret.startswith("whsec_") and len(secret) == 50 for secret in made)
