"""The gettext catalogues as they lie in the repository."""

import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from chalicelib.base.languages import LANGUAGES, locale_folders

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@cache
def catalogues(language: str) -> dict[Path, Catalog]:
    """Return the catalogues of a language by file."""
    files = [file for folder in locale_folders() for file in sorted((folder / language).glob("*.po"))]
    return {file: read_po(io.BytesIO(file.read_bytes()), locale=language) for file in files}


def catalogue(language: str, domain: str) -> Catalog:
    """Return the catalogue of a domain that one package has."""
    (found,) = (each for file, each in catalogues(language).items() if file.stem == domain)
    return found


def forms(text: object) -> list[str]:
    """Return the singular or the only form first, then the plural ones."""
    return [text] if isinstance(text, str) else [str(form) for form in text] if isinstance(text, list | tuple) else [""]
