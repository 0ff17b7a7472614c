"""The words of a bundle's README."""

from chalicelib.base.languages import N_, Language, text

_PARAGRAPHS = (
    N_("Evidence of a claim, sealed."),
    N_(
        "The documents and photos of the claim are here as they were sent, in the folders documents and photos. "
        "claim.json has its facts, timeline.json its history, decisions.json the decisions with their calculations, "
        "deadlines.json the deadlines with their laws. transcript.html and transcript.json have the conversation."
    ),
    N_(
        "manifest.json lists the SHA-256 of each file. signature.json signs that list: nothing can be changed, added "
        "or left out without being seen."
    ),
    N_(
        "To check it, without a network: python verify.py BUNDLE.zip --key FINGERPRINT. Take the fingerprint from the "
        "sender, under /v1/claims/evidence-keys, and verify.py from the sender, too, if you don't trust this copy."
    ),
    N_(
        "The seal proves what this system held when the file was made. It does not prove that a photo shows what "
        "happened, or that a document is true."
    ),
)


def readme(language: Language) -> str:
    """Return the README of a bundle."""
    return "\n\n".join(text(language, each) for each in _PARAGRAPHS) + "\n"
