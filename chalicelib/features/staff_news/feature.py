"""Staff news: e-mails to staff about what happened in cases, and notices about their access."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    rows=("table",),
    messages={
        "notice": "couriers:NOTICE",
        "news": "couriers:NEWS",
        "case_mail": "couriers:MAIL",
        "digest": "couriers:DIGEST",
    },
)
