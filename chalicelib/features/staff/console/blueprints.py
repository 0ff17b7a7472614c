"""The pages of staff: signing in, a person's own pages, people and API keys."""

from chalicelib.features.staff.console.factor.pages import factor_pages
from chalicelib.features.staff.console.forgotten import forgotten_pages
from chalicelib.features.staff.console.keys import key_pages
from chalicelib.features.staff.console.me import own_pages
from chalicelib.features.staff.console.own_emails import own_email_pages
from chalicelib.features.staff.console.people import people_pages
from chalicelib.features.staff.console.sign_in import sign_in_pages

BLUEPRINTS = (sign_in_pages, forgotten_pages, own_pages, own_email_pages, *factor_pages, people_pages, key_pages)
