"""HTTP of webhooks that come in, and of the keys that sign them."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from pydantic import ValidationError

from chalicelib.base.errors import Conflict, DomainError, FieldError, Forbidden, Invalid, NotFound, QuotaExceeded
from chalicelib.base.formats import bytes_of, pointer
from chalicelib.base.languages import text
from chalicelib.base.signatures import ID
from chalicelib.features.photos import service as photos
from chalicelib.features.photos.asking_schemas import PhotoRequestBody, asking
from chalicelib.features.photos.request_views import PhotoRequestView, request_view
from chalicelib.features.photos.sealing import LINKS
from chalicelib.features.webhooks.audience import hook
from chalicelib.features.webhooks.hook_schemas import (
    DryRunBody,
    DryRunView,
    KeyBody,
    KeyChange,
    KeyView,
    KeyWithKey,
    KeyWithSecret,
    SignedBody,
)
from chalicelib.features.webhooks.mapping import (
    FieldMapping,
    Mapped,
    apply,
    check_mapping,
    in_their_words,
    split,
    unused,
    with_texts,
)
from chalicelib.features.webhooks.schemas import RotateBody
from chalicelib.http.blueprint import Blueprint, Call, Sealing
from chalicelib.http.partial import everything_wrong, found_by, read_document
from chalicelib.http.problems import MOST_FINDINGS, FieldProblem, shortened
from chalicelib.identity import hook_keys, keys
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import ApiKey, Caller, HookKey, Scope
from chalicelib.identity.powers import demand, demand_no_more

hook_routes = Blueprint(__name__)
_WRITE, _READ = staff(Scope.ACCOUNT_WRITE), staff(Scope.ACCOUNT_READ)
_KEY = "/v1/api-keys/{key_id}"
#: A body that is larger than any that is taken is not shown by a dry run.
SHOWN_BYTES = 500_000


def _strip(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "secret"}


def _restore(answer: dict[str, Any], caller: Caller) -> dict[str, Any]:
    demand_no_more(caller, answer["scopes"])  # another caller may have sent this Idempotency-Key before
    return {**answer, "secret": hook_keys.secret_of(answer["id"], generation=answer["generation"])}


def _check_mapping(body: DryRunBody | KeyChange) -> None:
    if body.mapping is not None:
        check_mapping(body.mapping, known=frozenset(PhotoRequestBody.model_fields), at="/mapping")


@hook_routes.operation(
    "POST",
    "/v1/hooks/photo-requests",
    audience=hook(Scope.REQUESTS_WRITE),
    status=201,
    idempotent=LINKS,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Ask an owner for photos, by a message signed as Standard Webhooks says",
)
def ask_by_hook(caller: Caller, body: SignedBody, call: Call) -> PhotoRequestView:
    """Ask an owner for photos, by a body in the caller's own words."""
    mapping = _mapping_of(hook_keys.mapping_of(caller)) or FieldMapping()
    ours = _ours(mapping, body.sent()) if mapping.fields or mapping.constants else Mapped(body.sent())
    try:
        asked = asking(_validated(caller, ours), key=f"{caller.actor}:{call.headers[ID]}")
        return request_view(photos.ask_for_photos(caller, asked))
    except Invalid as error:
        raise in_their_words(error, mapping, beside=ours.errors) from error


@hook_routes.operation(
    "POST",
    "/v1/hooks/photo-requests/dry-run",
    audience=staff(Scope.REQUESTS_WRITE),
    errors=(NotFound, Forbidden),
    check=_check_mapping,
    summary="Show the outcome of a signed webhook without a change (dry run)",
)
def try_hook(caller: Caller, body: DryRunBody, call: Call) -> DryRunView:
    """Try a mapping."""
    mapping = body.mapping
    if mapping is None and body.key_id is not None:
        mapping = _mapping_of(_readable_key(caller, body.key_id).mapping)
    _check_mapping(body)
    made = Mapped(body.body) if mapping is None else _ours(mapping, body.body)
    problems: list[FieldError] = []
    try:
        photos.check_asking(caller, asking(_validated(caller, made), key=""))
    except Invalid as error:
        problems = list(in_their_words(error, mapping or FieldMapping(), beside=made.errors).errors)
    except DomainError as error:
        problems = [FieldError("", error.message, error.params)]
    return DryRunView(
        accepted=not problems,
        body=None if made.errors or bytes_of(made.body) > SHOWN_BYTES else made.body,
        problems=[
            FieldProblem(pointer=shortened(each.pointer), detail=text(call.language, each.message, **each.params))
            for each in problems[:MOST_FINDINGS]
        ],
        unused=list(map(shortened, islice(unused(mapping, body.body), MOST_FINDINGS))) if mapping is not None else [],
    )


@hook_routes.operation(
    "POST",
    "/v1/api-keys",
    audience=_WRITE,
    status=201,
    errors=(Forbidden,),
    summary="Create an API key; only this answer has it",
)
def add_api_key(caller: Caller, body: KeyBody) -> KeyWithKey:
    """Make a key that may do no more than the caller."""
    key, secret = keys.give_api_key(caller, name=body.name, scopes=body.scopes)
    fresh = HookKey(key_id=key.id, account_id=key.account_id, sha256="")
    return KeyWithKey(**_key_view(key, fresh).model_dump(), api_key=secret)


@hook_routes.operation("GET", _KEY, audience=_READ, summary="Show an API key and how it signs webhooks")
def show_api_key(caller: Caller, key_id: str) -> KeyView:
    return _key_view(*hook_keys.show_hook_key(caller, key_id))


@hook_routes.operation(
    "PATCH",
    _KEY,
    audience=_WRITE,
    errors=(Conflict,),
    check=_check_mapping,
    summary="Set the mapping of an API key's bodies",
)
def change_api_key(caller: Caller, key_id: str, body: KeyChange) -> KeyView:
    """Set the mapping of a key that may do no more than the caller."""
    if "mapping" not in body.model_fields_set:
        key, signs = hook_keys.show_hook_key(caller, key_id)
        demand_no_more(caller, key.scopes)  # a caller who changes nothing sees the mapping all the same
        return _key_view(key, signs)
    _check_mapping(body)
    kept = body.mapping.model_dump(mode="json") if body.mapping is not None else None
    return _key_view(*hook_keys.set_mapping(caller, key_id, mapping=kept))


@hook_routes.operation(
    "POST",
    f"{_KEY}/rotate-secret",
    audience=_WRITE,
    idempotent=Sealing(strip=_strip, restore=_restore),
    errors=(Conflict,),
    summary="Create or rotate an API key's webhook secret; shown this once, the former stays live for a while",
)
def rotate_key_secret(caller: Caller, key_id: str, body: RotateBody) -> KeyWithSecret:
    """Rotate the webhook secret of a key that may do no more than the caller."""
    former_lives = timedelta(hours=body.former_lives_hours)
    key, signs = hook_keys.rotate_hook_secret(caller, key_id, former_lives=former_lives)
    secret = hook_keys.secret_of(key_id, generation=signs.generation)
    return KeyWithSecret(**_key_view(key, signs).model_dump(), secret=secret)


def _readable_key(caller: Caller, key_id: str) -> HookKey:
    """Return a key's settings of webhooks, to itself and to readers of the account's settings.

    A dry run shows its constants.
    """
    if caller.key_id != key_id:
        demand(caller, Scope.ACCOUNT_READ)
    return hook_keys.show_hook_key(caller, key_id)[1]


def _ours(mapping: FieldMapping, body: Mapping[str, Any]) -> Mapped:
    """Return our body of theirs, numbers as texts where ours has texts: many systems number their claims."""
    made = apply(mapping, body)
    try:
        read_document(PhotoRequestBody, made.body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        places = [split(pointer(*each["loc"])) for each in found if each["type"] == "string_type"]
        return made._replace(body=with_texts(mapping, made.body, places))
    return made


def _validated(caller: Caller, made: Mapped) -> PhotoRequestBody:
    """Return the body as POST /v1/photo-requests reads it. Raises Invalid with everything wrong but `made.errors`."""

    def check(part: PhotoRequestBody) -> None:
        photos.check_asking(caller, asking(part, key=""))

    try:
        body = read_document(PhotoRequestBody, made.body)
    except ValidationError as error:
        raise everything_wrong(
            error, PhotoRequestBody, made.body, read=read_document, check=check, unread=made.unread
        ) from error
    if made.errors:
        raise Invalid(found_by(check, body, unread=made.unread))
    return body


def _mapping_of(kept: Mapping[str, Any] | None) -> FieldMapping | None:
    return FieldMapping.model_validate(kept) if kept is not None else None


def _key_view(key: ApiKey, signs: HookKey) -> KeyView:
    shown = key.model_dump(exclude={"account_id", "scopes"})
    return KeyView(
        **{name: value for name, value in shown.items() if name in KeyView.model_fields},
        scopes=sorted(key.scopes),
        generation=signs.generation,
        former_secret_until=signs.former_until,
        mapping=_mapping_of(signs.mapping),
    )
