"""E-mail addresses that our carrier can send to, in the one form that is stored, shown and sent to.

SES takes ASCII only (no SMTPUTF8, RFC 6531): the part before the @ has to be ASCII, the host is encoded by hosts.py.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, WithJsonSchema

from chalicelib.base.hosts import MixedLetters, WrongHost, ascii_host
from chalicelib.base.languages import N_
from chalicelib.base.words import line

#: Characters beside an address in a list or a header (`Иван <i@x.ru>`).
_BESIDE = re.compile(r"[\s<>\"(),:;@]")


def ascii_address(value: str) -> str:
    """Return one bare address with its host in ASCII. Raises ValueError, whose text is a msgid for people."""
    import email_validator  # noqa: PLC0415 - heavy

    local, at, host = line(value).rpartition("@")
    if at and not local.isascii() and not _BESIDE.search(local):
        raise ValueError(N_("Before the @ there may be only Latin letters without accents: jose@example.com."))
    wrong = N_("Must be an e-mail address such as name@example.org.")
    try:
        address = f"{local}@{ascii_host(host)}"
        if "=?" in local:  # in a header it would be read as an encoded word (RFC 2047), hence as another address
            raise ValueError(wrong)
        email_validator.validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except MixedLetters:
        raise ValueError(N_("After the @ letters of two alphabets are mixed. Type it anew in one of them.")) from None
    except (WrongHost, email_validator.EmailNotValidError):
        raise ValueError(wrong) from None
    return address


#: An address as somebody gives it; checked by email-validator (RFC 5321, 5322), without asking any server.
Email = Annotated[str, AfterValidator(ascii_address), WithJsonSchema({"type": "string", "format": "email"})]
#: An address that was accepted before, perhaps by a more lenient rule: stored addresses must be readable for ever.
StoredEmail = Annotated[str, StringConstraints(max_length=320), WithJsonSchema({"type": "string", "format": "email"})]
