"""The client area: its people, their sign-in names, sessions and devices."""

from infra.system.grants import READ_AND_WRITE, allow
from infra.system.model import Part, Table

AREA = Table(name="area")

PART = Part(tables=(AREA,), api=(allow("ClientArea", READ_AND_WRITE, AREA.arn),))
