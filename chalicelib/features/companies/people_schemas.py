"""HTTP bodies and answers of companies' people, in the client area and for staff."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.base.emails import Email
from chalicelib.base.formats import Identifier
from chalicelib.base.languages import Language
from chalicelib.base.names import GivenName
from chalicelib.features.companies.model import Invited, MemberChange
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.identity.area.model import Notify
from chalicelib.identity.area.permissions import MembershipRole

_EXAMPLE = "01J9Z6K3V8QWERTY0123456789"
RoleCode = Literal["user", "administrator"]
NotifyCode = Literal["area", "area_and_email"]
CompanyId = Annotated[Identifier, Field(examples=[f"cli_{_EXAMPLE}"])]
_NOTIFY = "Notices of the company's claims: in the client area alone, or by e-mail, too"
_CLAIMS = "True: may handle the company's claims. Administrators always may"


class InvitedBody(Body):
    """A person to invite to act for a company."""

    name: GivenName = Field(description="1 to 120 characters", examples=["Luis Ortega"])
    email: Email = Field(examples=["luis@carga.example"])
    role: RoleCode = Field(default="user", description="An administrator decides about the company's other people")
    claims: bool = Field(default=False, description=_CLAIMS)
    notify: NotifyCode = Field(default="area_and_email", description=_NOTIFY)
    language: Language | None = Field(
        default=None, description="Of the e-mail; without it the account's", examples=["es"]
    )

    def invited(self, language: Language) -> Invited:
        """Return the person as use cases take one; `language`: of the e-mail if none was chosen."""
        role, notify = MembershipRole(self.role), Notify(self.notify)
        return Invited(self.name, self.email, role, self.claims, notify, self.language or language)


class AreaInvitedBody(InvitedBody):
    """A colleague to invite."""

    client_id: CompanyId | None = Field(default=None, description="The company; needed by those who administer several")


class MemberBody(Body):
    """Changes of a person of a company; a field that is left out stays."""

    claims: bool = Field(default_factory=unchanged, description=_CLAIMS)
    notify: NotifyCode = Field(default_factory=unchanged, description=_NOTIFY)
    role: RoleCode = Field(default_factory=unchanged)
    disabled: bool = Field(default_factory=unchanged, description="True: the person has no access for the company")

    def change(self) -> MemberChange:
        """Return the change as use cases take one."""
        given: dict[str, Any] = {
            name: getattr(self, name) for name in MemberChange._fields if name in self.model_fields_set
        }
        if "role" in given:
            given["role"] = MembershipRole(given["role"])
        if "notify" in given:
            given["notify"] = Notify(given["notify"])
        return MemberChange(**given)


class AreaMemberBody(MemberBody):
    """Changes of a colleague, or of the own notices."""

    client_id: CompanyId | None = Field(
        default=None, description="The company; needed where several come into question"
    )


class CompanyPersonView(View):
    """A person of a company."""

    id: str
    client_id: str
    name: str
    email: str = Field(description="Masked for staff who see no whole contacts; empty for a person without one")
    role: RoleCode
    claims: bool
    notify: NotifyCode
    disabled: bool
    language: Language
    registered_at: AwareDatetime


class CompanyInvitationView(View):
    """An invitation that nobody has accepted."""

    id: str
    client_id: str
    name: str
    email: str = Field(description="Masked for staff who see no whole contacts")
    role: RoleCode
    claims: bool
    notify: NotifyCode
    language: Language
    sent_at: AwareDatetime
    ends_at: AwareDatetime
    is_open: bool = Field(description="False: the link has ended; it can be sent again")


class CompanyPeopleView(View):
    """The people of a company, by name, and invitations, the latest first."""

    items: list[CompanyPersonView]
    invitations: list[CompanyInvitationView]


class PeopleQuery(Body):
    """The company whose people are wanted."""

    client_id: CompanyId | None = Field(default=None, description="One company; without it, all that are administered")
