"""The sample: a document in which an insurer sees its name, phones, colour and logo as they are printed."""

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.printing.contents import Column, Content, Fact, Section, Signatory, Table
from chalicelib.features.printing.model import Printed

_TITLE = N_("Sample of a document")
_MEANING = N_("This is no policy, and it proves nothing. It shows how policies, receipts and statements will look.")


def sample_of(account_id: str, subject: str, language: Language) -> Content:
    """Return a sample. It has no data of any person."""

    def say(message: str) -> str:
        return text(language, message)

    return Content(
        title=say(_TITLE),
        subtitle=say(N_("Name, phones, colour and logo are those of the settings")),
        number="0000",
        highlights=(
            Fact(label=say(N_("First fact")), value="01.01"),
            Fact(label=say(N_("Second fact")), value="12345"),
        ),
        sections=(
            Section(
                title=say(N_("A section")),
                facts=(Fact(label=say(N_("Letters and signs")), value="Щ Ё ё Ñ ñ Á ü ¿ ¡ « » — № € ₽ $"),),
                paragraphs=(say(_MEANING),),
                table=Table(
                    columns=(Column(label=say(N_("Heading")), share=1), Column(label=say(N_("Quantity")), number=True)),
                    rows=(("1", "10"), ("2", "20")),
                    total=("", "30"),
                ),
            ),
        ),
        signatories=(Signatory(role=say(N_("Place for a signature"))),),
    )


SAMPLE = Printed("e_policy", sample_of, "/console/settings/documents")
