"""Texts of requests for photos of goods that were carried: SMS, subjects and sentences of the e-mail.

Catalogue domain `messages_goods`. From full to short, as those about vehicles (message_texts.py).
"""

from chalicelib.base.languages import N_

# Translations into Spanish do without á, í, ó and ú, which GSM-7 lacks.
INVITATION = (
    N_("{sender} asks for photos of the goods you have. Please send them by {date}. Questions: {phone}. Link: {link}"),
    N_("{sender} asks you to send photos of the goods by {date}: {link}"),
    N_("{sender} asks for photos of the goods by {date}: {link}"),
    N_("{sender} asks for photos of the goods: {link}"),
    N_("{sender}: photos of the goods {link}"),
)
REMINDER = (
    N_("Reminder: {sender} is waiting for photos of the goods until {date}. Questions: {phone}. Link: {link}"),
    N_("Reminder: {sender} is waiting for photos of the goods until {date}: {link}"),
    N_("{sender} is still waiting for photos of the goods until {date}: {link}"),
    N_("{sender} is still waiting for photos of the goods: {link}"),
    N_("{sender}: waiting for photos {link}"),
)
#: By the kind of the message; True: with the number of the case.
SUBJECTS = {
    ("invitation", False): N_("{sender}: photos of the goods"),
    ("invitation", True): N_("{sender}: photos of the goods, case {reference}"),
    ("reminder", False): N_("Reminder from {sender}: photos of the goods"),
    ("reminder", True): N_("Reminder from {sender}: photos of the goods, case {reference}"),
}
INTRO = {
    "invitation": N_(
        "{sender} asks you to send photos of the goods that you carried or received. Open the link on your phone: it"
        " takes about two minutes, without an app or registration."
    ),
    "reminder": N_(
        "{sender} is still waiting for the photos of the goods that you carried or received. Open the link on your"
        " phone: it takes about two minutes, and what you have already sent is kept."
    ),
}
WHY = N_(
    "You got this e-mail because {sender} is handling a claim about goods and this address was given for whoever has"
    " them. If you don't know what it is about, don't open the link and ignore this message."
)
