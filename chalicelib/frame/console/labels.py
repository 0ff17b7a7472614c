"""Labels in forms: a field a language, `label_ru`."""

from collections.abc import Mapping

from chalicelib.base.languages import LANGUAGES, Language


def label_fields(labels: Mapping[Language, str], name: str = "label") -> dict[str, str]:
    """Return texts by language as a form names them: `label_ru`."""
    return {f"{name}_{language}": label for language, label in labels.items()}


def labels_of(form: object, name: str = "label") -> dict[Language, str]:
    """Return the texts by language that are typed in a form."""
    typed = {language: getattr(form, f"{name}_{language}").strip() for language in LANGUAGES}
    return {language: label for language, label in typed.items() if label}


def place_of_labels(at: str = "/labels", name: str = "label") -> dict[str, str]:
    """Return the fields of texts by their pointer; of an error of all of them, the first field."""
    fields = {f"{at}/{language}": f"{name}_{language}" for language in LANGUAGES}
    return {at: f"{name}_{LANGUAGES[0]}", **fields}
