"""Challenges before a registration: a code in a picture, or a proof of work for those who can't see it.

Either slows machines down. A challenge is signed and not stored, ends after 10 minutes, and is used once.
"""

import hashlib
import hmac
import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.aws.rate_limits import take_once
from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_

#: Characters of the picture's code: none looks like another one of them.
ALPHABET = "234679ACDEFHKMNPRTVWXY"
LENGTH = 5
LIFE = timedelta(minutes=10)
#: The share of a character by which the next one may cover it: more makes two of them one.
_OVERLAP = 0.08
#: PBKDF2 with so many rounds a try, and one try of 256 that succeeds: 0.1 to 0.6 s on a phone, 1 ms to check.
_ALGORITHM, _COST, _PREFIX = "PBKDF2/SHA-256", 1000, "00"
#: Hexadecimal digits of an id: the second at which it ends, random ones, and the signature.
_ENDS, _RANDOM, _MAC = 8, 32, 32
ID_PATTERN = rf"^[0-9a-f]{{{_ENDS + _RANDOM + _MAC}}}$"
#: The longest solution: base64 of the challenge and the number that was found.
MAX_SOLUTION = 2000

_ENDED = N_("This picture has ended. Go on with the new one.")
_WRONG_CODE = N_("These are not the characters of that picture. Type those of the new one.")
_WRONG_PROOF = N_("The check did not succeed. Repeat it, or type the characters of the picture.")
_ONE_OF_THEM = N_("Type the characters of the picture, or send a solution.")
#: The error of an answer without a code and without a solution.
NO_ANSWER = FieldError("/challenge/code", _ONE_OF_THEM)
_ALSO_CODE = N_("Type the characters of the picture, too.")
_ALSO_PROOF = N_("A solution is needed, too: many registrations are being tried at present.")


class Challenge(NamedTuple):
    """A challenge as it is shown: the picture as a `data:` address, and the parameters of the proof of work."""

    id: str
    picture: str
    pow: Mapping[str, Any]
    ends_at: datetime


class Answer(NamedTuple):
    """An answer to a challenge: the picture's code, or the solution of the proof of work (altcha's payload)."""

    id: str
    code: str = ""
    solution: str = ""


def make_challenge(account_id: str, *, moment: datetime) -> Challenge:
    """Return a new challenge of an account."""
    import altcha  # noqa: PLC0415 - only registrations need it

    ends_at = (moment + LIFE).replace(microsecond=0)
    begins = f"{int(ends_at.timestamp()):0{_ENDS}x}{secrets.token_hex(_RANDOM // 2)}"
    challenge_id = begins + _mac(account_id, begins)
    work = altcha.create_challenge(
        _ALGORITHM,
        _COST,
        key_prefix=_PREFIX,
        expires_at=int(ends_at.timestamp()),
        data={"id": challenge_id},
        hmac_secret=_work_key(),
    )
    return Challenge(challenge_id, draw_code(code_of(account_id, challenge_id)), work.to_dict(), ends_at)


def demand_answered(account_id: str, answer: Answer, *, moment: datetime, both: bool = False) -> None:
    """Use a challenge up. Raises Invalid for one that ended, was used or is another account's, and for wrong answers.

    `both`: the code and the solution are demanded.
    """
    _demand_complete(answer, both=both)
    ends_at = _read_end(account_id, answer.id)
    # Why before the answer is compared: one picture allows one try.
    if ends_at is None or moment > ends_at or not take_once("join-challenge", answer.id, seconds=_seconds(LIFE)):
        raise Invalid([FieldError("/challenge", _ENDED)])
    found = Findings()
    if answer.code and not _is_code(account_id, answer):
        found.add([FieldError("/challenge/code", _WRONG_CODE)])
    if answer.solution and not _is_solved(answer):
        found.add([FieldError("/challenge/solution", _WRONG_PROOF)])
    found.demand_none()


def code_of(account_id: str, challenge_id: str) -> str:
    """Return the code of a challenge's picture, always the same one."""
    number = int.from_bytes(_digest("join-picture", account_id, challenge_id))
    places = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        places.append(ALPHABET[place])
    return "".join(places)


def draw_code(code: str) -> str:
    """Return a picture of a code, PNG, as a `data:` address."""
    from captcha.image import ImageCaptcha  # noqa: PLC0415 - Pillow is heavy

    image = ImageCaptcha(width=260, height=80, font_sizes=(52, 58, 64))
    image.word_offset_dx = _OVERLAP
    drawn = image.generate(code)
    return f"data:image/png;base64,{b64encode(drawn.getvalue()).decode()}"


def _demand_complete(answer: Answer, *, both: bool) -> None:
    if both and not answer.code:
        raise Invalid([FieldError("/challenge/code", _ALSO_CODE)])
    if both and not answer.solution:
        raise Invalid([FieldError("/challenge/solution", _ALSO_PROOF)])
    if not answer.code and not answer.solution:
        raise Invalid([NO_ANSWER])


def _read_end(account_id: str, challenge_id: str) -> datetime | None:
    """Return the end of a challenge that this account was given; None for all others."""
    begins, mac = challenge_id[: _ENDS + _RANDOM], challenge_id[_ENDS + _RANDOM :]
    if not hmac.compare_digest(_mac(account_id, begins).encode(), mac.encode()):
        return None
    return datetime.fromtimestamp(int(begins[:_ENDS], 16), UTC)


def _is_code(account_id: str, answer: Answer) -> bool:
    right = fold_code(code_of(account_id, answer.id))
    return hmac.compare_digest(right.encode(), fold_code(answer.code).encode())


def _is_solved(answer: Answer) -> bool:
    """Return True if a solution is one of this challenge's proof of work."""
    import altcha  # noqa: PLC0415 - only registrations need it

    if len(answer.solution) > MAX_SOLUTION:
        return False
    try:
        payload = altcha.Payload.from_base64(answer.solution)
        is_right = altcha.verify_solution(payload, _work_key()).verified
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # of hostile payloads
        return False
    return is_right and payload.challenge.parameters.data == {"id": answer.id}


def _mac(account_id: str, begins: str) -> str:
    return _digest("join-challenge", account_id, begins).hex()[:_MAC]


def _work_key() -> bytes:
    return _digest("join-work")


def _digest(*said: str) -> bytes:
    return hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
