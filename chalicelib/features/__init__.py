"""The features of this system: the one list. Each is a folder with a manifest, and may use those before it.

The platform's own parts come first: they have rows and Lambda functions, too. A part's or feature's `feature.py` leads
to its routes, pages, functions, messages and events.
"""

from chalicelib.docs.feature import FEATURE as DOCS
from chalicelib.features.account.feature import FEATURE as ACCOUNT
from chalicelib.features.cabinet.feature import FEATURE as CABINET
from chalicelib.features.cargo.feature import FEATURE as CARGO
from chalicelib.features.cases.feature import FEATURE as CASES
from chalicelib.features.claims.feature import FEATURE as CLAIMS
from chalicelib.features.clients.feature import FEATURE as CLIENTS
from chalicelib.features.companies.feature import FEATURE as COMPANIES
from chalicelib.features.conversations.feature import FEATURE as CONVERSATIONS
from chalicelib.features.evidence.feature import FEATURE as EVIDENCE
from chalicelib.features.figures.feature import FEATURE as FIGURES
from chalicelib.features.inspections.feature import FEATURE as INSPECTIONS
from chalicelib.features.payments.feature import FEATURE as PAYMENTS
from chalicelib.features.photos.feature import FEATURE as PHOTOS
from chalicelib.features.policies.feature import FEATURE as POLICIES
from chalicelib.features.printing.feature import FEATURE as PRINTING
from chalicelib.features.staff.feature import FEATURE as STAFF
from chalicelib.features.staff_news.feature import FEATURE as STAFF_NEWS
from chalicelib.features.suppressions.feature import FEATURE as SUPPRESSIONS
from chalicelib.features.webhooks.feature import FEATURE as WEBHOOKS
from chalicelib.frame.feature import FEATURE as FRAME
from chalicelib.identity.feature import FEATURE as IDENTITY
from chalicelib.messaging.feature import FEATURE as MESSAGING
from chalicelib.outbox.feature import FEATURE as OUTBOX
from chalicelib.tenancy.feature import FEATURE as TENANCY

PLATFORM = (
    IDENTITY,  # people, API keys, sessions, second factors, audiences and scopes
    TENANCY,  # an account's settings by section, its SMS quotas, the operator's use cases
    OUTBOX,  # messages and events, their dispatch, the sweep of due rows
    MESSAGING,  # sending of notices to people of an account, delivery reports, suppressed addresses
    FRAME,  # the console's menu, layout, forms and lists of settings; unknown addresses
    DOCS,  # OpenAPI, AsyncAPI, /docs
)
FEATURES = (
    *PLATFORM,
    ACCOUNT,  # the settings of an account in API and console; sessions in the API
    STAFF,  # pages to sign in, of people, API keys and second factors; their notices
    CLIENTS,  # bases of agents and of the house: persons and companies, their documents, phones and consents
    PRINTING,  # documents as PDF files, printed for other features
    PAYMENTS,  # payments by providers, for other features; their notices, refunds
    POLICIES,  # products, quotes, policies, the binding of clients, commission
    CASES,  # cases, their handlers, timelines and search; the inbox, unread cases
    PHOTOS,  # requests, the owner's page, SMS and e-mails to owners, filing, verdicts, retakes, archives, counts
    INSPECTIONS,  # photos of the vehicle of a quote, before it is insured
    CLAIMS,  # claims that cases become: stages, documents that they need, decisions, deadlines
    CONVERSATIONS,  # requests of clients to desks: terms, answers, ratings; threads of messages
    CABINET,  # the client area: registration of policyholders
    COMPANIES,  # people of client companies in the area, their permissions and notices
    CARGO,  # claims of cargo: announcing, laws of transport, letters to carriers
    EVIDENCE,  # all of a claim as one sealed file
    FIGURES,  # the page, the CSV and the API of those counts
    STAFF_NEWS,  # e-mails to staff about cases
    SUPPRESSIONS,  # blocked addresses in API and console
    WEBHOOKS,  # events to back-ends, signed calls from them, API keys in the API
)
