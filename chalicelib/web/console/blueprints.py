"""All pages of the console: what is at /console and below it."""

from chalicelib.web.console.archive import archive_pages
from chalicelib.web.console.ask import ask_pages
from chalicelib.web.console.blocked import blocked_pages
from chalicelib.web.console.cases import case_pages
from chalicelib.web.console.factor.pages import factor_pages
from chalicelib.web.console.figures.pages import figures_pages
from chalicelib.web.console.follow_ups import follow_up_pages
from chalicelib.web.console.forgotten import forgotten_pages
from chalicelib.web.console.handling_pages import handling_pages
from chalicelib.web.console.keys import key_pages
from chalicelib.web.console.me import own_pages
from chalicelib.web.console.own_emails import own_email_pages
from chalicelib.web.console.people import people_pages
from chalicelib.web.console.photos import photo_pages
from chalicelib.web.console.reviewing import review_pages
from chalicelib.web.console.settings.pages import settings_pages
from chalicelib.web.console.sign_in import sign_in_pages
from chalicelib.web.console.unread import unread_pages
from chalicelib.web.console.webhooks.pages import webhook_pages

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
