"""The objects of measured use cases: an account, its API key, an open photo request, a photo on its way."""

import hashlib
from dataclasses import dataclass

from ulid import ULID

from bench.aws_stub import AwsStub
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.photos import service
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import ApiClient
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account, CategoryChoice, Process, SupportPhone


@dataclass(frozen=True)
class Scene:
    """The stub with all data, a back-end's caller and key, and an owner's token."""

    aws: AwsStub
    caller: Caller
    api_key: str
    token: str

    def announce(self, photo: bytes) -> str:
        """Reserve a slot for a photo, put it into the bucket and return its key.

        The stub forgets calls from here on.
        """
        announced = service.Announced(
            photo_id=str(ULID()),
            category="damage",
            bytes=len(photo),
            content_type="image/jpeg",
            sha256=hashlib.sha256(photo).hexdigest(),
        )
        form = service.reserve_upload(self.token, announced, address="192.0.2.1").form
        if form is None:
            raise RuntimeError("the stub refused a reservation")
        self.aws.object = photo
        self.aws.remembering = False
        return form.fields["key"]


def opened() -> Scene:
    """Make it, by the use cases themselves."""
    aws = AwsStub()
    aws.install()
    account = accounts.create_account(
        Account(
            id=new_id("acc"),
            name="Страхование",
            support_phones=(SupportPhone(number="+74951234567"),),
            signature="С уважением, отдел урегулирования",
            processes=(Process(code="osago", labels={"ru": "ОСАГО"}),),
            created_at=now(),
        )
    )
    key, secret = api_keys.add_api_key(account_id=account.id, name="bench", scopes=all_scopes())
    caller = Caller(account_id=account.id, principal=ApiClient(key.id), scopes=key.scopes)
    wanted = [CategoryChoice(code="damage", max=30), CategoryChoice(code="exterior")]
    shown = service.ask_for_photos(caller, service.Asking(phone="+79161234567", categories=wanted))
    return Scene(aws=aws, caller=caller, api_key=secret, token=shown.link.token)
