"""The words of the help page: sections for everybody, and for people of companies."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.base.languages import N_
from chalicelib.features.claims.area.words import MOVES
from chalicelib.features.claims.stages import Move

#: Words of pages and buttons that sentences name: their msgids.
NAMED = {
    "claims": N_("My claims"),
    "account": N_("My account"),
    "profile": N_("Profile"),
    "users": N_("Permissions and users"),
    "permission": N_("Claim handling"),
    "declare": N_("Declare a loss"),
    "start": MOVES[Move.START].label,
    "reject": MOVES[Move.REJECT].label,
    "send": MOVES[Move.SEND].label,
    "calendar": N_("Add the dates to my calendar"),
    "forgot": N_("Forgot your password?"),
}
#: Words of the same pages, as people of companies alone read them.
OF_COMPANIES = {"claims": N_("Claims")}


class HelpSection(NamedTuple):
    """A section of the help page: a heading, sentences, and steps in their order. All are msgids.

    Sentences and steps may name words of pages (`NAMED`).
    """

    #: Its name in addresses: `#claims`.
    code: str
    heading: str
    said: Sequence[str] = ()
    steps: Sequence[str] = ()


SIGN_IN = HelpSection(
    "sign-in",
    N_("Signing in"),
    (
        N_("Sign in with your e-mail or phone, and your password. On a new device we send a code as well."),
        N_("If you have forgotten the password, press “{forgot}” on the page to sign in."),
    ),
)
#: Of companies alone: claims are announced to them.
ANNOUNCED = HelpSection(
    "announced",
    N_("A new claim: start or reject"),
    (
        N_("A new claim stands under “{claims}” with the day until which you decide whether we handle it."),
        N_("Until then we ask you for nothing. You can write to your handler in the claim, and its deadlines run on."),
    ),
    (
        N_("Open the claim and check goods, carrier and dates."),
        N_("Press “{start}”, and we handle it: the claim then names the documents that it needs."),
        N_("Or press “{reject}” and write the reason, for example that you have settled with the carrier."),
        N_("A rejection can be undone for some days, on the same page."),
    ),
)
#: Of companies alone, where they announce claims themselves.
OWN = HelpSection(
    "own-claim",
    N_("Announcing a claim yourself"),
    (
        N_("Under “{claims}” press “{declare}”, and answer four short steps: kind, route, days, goods."),
        N_("We handle such a claim at once, and it names the documents that it needs."),
        N_("What you don't know can come later."),
    ),
)
DOCUMENTS = HelpSection(
    "documents",
    N_("Documents"),
    (
        N_("The claim names each document that it needs, says why, and gives an example. Add them right there."),
        N_("PDF files and photos are taken. Each file is checked on arrival; a refused one says why, and what to do."),
        N_("When nothing is missing, press “{send}”. You can go on later: what you have added is kept."),
    ),
)
MESSAGES = HelpSection(
    "messages",
    N_("Messages"),
    (
        N_("Write to your handler in the claim itself, with files if you like, and read the answer there."),
        N_("Nothing that you have sent is lost: if the connection breaks, it is sent again."),
    ),
)
DEADLINES = HelpSection(
    "deadlines",
    N_("Deadlines"),
    (
        N_("Each claim lists its dates with the law that they follow from, and with what happens when one is missed."),
        N_("Press “{calendar}”, and your calendar reminds you, too."),
    ),
)
#: Of carriage.
AGAINST_CARRIERS = HelpSection(
    "carrier",
    N_("The carrier, and the amount to expect"),
    (
        N_("Damage that is seen at the delivery is noted at once, on the waybill or the delivery note."),
        N_("Until the decision, the claim shows an estimate: what the law makes the carrier owe, and the policy pays."),
    ),
)
DECISION = HelpSection(
    "decision",
    N_("Decision and payment"),
    (
        N_("The decision stands in the claim with its calculation and its reasons."),
        N_("Accept it and give your bank details, or contest it with your reason within the days that it names."),
    ),
)
#: Of companies alone.
ACTIVATION = HelpSection(
    "activation",
    N_("Who sees claims: the permission “{permission}”"),
    (
        N_("Administrators of your company have the permission from the beginning and keep it."),
        N_("Anyone else sees the company's claims once an administrator has granted it:"),
    ),
    (
        N_("{account} > {profile} > {users}."),
        N_("Open the person, or invite a new one."),
        N_("Tick “{permission}”, choose whether new claims are told by e-mail, too, and save."),
    ),
)
NOTICES = HelpSection(
    "notices",
    N_("Notices"),
    (
        N_("An administrator chooses for each person: notices in the client area only, or by e-mail, too."),
        N_("You can change that for yourself at any time: {account} > {profile}."),
        N_("When the permission is taken away, access to the claims and their notices end at once."),
    ),
)
FOR_COMPANIES = (
    ANNOUNCED, DOCUMENTS, MESSAGES, DEADLINES, AGAINST_CARRIERS, DECISION, ACTIVATION, NOTICES, SIGN_IN,
)  # fmt: skip
FOR_HOLDERS = (DOCUMENTS, MESSAGES, DEADLINES, DECISION, SIGN_IN)
