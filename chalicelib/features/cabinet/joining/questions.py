"""The question of a registration whose facts do not all match: which one, and whether an answer is right.

It depends on the number alone, so that it is the same each time and for numbers that do not exist. Nobody else's
papers answer it: never a plate, a VIN or a birth date.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_
from chalicelib.frame.area.settings import area_settings


class Question(StrEnum):
    """The kinds of questions."""

    DOCUMENT = "document"
    SUM_INSURED = "sum_insured"
    PREMIUM = "premium"


#: Msgids.
TEXTS: Mapping[Question, str] = MappingProxyType(
    {
        Question.DOCUMENT: N_("The last 4 characters of the number of the document that you insured yourself by"),
        Question.SUM_INSURED: N_("The sum insured of the policy, as it is written in it"),
        Question.PREMIUM: N_("The premium of the policy for its whole term, as it is written in it"),
    }
)
#: Characters of a document's number that are asked for.
_ASKED = 4
#: An amount with at most two digits after its last sign; all other signs part thousands.
_AMOUNT = re.compile(r"([0-9.,]*?[0-9])(?:[.,]([0-9]{1,2}))?")
#: The longest answer: more is no number that a policy has.
MAX_ANSWER = 60


class Facts(NamedTuple):
    """The answers on file; None for those that are not there."""

    document: str | None = None
    sum_insured: Decimal | None = None
    premium: Decimal | None = None


def question_for(account_id: str, number: str) -> Question:
    """Return the question for a number, one that the account asks, whether there is such a policy or not.

    The notation of the number makes no difference.
    """
    asked = [each for each in Question if each in area_settings(account_id).questions]
    said = "\0".join(("join-question", account_id, fold_code(number)))
    digest = hmac.new(identity_key(), said.encode(), hashlib.sha256).digest()
    return asked[int.from_bytes(digest) % len(asked)]


def is_right(question: Question, answer: str, facts: Facts) -> bool:
    """Return True if an answer is the one on file. Without one on file every answer is wrong."""
    if question is Question.DOCUMENT:
        return _is_end_of(facts.document or "", answer)
    return _is_amount(facts.sum_insured if question is Question.SUM_INSURED else facts.premium, answer)


def _is_end_of(document: str, answer: str) -> bool:
    asked, typed = fold_code(document)[-_ASKED:], fold_code(answer)[-_ASKED:]
    return len(asked) == _ASKED and hmac.compare_digest(asked.encode(), typed.encode())


def _is_amount(amount: Decimal | None, answer: str) -> bool:
    """Return True if an answer is an amount, in any notation; the fraction may be left out."""
    found = _AMOUNT.fullmatch(re.sub(r"[^0-9.,]", "", answer[:MAX_ANSWER]).strip(".,"))
    if amount is None or found is None:
        return False
    whole, fraction = re.sub(r"[.,]", "", found[1]), found[2]
    return Decimal(f"{whole}.{fraction}") == amount if fraction else Decimal(whole) == amount // 1
