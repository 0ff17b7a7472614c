"""Staff news: e-mails to staff about events in cases."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    rows=("table",),
    messages={
        "case_news": "couriers:NEWS",
        "case_news_mail": "couriers:MAIL",
        "case_news_digest": "couriers:DIGEST",
    },
)
