"""POST /v1/hooks/photo-requests: by signature, once for an id, in the sender's own words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import stale
from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.base.signatures import sign
from chalicelib.identity import hook_keys, table
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import ApiKey, Caller, Role, Scope
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.world import World

PATH = "/v1/hooks/photo-requests"
BODY: dict[str, Any] = {"phone": "+79161234567", "channels": ["sms"], "categories": ["damage"], "comment": "Ёлка é"}


@dataclass(frozen=True)
class BackEnd:
    """An insurer's system with a key of its own."""

    account_id: str
    key_id: str
    key: str
    secret: str

    def send(
        self,
        body: object = BODY,
        *,
        message_id: str = "msg_1",
        raw: str | None = None,
        age: float = 0,
        by_id: bool = False,
        signed: str | None = None,
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
        to: str = PATH,
    ) -> Answer:
        """Sign a body and send it; `raw` sends other bytes than were signed."""
        text = signed if signed is not None else json.dumps(body)
        moment = now() - timedelta(seconds=age)
        signature = sign([secret or self.secret], message_id=message_id, moment=moment, body=text)
        caller = Api() if by_id else Api(f"Bearer {self.key}")
        path = f"{to}?key={self.key_id}" if by_id else to
        return caller.call("POST", path, raw=raw if raw is not None else text, headers={**signature, **(headers or {})})


@pytest.fixture
def insurer(api: People) -> BackEnd:
    """A system whose key may ask for photos, and signs."""
    return back_end(api)


def admin(account_id: str) -> Caller:
    return Caller(account_id=account_id, principal=StaffMember("test"), role=Role.ADMIN, scopes=all_scopes())


def back_end(api: People, *scopes: str) -> BackEnd:
    key, secret = api_keys.add_api_key(
        account_id=api.account.id, name="Claims", scopes=frozenset(scopes or {Scope.REQUESTS_WRITE})
    )
    _, hook = hook_keys.rotate_hook_secret(admin(api.account.id), key.id, former_lives=timedelta(hours=1))
    signing = hook_keys.secret_of(key.id, generation=hook.generation)
    return BackEnd(api.account.id, key.id, secret, signing)


def requests_of(api: People, case_id: str) -> list[Any]:
    return list(api.staff.get(f"/v1/cases/{case_id}/photo-requests").expect(200)["items"])


@pytest.mark.parametrize("by_id", [False, True])
def test_a_signed_call_asks_for_photos(api: People, insurer: BackEnd, by_id: bool) -> None:
    made = insurer.send(by_id=by_id).expect(201)

    shown = api.staff.get(f"/v1/photo-requests/{made['id']}").expect(200)
    assert shown == made
    assert made["phone"] == "+79161234567"
    assert made["comment"] == "Ёлка é"
    assert made["link"].startswith("https://photos.example/r/")
    timeline = api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)["timeline"]
    assert {entry["actor"] for entry in timeline} == {f"key:{insurer.key_id}"}


def test_the_same_id_gives_the_same_answer_for_a_day(api: People, insurer: BackEnd) -> None:
    first = insurer.send().expect(201)

    assert insurer.send().expect(201) == first
    assert insurer.send(age=200).expect(201) == first
    with time_machine.travel(now() + timedelta(hours=23), tick=False):
        recent.clear_recent()
        assert insurer.send().expect(201)["id"] == first["id"]
    assert len(requests_of(api, first["case_id"])) == 1


def test_another_id_is_another_request(insurer: BackEnd) -> None:
    assert insurer.send().expect(201)["id"] != insurer.send(message_id="msg_2").expect(201)["id"]


def test_ids_of_two_keys_are_two_things(api: People, insurer: BackEnd) -> None:
    assert insurer.send().expect(201)["id"] != back_end(api).send().expect(201)["id"]


def test_the_same_id_with_another_body_is_refused(insurer: BackEnd) -> None:
    insurer.send().expect(201)

    answer = insurer.send({**BODY, "comment": "иначе"}).expect(422)

    assert answer["errors"][0]["pointer"] == "#webhook-id"
    assert "webhook-id" in answer["errors"][0]["detail"]


@pytest.mark.parametrize("age", [301, 86_400, -330])
def test_what_is_stale_or_premature_is_refused(insurer: BackEnd, age: float) -> None:
    insurer.send(age=age).expect(401)


def test_what_was_changed_on_the_way_is_refused_even_if_it_means_the_same(insurer: BackEnd) -> None:
    insurer.send(raw=json.dumps({**BODY, "phone": "+79160000000"})).expect(401)
    insurer.send(raw=json.dumps(BODY, separators=(",", ":"))).expect(401)
    insurer.send(raw=json.dumps(BODY, ensure_ascii=False)).expect(401)
    insurer.send(raw="").expect(401)
    insurer.send().expect(201)


def test_a_signature_of_another_message_is_refused(insurer: BackEnd) -> None:
    insurer.send(headers={"webhook-id": "msg_other"}).expect(401)
    insurer.send(headers={"webhook-timestamp": str(int(now().timestamp()) + 1)}).expect(401)
    insurer.send(headers={"webhook-signature": "v1,AAAA"}).expect(401)


def test_who_signs_with_another_keys_secret_is_refused(api: People, insurer: BackEnd) -> None:
    other = back_end(api)

    insurer.send(secret=other.secret).expect(401)
    insurer.send(secret=other.secret, by_id=True).expect(401)


def test_without_a_key_or_a_signature_nothing_is_taken(api: People, insurer: BackEnd) -> None:
    assert api.nobody.post(PATH, BODY).status == 401
    assert api.nobody.post(f"{PATH}?key={insurer.key_id}", BODY).status == 401
    assert api.nobody.post(f"{PATH}?key=key_unknown", BODY).status == 401
    assert api.key.post(PATH, BODY).status == 401
    assert api.admin.post(PATH, BODY).status == 401
    assert api.staff.post(f"{PATH}?key={insurer.key_id}", BODY).status == 401


def test_all_refusals_read_alike(api: People, insurer: BackEnd) -> None:
    unknown = api.nobody.post(f"{PATH}?key=key_unknown", BODY)
    unsigned = api.nobody.post(f"{PATH}?key={insurer.key_id}", BODY)
    stale = insurer.send(age=999, by_id=True)

    assert unknown.text == unsigned.text == stale.text


@pytest.mark.parametrize("by_id", [False, True])
def test_a_key_without_the_permission_asks_for_nothing(api: People, by_id: bool) -> None:
    narrow = back_end(api, Scope.CASES_READ)

    answer = narrow.send(by_id=by_id).expect(403)

    assert "requests:write" in answer["detail"]


@pytest.mark.parametrize("by_id", [False, True])
def test_a_revoked_key_signs_nothing(insurer: BackEnd, by_id: bool) -> None:
    sha256, _ = table.find_api_key(insurer.account_id, insurer.key_id) or ("", None)
    table.KeyRow(f"key#{sha256}", "key").update(actions=[table.KeyRow.revoked.set(True)])
    recent.clear_recent()

    insurer.send(by_id=by_id).expect(401)


def test_a_key_of_another_account_named_beside_ones_own_changes_nothing(api: People, insurer: BackEnd) -> None:
    text = json.dumps({})
    headers = sign([insurer.secret], message_id="m", moment=now(), body=text)

    answer = Api(api.stranger.authorization).call("POST", f"{PATH}?key={insurer.key_id}", raw=text, headers=headers)

    assert answer.status == 401


def test_a_key_of_the_same_id_in_another_account_gives_nobody_the_secret(
    api: People, insurer: BackEnd, world: World
) -> None:
    twin = ApiKey(
        id=insurer.key_id,
        account_id=world.other_account.id,
        prefix="osk_twin",
        name="Twin",
        scopes=all_scopes(),
        created_at=now(),
    )
    table.put_api_key(twin, sha256="0" * 64, otherwise=stale)  # no use case makes one: ids are never chosen
    path = f"/v1/api-keys/{insurer.key_id}"

    api.stranger.post(f"{path}/rotate-secret", {}).expect(404)
    api.stranger.patch(path, {"mapping": MAPPING}).expect(404)

    insurer.send().expect(201)


def test_two_secrets_are_good_while_one_replaces_the_other(api: People, insurer: BackEnd) -> None:
    rotated = api.admin.post(f"/v1/api-keys/{insurer.key_id}/rotate-secret", {"former_lives_hours": 1}).expect(200)

    insurer.send(message_id="old").expect(201)
    insurer.send(message_id="new", secret=rotated["secret"]).expect(201)
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        recent.clear_recent()
        insurer.send(message_id="old, later").expect(401)
        insurer.send(message_id="new, later", secret=rotated["secret"]).expect(201)


def test_a_secret_in_wrong_hands_is_cut_off_at_once(api: People, insurer: BackEnd) -> None:
    api.admin.post(f"/v1/api-keys/{insurer.key_id}/rotate-secret", {"former_lives_hours": 0}).expect(200)

    insurer.send().expect(401)


def test_what_is_signed_is_checked_as_by_the_staffs_own_call(api: People, insurer: BackEnd) -> None:
    wrong = {"phone": "12", "channels": ["pigeon"], "nonsense": 1, "expires_in_days": "7"}

    signed, staff = insurer.send(wrong).expect(422), api.staff.post("/v1/photo-requests", wrong).expect(422)

    assert signed["errors"] == staff["errors"]
    assert insurer.send(signed="[]", raw="[]").status == 422
    assert insurer.send(signed="{", raw="{").status == 400


# --- Keys ------------------------------------------------------------------------------------------------------------


def test_a_key_is_made_shown_once_and_given_a_secret(api: People) -> None:
    made = api.admin.post("/v1/api-keys", {"name": "Claims", "scopes": ["requests:write"]}).expect(201)
    path = f"/v1/api-keys/{made['id']}"

    assert made["api_key"].startswith("osk_")
    shown = api.admin.get(path).expect(200)
    assert "api_key" not in shown
    assert (shown["generation"], shown["mapping"]) == (0, None)
    secret = api.admin.post(f"{path}/rotate-secret", {}).expect(200)
    assert secret["secret"].startswith("whsec_")
    assert "secret" not in api.admin.get(path).expect(200)
    assert BackEnd(api.account.id, made["id"], made["api_key"], secret["secret"]).send().status == 201


def test_a_repeated_rotation_gives_the_same_secret_and_stores_none(api: People, insurer: BackEnd) -> None:
    path, key = f"/v1/api-keys/{insurer.key_id}/rotate-secret", {"Idempotency-Key": "once"}

    first = api.admin.post(path, {}, headers=key).expect(200)
    again = api.admin.post(path, {}, headers=key).expect(200)

    assert first == again
    from tests.support.lambda_events import raw_items  # noqa: PLC0415

    assert "whsec_" not in json.dumps(raw_items("idempotency") + raw_items("accounts"))


def test_a_key_can_give_no_more_than_it_has(api: People) -> None:
    _, narrow = api_keys.add_api_key(
        account_id=api.account.id, name="Narrow", scopes=frozenset({Scope.ACCOUNT_WRITE, Scope.CASES_READ})
    )
    caller = Api(f"Bearer {narrow}")

    assert caller.post("/v1/api-keys", {"name": "x", "scopes": ["requests:write"]}).expect(403)["detail"]
    caller.post("/v1/api-keys", {"name": "x", "scopes": ["cases:read"]}).expect(201)


def test_a_key_gets_no_secret_of_one_that_may_do_more(api: People, insurer: BackEnd) -> None:
    _, narrow = api_keys.add_api_key(
        account_id=api.account.id, name="Narrow", scopes=frozenset({Scope.ACCOUNT_WRITE, Scope.CASES_READ})
    )
    caller, key = Api(f"Bearer {narrow}"), {"Idempotency-Key": "1"}
    path = f"/v1/api-keys/{insurer.key_id}/rotate-secret"

    caller.post(path, {}).expect(403)
    api.admin.post(path, {}, headers=key).expect(200)
    repeated = caller.post(path, {}, headers=key)

    assert (repeated.status, "whsec_" in repeated.text) == (403, False)
    own = caller.post("/v1/api-keys", {"name": "Own", "scopes": ["cases:read"]}).expect(201)
    assert caller.post(f"/v1/api-keys/{own['id']}/rotate-secret", {}).expect(200)["secret"].startswith("whsec_")


# --- Mapping ---------------------------------------------------------------------------------------------------------

MAPPING = {
    "fields": {
        "/claim/number": "case.reference",
        "claim.insured.phones.0": "/phone",
        "claim.insured.name": "case.owner.name",
        "claim.line": "case.process",
        "claim.language": "language",
    },
    "constants": {"channels": ["sms"], "categories": ["damage", {"code": "exterior", "min": 4}]},
    "values": {"case.process": {"MTPL": "osago", "77": "kasko"}},
}
THEIRS = {
    "claim": {
        "number": "У-2026/17",
        "line": "MTPL",
        "language": None,
        "adjuster": "Петров",
        "insured": {"name": "Анна", "phones": ["8 916 123-45-67", "8 916 000-00-00"]},
    }
}


def map_key(api: People, insurer: BackEnd, mapping: object = MAPPING) -> Answer:
    return api.admin.patch(f"/v1/api-keys/{insurer.key_id}", {"mapping": mapping})


def test_a_claim_system_sends_what_it_already_has(api: People, insurer: BackEnd) -> None:
    map_key(api, insurer).expect(200)

    made = insurer.send(THEIRS).expect(201)

    case = api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)
    assert (case["reference"], case["process"], case["owner"]["name"]) == ("У-2026/17", "osago", "Анна")
    assert made["phone"] == "+79161234567"
    assert [(each["code"], each["min"]) for each in made["categories"]] == [("damage", 1), ("exterior", 4)]


def test_problems_point_into_what_was_sent(api: People, insurer: BackEnd) -> None:
    map_key(api, insurer).expect(200)
    wrong = {"claim": {**THEIRS["claim"], "insured": {"phones": ["12"]}}}

    assert [each["pointer"] for each in insurer.send(wrong).expect(422)["errors"]] == ["/claim/insured/phones/0"]
    unknown = {"claim": {**THEIRS["claim"], "line": "CASCO"}}
    assert [each["pointer"] for each in insurer.send(unknown, message_id="2").expect(422)["errors"]] == ["/claim/line"]


def test_everything_wrong_with_what_was_sent_is_reported_at_once(api: People, insurer: BackEnd) -> None:
    map_key(api, insurer, {**MAPPING, "constants": {"channels": ["sms"], "template": "none"}}).expect(200)
    wrong = {"claim": {**THEIRS["claim"], "insured": {"phones": ["12"]}}}

    sent = {each["pointer"] for each in insurer.send(wrong).expect(422)["errors"]}
    tried = api.staff.post(f"{PATH}/dry-run", {"body": wrong, "key_id": insurer.key_id}).expect(200)

    assert sent == {each["pointer"] for each in tried["problems"]} == {"/claim/insured/phones/0", "/template"}


@pytest.mark.parametrize(
    ("claim", "more", "wrong"),
    [
        ({"insured": {"phones": ["12"]}}, {"template": "none"}, {"/claim/insured/phones/0", "/template"}),
        ({}, {"template": "none"}, {"/template"}),
        ({}, {"expires_in_days": 99, "categories": ["wings"]}, {"/expires_in_days", "/categories/0"}),
        ({"insured": {"phones": [True]}}, {}, {"/claim/insured/phones/0"}),
        ({}, {}, set()),
    ],
)
def test_a_value_of_no_meaning_hides_nothing_else(
    api: People, insurer: BackEnd, claim: dict[str, Any], more: dict[str, Any], wrong: set[str]
) -> None:
    map_key(api, insurer, {**MAPPING, "constants": {"channels": ["sms"], **more}}).expect(200)
    sent = {"claim": {**THEIRS["claim"], **claim, "line": "CASCO"}}

    answer = insurer.send(sent).expect(422)["errors"]
    tried = api.staff.post(f"{PATH}/dry-run", {"body": sent, "key_id": insurer.key_id}).expect(200)

    assert {each["pointer"] for each in answer} == {"/claim/line", *wrong}
    assert (tried["accepted"], tried["body"], tried["problems"]) == (False, None, answer)


@pytest.mark.parametrize("our", ["phone", "channels", "case.reference", "case"])
def test_what_follows_from_a_value_of_no_meaning_is_left_out(api: People, insurer: BackEnd, our: str) -> None:
    fields = {"line": our, "number": "phone", "claim": "case.reference"}
    kept = {their: to for their, to in fields.items() if their == "line" or not f"{to}.".startswith(f"{our}.")}
    map_key(
        api, insurer, {"fields": kept, "values": {our: {"OSAGO": None}}, "constants": {"expires_in_days": 99}}
    ).expect(200)

    answer = insurer.send({"line": "CASCO", "number": "+79161234567", "claim": "17"}).expect(422)["errors"]

    assert {each["pointer"] for each in answer} == {"/line", "/expires_in_days"}


def test_a_dry_run_shows_what_would_be_made_and_makes_nothing(api: People, insurer: BackEnd) -> None:
    map_key(api, insurer).expect(200)
    before = len(api.staff.get("/v1/cases").expect(200)["items"])

    tried = api.staff.post(f"{PATH}/dry-run", {"body": THEIRS, "key_id": insurer.key_id}).expect(200)

    assert tried["accepted"]
    assert tried["problems"] == []
    assert tried["body"]["case"] == {"reference": "У-2026/17", "owner": {"name": "Анна"}, "process": "osago"}
    assert tried["unused"] == ["/claim/adjuster", "/claim/insured/phones/1"]
    assert len(api.staff.get("/v1/cases").expect(200)["items"]) == before


def test_a_dry_run_tries_a_mapping_before_it_is_set(api: People) -> None:
    wrong = {"claim": {**THEIRS["claim"], "insured": {"phones": ["12"]}}}

    tried = api.key.post(f"{PATH}/dry-run", {"body": wrong, "mapping": MAPPING}).expect(200)

    assert not tried["accepted"]
    assert [each["pointer"] for each in tried["problems"]] == ["/claim/insured/phones/0"]
    plain = api.key.post(f"{PATH}/dry-run", {"body": {"categories": ["wings"]}}).expect(200)
    assert [each["pointer"] for each in plain["problems"]] == ["/categories/0"]
    assert api.key.post(f"{PATH}/dry-run", {"body": BODY}).expect(200)["accepted"]
    missing = api.key.post(f"{PATH}/dry-run", {"body": {"case_id": "case_x"}}).expect(200)
    assert not missing["accepted"]


@pytest.mark.parametrize(
    ("mapping", "pointer"),
    [
        ({"fields": {"a": "nonsense"}}, "/mapping/fields/a"),
        ({"constants": {"nonsense": 1}}, "/mapping/constants/nonsense"),
        ({"fields": {"a": "phone", "b": "/phone"}}, "/mapping/fields/b"),
        ({"fields": {"a": "case"}, "constants": {"case.reference": "1"}}, "/mapping/constants/case.reference"),
        ({"values": {"phone": {"a": "b"}}}, "/mapping/values/phone"),
        ({"fields": {"/a/b": "nonsense"}}, "/mapping/fields/~1a~1b"),
        ({"code": "import os"}, "/mapping/code"),
        ({"fields": {"a": ""}}, "/mapping/fields/a"),
        ({"constants": {"comment": "ы" * 11_000}}, "/mapping/constants/comment"),
        ({"constants": {"comment": ["x" * 500_000]}}, "/mapping/constants/comment"),
        ({"fields": {"a": "comment"}, "values": {"comment": {"ы" * 11_000: "a"}}}, "/mapping/values/comment"),
        ({"constants": {"case": {str(place): "ы" * 100 for place in range(4_000)}}}, "/mapping/constants/case"),
        ({"constants": {f"case.a{place}": "ы" * 900 for place in range(50)}}, "/mapping"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused(
    api: People, insurer: BackEnd, mapping: dict[str, Any], pointer: str
) -> None:
    assert [each["pointer"] for each in map_key(api, insurer, mapping).expect(422)["errors"]] == [pointer]


def test_a_mapping_is_shown_changed_and_taken_away(api: People, insurer: BackEnd) -> None:
    shown = map_key(api, insurer).expect(200)

    assert shown["mapping"] == MAPPING
    assert api.admin.patch(f"/v1/api-keys/{insurer.key_id}", {}).expect(200) == shown
    map_key(api, insurer, None).expect(200)
    insurer.send().expect(201)
