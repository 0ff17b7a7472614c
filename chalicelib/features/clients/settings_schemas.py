"""HTTP bodies of an account's rules for clients: texts of consents, and retention."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.base.languages import Language
from chalicelib.base.words import BLOCK, ONE_LINE
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.service.ruling import LAW_MOST, MOST, NewText, RuleChanges
from chalicelib.features.clients.settings import LIMITS, Retention
from chalicelib.http.bodies import Body, View, unchanged


class RetentionBody(Body):
    """The number of years for which a law demands to keep data of a client after its erasure."""

    years: int = Field(ge=0, le=75, examples=[5])
    law: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LAW_MOST), ONE_LINE] = Field(
        examples=["402-ФЗ, ст. 29"]
    )

    def stored(self) -> Retention:
        """Return the type that is stored."""
        return Retention(years=self.years, law=self.law)


class TextBody(Body):
    """The text of a consent; an empty one ends its use."""

    purpose: Purpose = Field(examples=["personal_data"])
    language: Language = Field(examples=["ru"])
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST), BLOCK] = Field(
        examples=["Я согласна на обработку моих персональных данных."]
    )
    since: date | None = Field(default=None, description="The day of its first use; left out: today")


def _limit(name: str, description: str) -> Any:
    least, most = LIMITS[name]
    return Field(default_factory=unchanged, ge=least, le=most, description=description)


_ADDED = "Clients that an agent may add in a day by hand"
_SHARE = "Percent of an agent's new clients of a day that may be other agents' clients before administrators are told"
_STALE = "Months after which a confirmed phone is stale"
_REPLACED = "Days after the 20th and the 45th birthday within which a Russian passport has to be replaced"


class LimitsBody(Body):
    """Limits; omitted ones stay."""

    added_per_day: int = _limit("added_per_day", _ADDED)
    bound_share: int = _limit("bound_share", _SHARE)
    stale_months: int = _limit("stale_months", _STALE)
    replaced_within_days: int = _limit("replaced_within_days", _REPLACED)


class LimitsView(View):
    """The limits that hold."""

    added_per_day: int = Field(description=_ADDED)
    bound_share: int = Field(description=_SHARE)
    stale_months: int = Field(description=_STALE)
    replaced_within_days: int = Field(description=_REPLACED)


class ClientSettingsChange(Body):
    """Changes of the rules; omitted fields stay, and so do texts that are not named."""

    version: int = Field(ge=0, description="Of the rules that were read")
    texts: tuple[TextBody, ...] = Field(default_factory=unchanged, max_length=12)
    policies: RetentionBody | None = Field(
        default_factory=unchanged, description="Of clients with policies; null: the country's usual one"
    )
    cases: RetentionBody | None = Field(
        default_factory=unchanged, description="Of clients with cases; null: the country's usual one"
    )
    limits: LimitsBody = Field(default_factory=unchanged)

    def changes(self) -> RuleChanges:
        """Return the changes that the caller named."""
        named = {name: getattr(self, name) for name in ("policies", "cases") if name in self.model_fields_set}
        return RuleChanges(
            texts=[NewText(each.purpose, each.language, each.text, each.since) for each in self.texts or ()],
            retention={name: each.stored() if each else None for name, each in named.items()},
            limits=self.limits.model_dump(exclude_unset=True) if self.limits else {},
        )


class RetentionView(View):
    """A retention: years, and the law that demands it."""

    years: int
    law: str


class TextView(View):
    """The text of a consent in a language."""

    purpose: Purpose
    language: Language
    text: str = Field(description="Empty: no longer in use")
    version: int = Field(description="Rises with each change of the text")
    since: date
    sha256: str = Field(description="By which consents name it, hexadecimal")


class ClientSettingsView(View):
    """The account's rules for personal data of clients."""

    texts: list[TextView]
    policies: RetentionView | None = Field(description="Of clients with policies; null: `usual`")
    cases: RetentionView | None = Field(description="Of clients with cases; null: `usual`")
    usual: RetentionView | None = Field(
        description="Of the account's country; null: there is none, and clients with cases or policies can't be erased"
    )
    limits: LimitsView
    version: int
