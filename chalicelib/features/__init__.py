"""The features of this system: the one list. Each is a folder with a manifest, and may use those before it.

The platform's own parts come first: they have rows and Lambda functions, too.
"""

from chalicelib.docs.feature import FEATURE as DOCS
from chalicelib.features.account.feature import FEATURE as ACCOUNT
from chalicelib.features.cases.feature import FEATURE as CASES
from chalicelib.features.figures.feature import FEATURE as FIGURES
from chalicelib.features.photos.feature import FEATURE as PHOTOS
from chalicelib.features.staff.feature import FEATURE as STAFF
from chalicelib.features.staff_news.feature import FEATURE as STAFF_NEWS
from chalicelib.features.suppressions.feature import FEATURE as SUPPRESSIONS
from chalicelib.features.webhooks.feature import FEATURE as WEBHOOKS
from chalicelib.frame.feature import FEATURE as FRAME
from chalicelib.identity.feature import FEATURE as IDENTITY
from chalicelib.messaging.feature import FEATURE as MESSAGING
from chalicelib.outbox.feature import FEATURE as OUTBOX
from chalicelib.tenancy.feature import FEATURE as TENANCY

PLATFORM = (IDENTITY, TENANCY, OUTBOX, MESSAGING, FRAME, DOCS)
FEATURES = (*PLATFORM, ACCOUNT, STAFF, CASES, PHOTOS, FIGURES, STAFF_NEWS, SUPPRESSIONS, WEBHOOKS)
