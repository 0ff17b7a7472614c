"""Problems: RFC 9457 members, pointers, and pydantic's findings in our words."""

import pytest
from pydantic import BaseModel, Field, ValidationError

from chalicelib.base import errors
from chalicelib.base.errors import Conflict, DomainError, Stale
from chalicelib.base.formats import pointer
from chalicelib.http.problems import KINDS, invalid, problem


def test_every_kind_has_a_type_of_its_own() -> None:
    codes = [code for _, code, _ in KINDS.values()]

    assert len(set(codes)) == len(codes)


def test_every_error_of_the_domain_can_be_told() -> None:
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DomainError)]

    assert {kind for kind in kinds if kind is not DomainError and not set(kind.__mro__) & KINDS.keys()} == set()


def test_a_subclass_is_told_as_its_nearest_kind() -> None:
    assert problem(Stale("changed"), language="en", instance=None)["status"] == 409


def test_extra_members_replace_none_of_the_standards() -> None:
    members = problem(Conflict("no", extra={"status": "closed", "case_id": "case_1"}), language="en", instance="1")

    assert members == {
        "type": "urn:osmotr:problem:conflict",
        "title": "Conflicts with the current state",
        "status": 409,
        "detail": "no",
        "instance": "urn:osmotr:occurrence:1",
        "case_id": "case_1",
    }


@pytest.mark.parametrize(
    ("location", "written"),
    [((), ""), (("a", 0, "b"), "/a/0/b"), (("a", "[code]"), "/a"), (("a/b", "~"), "/a~1b/~0")],
)
def test_pointers_are_of_rfc_6901(location: tuple[int | str, ...], written: str) -> None:
    assert pointer(*location) == written


def test_findings_that_have_no_words_of_ours_keep_their_own() -> None:
    class Body(BaseModel):
        share: float = Field(multiple_of=0.5)

    with pytest.raises(ValidationError) as found:
        Body(share=0.3)

    error = invalid(found.value).errors[0]
    assert (error.pointer, error.message.format(**error.params)) == ("/share", "Input should be a multiple of 0.5")


def test_a_list_with_a_wrong_entry_is_not_called_short() -> None:
    class Body(BaseModel):
        numbers: tuple[int, ...] = Field(min_length=1)

    with pytest.raises(ValidationError) as wrong:
        Body.model_validate({"numbers": ["x"]})
    with pytest.raises(ValidationError) as short:
        Body.model_validate({"numbers": []})

    assert [error.pointer for error in invalid(wrong.value).errors] == ["/numbers/0"]
    assert [error.pointer for error in invalid(short.value).errors] == ["/numbers"]
