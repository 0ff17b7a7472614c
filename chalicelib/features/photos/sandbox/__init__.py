"""Decode strangers' files in a child process whose CPU time, memory and life are bounded (docs/decisions/0029).

The child gets bytes and gives back facts and pictures; it has no AWS credentials and none of the tenants' data.
"""

from chalicelib.features.photos.sandbox.allowance import Allowance, Unfinished, short, whole
from chalicelib.features.photos.sandbox.examination import Examined, draw_logo, examine, warm_up

__all__ = ["Allowance", "Examined", "Unfinished", "draw_logo", "examine", "short", "warm_up", "whole"]
