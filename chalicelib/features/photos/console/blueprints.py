"""The pages of photos: requests, the viewer, reviews, follow-ups, archives, and how owners' pages look."""

from chalicelib.features.photos.console.appearance import appearance_pages
from chalicelib.features.photos.console.appearance_logo import logo_pages
from chalicelib.features.photos.console.appearance_previews import preview_pages
from chalicelib.features.photos.console.archive import archive_pages
from chalicelib.features.photos.console.ask import ask_pages
from chalicelib.features.photos.console.follow_ups import follow_up_pages
from chalicelib.features.photos.console.photos import photo_pages
from chalicelib.features.photos.console.reviewing import review_pages

BLUEPRINTS = (
    ask_pages,
    photo_pages,
    review_pages,
    follow_up_pages,
    archive_pages,
    appearance_pages,
    logo_pages,
    preview_pages,
)
