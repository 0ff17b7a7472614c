"""The ways by which a message reaches somebody."""

from typing import Literal

Channel = Literal["sms", "email"]
