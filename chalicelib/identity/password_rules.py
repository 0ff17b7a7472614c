"""The rules for a password."""

from chalicelib.aws.staff_pool import PASSWORD_RULE
from chalicelib.base.errors import FieldError, Invalid

MIN_PASSWORD = 12


def check_password(password: str) -> None:
    """Raise Invalid for a password that the pool's policy (infra/template.yaml) would refuse."""
    wanted = (str.islower, str.isupper, str.isdigit)
    ascii_only = [character for character in password if character.isascii()]
    if len(password) < MIN_PASSWORD or not all(any(map(kind, ascii_only)) for kind in wanted):
        raise Invalid([FieldError("/password", PASSWORD_RULE)])
