"""HTTP bodies of webhooks that come in, and of the keys that sign them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chalicelib.base.formats import Identifier
from chalicelib.base.names import GivenName
from chalicelib.features.webhooks.mapping import FieldMapping
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.http.problems import FieldProblem
from chalicelib.identity.scopes import AnyScope


class SignedBody(BaseModel):
    """The body of POST /v1/photo-requests or, with a mapping, the document of the insurer's own system."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    def sent(self) -> dict[str, Any]:
        """Return the body as sent."""
        return dict(self.model_extra or {})


class DryRunBody(Body):
    """A body to try, with the mapping for it, or the key that has one."""

    body: dict[str, JsonValue] = Field(description="What the insurer's system would send")
    key_id: Identifier | None = Field(default=None, description="The API key whose mapping is tried")
    mapping: FieldMapping | None = Field(default=None, description="A mapping to try in place of the key's")


class DryRunView(View):
    """The outcome of a dry run; nothing was written."""

    accepted: bool
    body: dict[str, Any] | None = Field(
        description="The body after the mapping, as POST /v1/photo-requests takes it; null if none or too much"
    )
    problems: list[FieldProblem] = Field(description="What would be refused, with pointers into what was sent")
    unused: list[str] = Field(description="Pointers to what was sent and nobody reads, 200 at most")


class KeyBody(Body):
    """A key to make."""

    name: GivenName
    scopes: frozenset[AnyScope] = Field(min_length=1)


class KeyChange(Body):
    """Changes of a key; omitted fields stay."""

    mapping: FieldMapping | None = Field(
        default_factory=unchanged, description="How its owner's fields become ours; null: they are ours already"
    )


class KeyView(View):
    """An API key, without the key."""

    id: str
    name: str
    prefix: str
    scopes: list[AnyScope]
    revoked: bool
    created_at: datetime
    last_used_at: datetime | None
    generation: int = Field(description="Which webhook secret is in use; 0: it has none yet")
    former_secret_until: datetime | None
    mapping: FieldMapping | None


class KeyWithKey(KeyView):
    """A new key with the key itself, which is shown this once."""

    api_key: str


class KeyWithSecret(KeyView):
    """A key with its webhook secret, which is shown this once."""

    secret: str = Field(description="whsec_…, for Standard Webhooks' libraries")
