"""The rules of webhooks in words, once for all documents. A test compares them with the code."""

from collections.abc import Mapping

#: By title; `code` is the only markup.
RULES: Mapping[str, str] = {
    "Answer": "Answer 2xx within 10 seconds, before you work on it: put the event away and work on it afterwards. The "
    "answer's body is not read. A redirect is a failure.",
    "Verify": "Standard Webhooks 1.0: `webhook-signature` has HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}."
    "{body}`, by the endpoint's secret (`whsec_` and base64 of the key), over the body's bytes as they came. Refuse a "
    "timestamp that is over five minutes off. Libraries: https://www.standardwebhooks.com",
    "Once": "Delivery is at least once: the same `webhook-id` may come again. Keep the ids of 30 days, and do no more "
    "than answer 2xx to one that you have.",
    "Order": "Order is not promised. `data.version` rises with each change of an entity: keep the highest, and leave "
    "an event with a lower one aside.",
    "Retries": "What is not answered by 2xx is tried again after 5 seconds, 1, 5 and 30 minutes, 1, 2, 3, 4, 6, 8, "
    "10, 12, 13 and 15 hours, each up to a tenth longer, and at last 75 hours after the first attempt. "
    "`Retry-After` is honoured, up to 24 hours. Each attempt has a fresh timestamp and signature.",
    "Rest": "After 5 failures in a row an endpoint is left alone for 30 seconds, then twice as long each time, 15 "
    "minutes at most; then one event tries whether it works again. Other endpoints don't wait for it.",
    "End": "410 switches an endpoint off at once. Any other is switched off when an event was not taken for 75 hours "
    "and nothing else was either. The account's administrators are told by e-mail.",
    "Replay": "Events and deliveries are kept for 30 days: replay one, or everything since a moment.",
    "Rotation": "While a secret is rotated, messages are signed by the new and the former one, for 24 hours unless "
    "another time is asked for.",
    "Changes": "Fields and types may be added at any time: let those pass that you don't know. None goes away or "
    "changes its meaning.",
}


def in_one_text() -> str:
    """Return all the rules as one CommonMark text."""
    return "\n\n".join(f"**{title}.** {text}" for title, text in RULES.items())
