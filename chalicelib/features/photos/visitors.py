"""The visitor behind an owner's call, by the browser's own words: a person or a program, and the device."""

import re
from collections.abc import Mapping

from chalicelib.features.photos.model import Device

#: Messengers' previews, mail gateways' link checks, search engines. CUBOT makes phones. Patterns are
#: compiled when they are first used: few of the functions that import them ever do.
_PROGRAM = (
    r"(?i)(?<!\bcu)bot\b|crawler|spider|slurp|facebookexternalhit|\bvkshare|whatsapp/|skypeuripreview|linkpreview|"
    r"safelinks|proofpoint|mimecast|barracuda|googleimageproxy|yahoomailproxy|bingpreview|\bodklbot"
)
_TABLET = r"\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)|\bKindle\b|\bSilk/(?!.*\bMobile\b)"
_PHONE = r"\biPhone\b|\biPod\b|\bMobile\b|\bMobi\b|\bOpera Mini\b|\bIEMobile\b"
_DESKTOP = r"\bWindows NT\b|\bMacintosh\b|\bX11\b|\bCrOS\b"


def is_program(headers: Mapping[str, str]) -> bool:
    """Return True if a known previewer or scanner fetches a page, or a browser in advance.

    `Sec-Purpose` is the Fetch standard's; older browsers send `Purpose` and `X-Purpose`.
    """
    purposes = " ".join(headers.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose")).lower()
    if "prefetch" in purposes or "preview" in purposes or "prerender" in purposes:
        return True
    return re.search(_PROGRAM, headers.get("user-agent", "")) is not None


def device_of(headers: Mapping[str, str]) -> Device:
    """Return the class of the device that calls; an iPad says it is a Mac, and is taken for one."""
    agent = headers.get("user-agent", "")
    if re.search(_TABLET, agent):
        return "tablet"
    if headers.get("sec-ch-ua-mobile") == "?1" or re.search(_PHONE, agent):
        return "phone"
    return "desktop" if re.search(_DESKTOP, agent) else "unknown"
