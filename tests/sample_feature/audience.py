"""Appraisers: principals of their own, who call with a pass and no API key."""

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from chalicelib.base.errors import Unauthenticated
from chalicelib.identity.audiences import Audience, Contract, Presented
from chalicelib.identity.model import Caller

HEADER = "x-appraiser-pass"


@dataclass(frozen=True)
class Appraiser:
    """An appraiser who works for an account."""

    kind: ClassVar[str] = "appraiser"
    label: ClassVar[str] = "Appraiser"
    id: str


def pass_of(account_id: str, appraiser_id: str) -> str:
    """Return the pass by which an appraiser calls: account, id and proof."""
    return f"{account_id}.{appraiser_id}.{sha256(f'{account_id}.{appraiser_id}'.encode()).hexdigest()}"


def _appraiser(presented: Presented) -> Caller:
    shown = presented.headers.get(HEADER, "")
    account_id, appraiser_id, _ = [*shown.split("."), "", "", ""][:3]
    if shown != pass_of(account_id, appraiser_id):
        raise Unauthenticated("Show a pass.")
    return Caller(account_id=account_id, principal=Appraiser(appraiser_id))


APPRAISER = Audience(
    name="appraiser",
    resolve=_appraiser,
    who="Appraisers, by their pass.",
    contract=Contract(
        description="By the pass of an appraiser.",
        security=({"pass": []},),
        schemes={"pass": {"type": "apiKey", "in": "header", "name": HEADER, "description": "Of an appraiser"}},
        errors=(Unauthenticated,),
    ),
)
