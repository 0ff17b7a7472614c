"""Codes that confirm actions of people of the client area, each for one subject."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.money import shown
from chalicelib.features.cabinet.codes import Purpose, masked
from chalicelib.features.cabinet.refusals import code_ended
from chalicelib.features.cabinet.service import coding
from chalicelib.features.payments.service.own import demand_of
from chalicelib.frame.area.codes import AreaCodes
from chalicelib.identity.area.model import AreaCaller
from chalicelib.tenancy import service as accounts

#: Purposes by the kind of a subject; any other one is something to pay.
_PURPOSES: Mapping[str, Purpose] = MappingProxyType({"cancel": Purpose.CANCELLATION})


def send(caller: AreaCaller, subject: str, again: bool) -> str:
    """Send a code for a subject, unless a live one was sent; with `again` another one. Returns the masked address."""
    named, purpose, person = _named(caller, subject), _purpose_of(subject), caller.person
    live = coding.live_code(caller.account_id, named, purpose)
    if live is not None and not again:
        return masked(live.channel, live.to)
    channel: Channel = "sms" if person.phone else "email"
    code = coding.send_code(
        accounts.load_account(caller.account_id),
        named,
        purpose=purpose,
        channel=channel,
        to=person.phone or person.email or "",
        language=person.language,
        about=shown(person.language, demand_of(caller, subject).money) if purpose is Purpose.PAYMENT else "",
    )
    return masked(code.channel, code.to)


def confirm(caller: AreaCaller, subject: str, typed: str) -> None:
    """Use up the code of a subject that was typed. Raises WrongCode, Gone."""
    named, purpose = _named(caller, subject), _purpose_of(subject)
    live = coding.live_code(caller.account_id, named, purpose)
    if live is None:
        raise code_ended()
    code = coding.check_code(caller.account_id, named, purpose=purpose, channel=live.channel, typed=typed)
    tx = Transaction()
    coding.use_code(tx, code)
    tx.commit()


def _purpose_of(subject: str) -> Purpose:
    return _PURPOSES.get(subject.partition("#")[0], Purpose.PAYMENT)


def _named(caller: AreaCaller, subject: str) -> str:
    return f"{caller.person.id}#{subject}"


CODES = AreaCodes(send, confirm)
