"""Examples made from JSON Schemas: the type's own (`examples`), else a likely value for a field's name."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
_ULID = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
#: Values of one insurer's afternoon, by the names of fields. One that a schema does not allow is not used.
_LIKELY: Mapping[str, tuple[Any, ...]] = {
    "amount": ("38500.00",),
    "api_key": ("osk_…",),
    "at": ("2026-11-25T16:04:05Z",),
    "bytes": (1_824_307,),
    "case_id": (f"case_{_ULID}",),
    "category": ("damage",),
    "client_id": (f"cli_{_ULID}",),
    "code": ("damage",),
    "color": ("#1f5fa8",),
    "console_url": (f"https://photos.example.org/console/cases/case_{_ULID}",),
    "comment": ("Please take the dent in the door from two sides.",),
    "countries": (["RU", "ES"],),
    "currency": ("RUB",),
    "cursor": ("eyJhZnRlciI6Ij…",),
    "email": ("owner@example.org",),
    "extension": ("123",),
    "events": (["photo_request.completed", "photo_request.undelivered"],),
    "file_name": ("Damage-02.jpg",),
    "language": ("en",),
    "languages": (["ru", "en"],),
    "link": ("https://photos.example.org/r/kq3…",),
    "logo_url": ("https://insurer.example.org/logo.svg",),
    "make": ("Lada",),
    "model": ("Vesta",),
    "name": ("Ivan Petrov",),
    "number": ("+78005553535",),
    "owner_name": ("Ivan Petrov",),
    "password": ("correct horse battery",),
    "phone": ("+79161234567",),
    "photo_id": (_ULID,),
    "remove": (_ULID,),
    "place": ("Moscow, Tverskaya 1",),
    "plate": ("A123BC77",),
    "policy_id": (f"pol_{_ULID}",),
    "process": ("kasko",),
    "reference": ("CLM-2026-004711",),
    "request_id": (f"req_{_ULID}",),
    "sender_id": ("Insurer",),
    "sha256": ("9f86d081884c7d65" * 4,),
    "time_zone": ("Europe/Moscow",),
    "to": ("+79161234567",),
    "url": ("https://claims.example.org/hooks/osmotr",),
    "vin": ("XTAGFL110KY123456",),
    "since": ("2026-11-24T00:00:00Z",),
    "content_type": ("image/jpeg",),
    "description": ("Hit a bollard while parking.",),
    "key_id": (f"key_{_ULID}",),
    "template": ("full",),
    "note": ("around the clock",),
    "refresh_token": ("eyJjdHkiOiJKV1QiLCJlbmMiOi…",),
    "secret": ("whsec_…",),
    "signature": ("Claims department",),
    "access_token": ("eyJraWQiOiJ…",),
    "file": ("Damage-02.jpg",),
    "remind_after_hours": (24,),
    "prefix": ("osk_3f9a",),
    "qr_url": ("https://photos.example.org/r/kq3…/qr.svg",),
    "pointer": ("/phone",),
    "detail": ("This field is required.",),
    "actor": ("key:key_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",),
    "endpoint_id": (f"whe_{_ULID}",),
    "attachment_id": (f"pho_{_ULID}",),
}
_MAPPING = {
    "fields": {"/claim/number": "case.reference", "/claim/line": "case.process", "/insured/mobile": "phone"},
    "constants": {"channels": ["sms"], "categories": "all"},
    "values": {"case.process": {"MTPL": "osago", "CASCO": "kasko"}},
}
_THEIRS = {"claim": {"number": "CLM-2026-004711", "line": "CASCO"}, "insured": {"mobile": "+7 916 123-45-67"}}
#: Examples that would make no sense field by field, by the name of the type.
_WHOLE: Mapping[str, Any] = {
    "PhotoRequestBody": {
        "case": {
            "reference": "CLM-2026-004711",
            "vehicle": {"plate": "A123BC77", "make": "Lada", "model": "Vesta"},
            "owner": {"name": "Ivan Petrov"},
        },
        "phone": "+7 916 123-45-67",
        "channels": ["sms"],
        "language": "ru",
        "comment": "Please take the dent in the door from two sides.",
        "categories": ["exterior", {"code": "damage", "min": 2, "max": 10}],
        "expires_in_days": 7,
        "remind_after_hours": 24,
    },
    "FieldMapping": _MAPPING,
    "SignedBody": _THEIRS,
    "DryRunBody": {"body": _THEIRS, "mapping": _MAPPING},
    "ConvertBody": {"process": "kasko", "fields": {"policy_number": "AB-123456", "loss_date": "2026-11-24"}},
}
_BY_FORMAT = {
    "date-time": "2026-11-25T16:04:05Z",
    "date": "2026-11-25",
    "email": "owner@example.org",
    "uri": "https://example.org/",
}
_DEEPEST = 8


def example(schema: Schema, definitions: Mapping[str, Schema], *, name: str = "", depth: int = 0) -> Any:
    """Return a value that a schema allows; `definitions` resolves its references, by their last part."""
    whole = _WHOLE.get(schema.get("$ref", "").rpartition("/")[2])
    if whole is not None:
        return whole
    schema = resolved(schema, definitions)
    said = [*schema.get("examples", ()), *([schema["const"]] if "const" in schema else [])]
    if said:
        return said[0]
    alternatives = [each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())]
    if alternatives and "properties" not in schema:
        return _alternative(alternatives, definitions, name, depth)
    likely = [value for value in _LIKELY.get(name, ()) if _is_of(schema, value)] or schema.get("enum")
    return likely[0] if likely else _made(schema, definitions, name, depth)


def resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Return a schema with its references resolved; members beside a reference are kept."""
    while "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**definitions[schema["$ref"].rpartition("/")[2]], **beside}
    return schema


def _alternative(alternatives: list[Schema], definitions: Mapping[str, Schema], name: str, depth: int) -> Any:
    """Return an example of the first alternative that is something."""
    something = [each for each in alternatives if resolved(each, definitions).get("type") != "null"]
    return example(something[0], definitions, name=name, depth=depth + 1) if something else None


def _made(schema: Schema, definitions: Mapping[str, Schema], name: str, depth: int) -> Any:
    kind = _kind(schema)
    if kind == "object":
        return _object(schema, definitions, depth)
    if kind == "array":
        return _array(schema, definitions, name, depth)
    if schema.get("default") not in (None, ""):
        return schema["default"]
    if kind in {"integer", "number"}:
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    if kind == "string":
        return _text(schema, name)
    return {"boolean": True}.get(kind)


def _object(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        return {}
    fields = {
        field: example(of, definitions, name=field, depth=depth + 1)
        for field, of in schema.get("properties", {}).items()
    }
    further = schema.get("additionalProperties")
    if not fields and isinstance(further, Mapping):
        key, *_ = schema.get("propertyNames", {}).get("enum", ("damage",))
        fields = {key: example(further, definitions, depth=depth + 1)}
    return fields


def _array(schema: Schema, definitions: Mapping[str, Schema], name: str, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [example(each, definitions, depth=depth + 1) for each in schema["prefixItems"]]
    if depth > _DEEPEST:
        return []
    one = example(schema.get("items", {}), definitions, name=name.removesuffix("s"), depth=depth + 1)
    return [] if schema.get("maxItems") == 0 else [one]


def _text(schema: Schema, name: str) -> str:
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    text = (name or "text").replace("_", " ")
    return text.ljust(schema.get("minLength", 0), "…")[: schema.get("maxLength", len(text) + 1)]


def _kind(schema: Schema) -> str:
    """Return the type that a schema has; of several, the first; `` if it may be anything."""
    kinds: Any = schema.get("type", "")
    return str(kinds[0] if isinstance(kinds, list) else kinds)


def _is_of(schema: Schema, value: Any) -> bool:
    """Return True if a likely value is of the schema's type and, if it lists values, among them."""
    if "enum" in schema:
        return value in schema["enum"]
    kinds = {"string": str, "integer": int, "number": (int, float), "array": list, "object": dict, "boolean": bool}
    kind: Any = kinds.get(_kind(schema))
    if kind is None or not isinstance(value, kind):
        return False
    allowed = schema.get("items", {}).get("enum") if isinstance(value, list) else None
    if "format" in schema and name_of_format(value) != schema["format"]:
        return False
    return allowed is None or set(value) <= set(allowed)


def name_of_format(value: Any) -> str | None:
    """Return the format that a likely text has."""
    text = str(value)
    if text[:4].isdigit() and text.endswith("Z"):
        return "date-time"
    if text.startswith("https://"):
        return "uri"
    return "email" if "@" in text else None
