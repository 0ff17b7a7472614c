"""Settings of inspections: the process of their cases, and the photos that are asked for."""

from pydantic import Field

from chalicelib.base.formats import Code
from chalicelib.base.models import Frozen
from chalicelib.tenancy import sections
from chalicelib.tenancy.model import Account

#: The fewest and the most days that a client has.
DAYS = (1, 30)


class InspectionSettings(Frozen):
    """The account's choices for inspections before insuring."""

    #: Code of the process of their cases; None: no process.
    process: Code | None = None
    #: Code of the template with the photos and the comment; None: the account's usual photos.
    template: Code | None = None
    #: Days that the client has.
    days: int = Field(default=7, ge=DAYS[0], le=DAYS[1])


def inspection_settings(account: Account) -> InspectionSettings:
    """Return the choices of an account. A process or a template that was removed since is none."""
    chosen = sections.load(account.id, InspectionSettings)
    process = chosen.process if account.process(chosen.process or "") else None
    template = chosen.template if account.template(chosen.template or "") else None
    return chosen.model_copy(update={"process": process, "template": template})
