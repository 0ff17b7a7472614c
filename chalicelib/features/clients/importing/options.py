"""Options of an import: the meaning of cells that a file leaves open."""

from typing import Literal

from pydantic import Field

from chalicelib.base.models import Frozen
from chalicelib.features.clients.documents import kinds_for
from chalicelib.features.clients.model import ClientKind
from chalicelib.features.clients.rules import asks_patronymic
from chalicelib.tenancy.model import Account

NameOrder = Literal["surname_first", "given_name_first"]


class Options(Frozen):
    """The meaning of cells that a file leaves open."""

    kind: ClientKind | None = Field(
        default=None, description="Of rows without a kind; null: a company's if only the company's columns are filled"
    )
    document_kind: str | None = Field(
        default=None,
        max_length=60,
        examples=["passport_ru"],
        description="Of documents without a kind; null: the usual one of the country",
    )
    name_order: NameOrder | None = Field(
        default=None, description="Of a full name in one column; null: surname first where people have patronymics"
    )
    no_patronymic: bool = Field(
        default=False, description="People whose patronymic is left out have none; otherwise the row is wrong"
    )

    def usual_document(self, account: Account) -> str:
        """Return the kind of documents without a kind."""
        return self.document_kind or kinds_for(account.sms.countries)[0].code

    def surname_first(self, account: Account) -> bool:
        """Return True if full names begin with the surname."""
        return self.name_order == "surname_first" or (self.name_order is None and asks_patronymic(account))
