"""The settings of payments by the API: keys go in, and never come out."""

from typing import Any

import pytest

from chalicelib.aws import account_secrets
from tests.support.api.people import People
from tests.support.lambda_events import raw_items

SETTINGS = "/v1/account/payments"
YOOKASSA = {"shop_id": "123456", "secret_key": "test_abcdefgh"}
STRIPE = {"secret_key": "sk_test_abcdefgh", "signing_secret": "whsec_abcdefgh"}


def change(api: People, **changes: Any) -> Any:
    version = api.admin.get(SETTINGS).expect(200)["version"]
    return api.admin.patch(SETTINGS, {"version": version, **changes})


def test_without_settings_there_are_no_payments(api: People) -> None:
    shown = api.admin.get(SETTINGS).expect(200)

    assert (shown["provider"], shown["mode"], shown["version"]) == (None, "test", 0)
    assert [each["has_keys"] for each in shown["providers"]] == [False, False]


def test_keys_are_entered_and_never_shown(api: People) -> None:
    answer = change(api, provider="yookassa", yookassa=YOOKASSA)
    shown = answer.expect(200)

    assert (shown["provider"], [each["has_keys"] for each in shown["providers"]]) == ("yookassa", [True, False])
    assert YOOKASSA["secret_key"] not in answer.text
    stored = " ".join(str(raw_items(table)) for table in ("accounts", "policies", "idempotency", "outbox"))
    assert YOOKASSA["secret_key"] not in stored
    assert account_secrets.read_secrets("payments", api.account.id) == {"yookassa": YOOKASSA}


def test_keys_of_one_provider_stay_when_the_others_are_entered(api: People) -> None:
    change(api, yookassa=YOOKASSA).expect(200)

    shown = change(api, provider="stripe", stripe=STRIPE).expect(200)

    assert all(each["has_keys"] for each in shown["providers"])


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"provider": "yookassa"}, ["/yookassa"]),
        ({"mode": "live", "yookassa": YOOKASSA}, ["/yookassa/secret_key"]),
        ({"stripe": {**STRIPE, "secret_key": "sk_live_abcdefgh"}}, ["/stripe/secret_key"]),
        ({"stripe": {**STRIPE, "secret_key": "short"}}, ["/stripe/secret_key"]),
        ({"networks": ["185.71.76.0/27", "any"]}, ["/networks/1"]),
    ],
)
def test_what_is_wrong_is_told_at_its_field(api: People, changes: dict[str, Any], pointers: list[str]) -> None:
    answer = change(api, **changes)

    assert (answer.status, answer.pointers) == (422, pointers)


def test_a_change_of_an_old_version_is_refused(api: People) -> None:
    change(api, yookassa=YOOKASSA).expect(200)

    assert api.admin.patch(SETTINGS, {"version": 0, "mode": "live"}).status == 409


def test_addresses_for_notices_are_of_each_account_and_provider(api: People) -> None:
    own = {each["notice_url"] for each in api.admin.get(SETTINGS).expect(200)["providers"]}
    others = {each["notice_url"] for each in api.stranger.get(SETTINGS).expect(200)["providers"]}

    assert len(own | others) == 4
