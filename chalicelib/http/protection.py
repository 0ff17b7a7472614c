"""Headers of every HTTP answer that restrict the browser.

Forms of other origins are refused in frame/console/blueprint.py.
"""

from typing import Any

#: Browser features that no page of ours uses. A photo is taken by the phone's camera app (`<input capture>`), which
#: needs no permission of the page.
_UNUSED_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
#: Two years, as browsers' preload lists ask (RFC 6797); browsers ignore it where a page came by plain http.
#: infra/template.yaml repeats them for API Gateway's own answers; a test compares.
HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
}


def protected(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer for API Gateway (`headers`, `multiValueHeaders`) with the headers that it lacks.

    Headers that a route sets itself stay.
    """
    present = {name.lower() for part in ("headers", "multiValueHeaders") for name in answer.get(part) or {}}
    lacking = {name: value for name, value in HEADERS.items() if name.lower() not in present}
    return {**answer, "headers": {**(answer.get("headers") or {}), **lacking}}
