import pytest

from app import app
from chalicelib.base.installed import installed
from chalicelib.features.photos.scopes import ATTACHMENTS_DELETE
from chalicelib.http.blueprint import OPERATIONS
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Role, Scope
from chalicelib.identity.powers import scopes_of_role
from chalicelib.identity.scopes import all_scopes, known_scope
from tests.support.api.permissions import scopes_by_role


def test_each_role_has_the_scopes_that_features_state() -> None:
    assert {str(role): scopes_of_role(role) for role in Role} == scopes_by_role()


def test_every_scope_that_code_asks_for_is_some_features() -> None:
    app.load_all()
    asked = {operation.audience.scope for operation in OPERATIONS} - {None}
    shown = {entry.scope for feature in installed() for entry in feature.nav if entry.scope}

    in_the_area = set(AreaPermission)  # no scopes: a membership grants them
    assert (asked - in_the_area) | shown | set(Scope) | {ATTACHMENTS_DELETE} <= all_scopes()
    assert not in_the_area & all_scopes()


def test_a_misspelt_scope_fails_rather_than_hides_a_button() -> None:
    with pytest.raises(LookupError, match="case:write"):
        known_scope("case:write")
