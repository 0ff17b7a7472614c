"""Labels of topics and desks."""

from chalicelib.base.languages import Language
from chalicelib.features.conversations.settings import FeedbackSettings


def topic_label(settings: FeedbackSettings, code: str, language: Language) -> str:
    """Return the label of a topic; the code of one that was removed."""
    topic = settings.topic(code)
    return topic.label(language) if topic else code
