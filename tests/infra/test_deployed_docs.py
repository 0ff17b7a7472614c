"""docs/deployed.md matches the template and the policies."""

from infra.deployed_docs import OUT, document
from tests.infra.conftest import Template


def test_the_document_is_what_is_deployed(template: Template) -> None:
    assert OUT.read_text() == document(template), "write it anew: make contract"


def test_it_names_who_may_read_the_key_of_links(template: Template) -> None:
    (line,) = [line for line in document(template).splitlines() if "link-key" in line]

    assert "`api_handler`" in line
    assert "`file_photos`" not in line
