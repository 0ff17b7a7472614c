"""The people of an account, for its administrators: who there is, inviting, roles, shutting out and letting in."""

from http import HTTPStatus
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, text
from chalicelib.features.staff import notices
from chalicelib.features.staff.console.words import ROLES, STANDINGS
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.frame.console.saving import state_of
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity import people
from chalicelib.identity.model import Caller, Invitation, Role, Scope, Standing, User

people_pages = console_pages(__name__)
_HTML, _ADMIN = "text/html", console(Scope.ACCOUNT_WRITE)
_PEOPLE = "/console/settings/people"
_PERSON = "/console/settings/people/{user_id}"
_PLACES = {f"/{name}": name for name in ("name", "email", "role")}
_LONGEST_NAME = 120
_CHANGED = N_(
    "Name or role were changed while this form was open; now they are “{name}”, {role}. What you typed is still here, "
    "and nothing was saved yet: save again to replace that change."
)


class PersonForm(Fields):
    """A person as typed; the e-mail only for an invitation, `base` (the former values) only for a change."""

    base: str = ""
    name: str = ""
    email: str = ""
    role: str = ""


@people_pages.operation("GET", _PEOPLE, audience=_ADMIN, media_type=_HTML, summary="The people of the account")
def show_people(caller: Caller, call: Call) -> Response:
    """List everybody."""
    return page(
        call,
        "people.html",
        caller=caller,
        people=people.list_users(caller),
        roles=ROLES,
        standings=STANDINGS,
    )


@people_pages.operation("GET", f"{_PEOPLE}/invite", audience=_ADMIN, media_type=_HTML, summary="Invite someone")
def show_invitation_form(caller: Caller, call: Call) -> Response:
    """Ask for the person to invite."""
    return _invitation_page(call, caller, PersonForm(role=Role.STAFF))


@people_pages.operation(
    "POST", f"{_PEOPLE}/invite", audience=_ADMIN, status=303, media_type=_HTML, summary="Invite someone"
)
def invite(caller: Caller, form: PersonForm, call: Call) -> Response:
    """Invite someone by e-mail."""
    try:
        people.invite_user(caller, _invitation(form), tell=notices.queue_invitation)
    except (Invalid, QuotaExceeded, Conflict) as error:
        status, headers, wrong = _what_is_wrong(call, error, conflict_at="email")
        return _invitation_page(call, caller, form, status=status, headers=headers, **wrong)
    return see_other(_PEOPLE, notice="invited")


@people_pages.operation("GET", _PERSON, audience=_ADMIN, media_type=_HTML, summary="Someone of the account")
def show_person(caller: Caller, user_id: str, call: Call) -> Response:
    """Show a person's page, with the form to change it."""
    person = people.find_user(caller, user_id)
    return _person_page(call, caller, person, PersonForm(name=person.seen_name, role=person.role))


@people_pages.operation(
    "POST", _PERSON, audience=_ADMIN, status=303, media_type=_HTML, summary="Change someone's name and role"
)
def change_person(caller: Caller, user_id: str, form: PersonForm, call: Call) -> Response:
    """Change name and role; one's own role is not asked for, and stays."""
    person = people.find_user(caller, user_id)
    if _is_overtaken(form, person):
        role = text(call.language, ROLES[person.role].name)
        said = text(call.language, _CHANGED, name=person.shown_name, role=role)
        return _person_page(call, caller, person, form, status=int(HTTPStatus.CONFLICT), troubles=[said])
    named = bool(form.name.strip() or person.seen_name)  # a user without a name yet needs none for another role
    try:
        known = {"email": person.email, "role": form.role or person.role, "name": form.name if named else "-"}
        wanted = _invitation(form.model_copy(update=known))
        if named and wanted.name != person.name:
            people.rename_user(caller, user_id, name=wanted.name)
        if form.role:
            people.change_role(caller, user_id, role=wanted.role)
    except (Invalid, Conflict) as error:
        status, headers, wrong = _what_is_wrong(call, error, conflict_at="role")
        person = people.find_user(caller, user_id)  # the name may be saved already
        return _person_page(call, caller, person, form, status=status, headers=headers, **wrong)
    return see_other(_address(user_id), notice="person_changed")


@people_pages.operation(
    "POST", f"{_PERSON}/invite", audience=_ADMIN, status=303, media_type=_HTML, summary="Invite someone again"
)
def invite_again(caller: Caller, user_id: str, call: Call) -> Response:
    """Send a new temporary password."""
    try:
        people.invite_again(caller, user_id, tell=notices.queue_invitation)
    except (QuotaExceeded, Conflict) as error:
        return _deed_refused(call, caller, user_id, error)
    return see_other(_address(user_id), notice="invited_again")


@people_pages.operation(
    "GET", f"{_PERSON}/disable", audience=_ADMIN, media_type=_HTML, summary="Ask whether to take someone's access"
)
def confirm_disabling(caller: Caller, user_id: str, call: Call) -> Response:
    """Ask first: someone may be at work."""
    person = people.find_user(caller, user_id)
    if person.disabled:
        return see_other(_address(user_id), notice="access_taken")
    return page(
        call,
        "confirm.html",
        caller=caller,
        question=text(call.language, N_("Take this person's access?")),
        warning=text(
            call.language,
            N_("They are signed out within half a minute and can't sign in. You can give the access back at any time."),
        ),
        yes=text(call.language, N_("Take the access")),
        name=person.shown_name,
        picture="",
        back=address(_address(user_id)),
    )


@people_pages.operation(
    "POST", f"{_PERSON}/disable", audience=_ADMIN, status=303, media_type=_HTML, summary="Take someone's access"
)
def disable(caller: Caller, user_id: str, call: Call) -> Response:
    """Shut someone out."""
    try:
        people.disable_user(caller, user_id)
    except Conflict as error:
        return _deed_refused(call, caller, user_id, error)
    return see_other(_address(user_id), notice="access_taken")


@people_pages.operation(
    "POST", f"{_PERSON}/enable", audience=_ADMIN, status=303, media_type=_HTML, summary="Give someone access again"
)
def enable(caller: Caller, user_id: str) -> Response:
    """Enable a person's access."""
    people.enable_user(caller, user_id)
    return see_other(_address(user_id), notice="access_given")


def _is_overtaken(form: PersonForm, person: User) -> bool:
    """Return True if name or role has changed since the form was opened, and not to the typed values."""
    typed = (form.name.strip(), form.role or person.role)
    present = (person.seen_name, person.role)
    return bool(form.base) and form.base != state_of(*present) and typed != present


def _invitation(form: PersonForm) -> Invitation:
    lacking = [] if form.name.strip() else [FieldError("/name", N_("This field is required."))]
    told = {"name": form.name, "email": form.email.strip(), "role": form.role}
    return read_typed(Invitation, told, lacking=lacking)


def _invitation_page(
    call: Call, caller: Caller, form: PersonForm, *, status: int = 200, headers: Headers | None = None, **wrong: Any
) -> Response:
    return page(
        call,
        "invite.html",
        caller=caller,
        status=status,
        headers=headers,
        form=form,
        roles=ROLES,
        days=people.INVITATION_DAYS,
        longest_name=_LONGEST_NAME,
        **{"wrong": {}, "troubles": [], **wrong},
    )


def _person_page(
    call: Call,
    caller: Caller,
    person: User,
    form: PersonForm,
    *,
    status: int = 200,
    headers: Headers | None = None,
    **wrong: Any,
) -> Response:
    return page(
        call,
        "person.html",
        caller=caller,
        status=status,
        headers=headers,
        here=_address(person.id),
        person=person,
        form=form,
        named=person.shown_name,
        is_oneself=caller.user_id == person.id,
        roles=ROLES,
        standing=STANDINGS[person.standing],
        is_invited=person.standing is Standing.INVITED,
        days=people.INVITATION_DAYS,
        longest_name=_LONGEST_NAME,
        base=state_of(person.seen_name, person.role),
        **{"wrong": {}, "troubles": [], **wrong},
    )


def _deed_refused(call: Call, caller: Caller, user_id: str, error: DomainError) -> Response:
    """Show a person's page with a refused action."""
    person = people.find_user(caller, user_id)
    status, headers, wrong = _what_is_wrong(call, error, conflict_at=None)
    form = PersonForm(name=person.seen_name, role=person.role)
    return _person_page(call, caller, person, form, status=status, headers=headers, **wrong)


def _what_is_wrong(
    call: Call, error: DomainError, *, conflict_at: str | None
) -> tuple[int, Headers, dict[str, dict[str, str] | list[str]]]:
    """Return status, headers, and the errors at fields and elsewhere."""
    status, headers = int(kind_of(error)[0]), Headers()
    if isinstance(error, Invalid):
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        return status, headers, {"wrong": wrong, "troubles": troubles}
    if isinstance(error, QuotaExceeded):
        headers["Retry-After"] = str(error.retry_after)
    said = text(call.language, error.message, **error.params)
    if conflict_at is not None and isinstance(error, Conflict):
        return status, headers, {"wrong": {conflict_at: said}}
    return status, headers, {"troubles": [said]}


def _address(user_id: str) -> str:
    return f"{_PEOPLE}/{user_id}"
