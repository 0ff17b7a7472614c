"""The base of all frozen types."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of frozen types: unchangeable, and no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
