"""All pages of the console: what is at /console and below it."""

from chalicelib.features.account.console.pages import settings_pages
from chalicelib.features.cases.console.handling_pages import handling_pages
from chalicelib.features.cases.console.pages import case_pages
from chalicelib.features.cases.console.unread import unread_pages
from chalicelib.features.figures.console.pages import figures_pages
from chalicelib.features.photos.console.archive import archive_pages
from chalicelib.features.photos.console.ask import ask_pages
from chalicelib.features.photos.console.follow_ups import follow_up_pages
from chalicelib.features.photos.console.photos import photo_pages
from chalicelib.features.photos.console.reviewing import review_pages
from chalicelib.features.staff.console.factor.pages import factor_pages
from chalicelib.features.staff.console.forgotten import forgotten_pages
from chalicelib.features.staff.console.keys import key_pages
from chalicelib.features.staff.console.me import own_pages
from chalicelib.features.staff.console.own_emails import own_email_pages
from chalicelib.features.staff.console.people import people_pages
from chalicelib.features.staff.console.sign_in import sign_in_pages
from chalicelib.features.suppressions.console.pages import blocked_pages
from chalicelib.features.webhooks.console.pages import webhook_pages

BLUEPRINTS = (
    sign_in_pages,
    forgotten_pages,
    own_pages,
    own_email_pages,
    *factor_pages,
    ask_pages,
    case_pages,
    handling_pages,
    unread_pages,
    photo_pages,
    review_pages,
    follow_up_pages,
    archive_pages,
    figures_pages,
    people_pages,
    key_pages,
    blocked_pages,
    *settings_pages,
    *webhook_pages,
)
