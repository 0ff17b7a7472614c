"""Documents in the deployed system: the function prints by its layer, stores by its role, and is downloaded."""

from io import BytesIO
from urllib.request import urlopen

import pytest
from pypdf import PdfReader

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.printing import service
from chalicelib.features.printing.model import Document, DocumentState
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support.running import eventually

_TITLES = {"ru": "Образец документа", "es": "Documento de muestra", "en": "Sample of a document"}


def ordered(system: System, language: Language) -> Document:
    tx = Transaction()
    subject = f"sample-{language}"
    made = service.order(tx, account_id=system["account_id"], kind="sample", subject=subject, language=language)
    tx.commit()
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_case_21_an_ordered_document_is_printed_and_downloaded(system: System, root: Root, language: Language) -> None:
    with root.in_production():
        document = ordered(system, language)
        (printed,) = eventually(
            lambda: service.list_documents(document.account_id, document.subject),
            holds=lambda found: found[0].state is not DocumentState.ORDERED,
        )
        assert printed.state is DocumentState.PRINTED
        url = service.download_url(document.account_id, document.subject, document.id)

    with urlopen(url) as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        pdf = PdfReader(BytesIO(answer.read()))
    assert str(pdf.root_object["/Lang"]) == language
    assert _TITLES[language] in pdf.pages[0].extract_text()
