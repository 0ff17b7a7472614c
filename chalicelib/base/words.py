"""Words that people write, without the invisible characters that copying from other programs brings along.

They cost money (one of them makes an SMS twice as dear), turn lines around, and pass for a name where none is.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from pydantic import BeforeValidator

from chalicelib.base.languages import N_

#: Control characters but tab and line feed, and the other ways to say that a line ends.
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]"
_LINE_ENDS = "\x0b\x0c\r\x85\u2028\u2029"
_TURNING = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
#: Blank though no space to Unicode: the Hangul fillers, the empty Braille pattern, blanks of hieroglyphs.
_BLANK = "[\u115f\u1160\u2800\u3164\uffa0\U00013441\U00013442]"
#: Characters that Unicode ignores when drawing, marks of direction included, noncharacters, and the place of a copied
#: picture. Those that join emoji or letters are in _STRAY.
_UNSEEN = (
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufe00-\ufe0d"
    "\ufeff\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff]"
)
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030"
    "\u303d\u3297\u3299\U0001f000-\U0001faff"
)
#: Scripts whose letters (non-)joiners bind or part: Persian, the Indic ones, Khmer, Mongolian.
_JOINING = "\u0600-\u109f\u1780-\u18af\ufb50-\ufdcf\ufe70-\ufefc"
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINED = f"[{_JOINING}{_EMOJI}\ufe0f]"
#: Joiners and selectors that join and select nothing.
_STRAY = (
    f"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})"
    f"|(?<![{_EMOJI}0-9#*])[\ufe0e\ufe0f]|(?<=[0-9#*])[\ufe0e\ufe0f](?!\u20e3)"
    f"|(?<![{_IDEOGRAPHS}])[\U000e0100-\U000e01ef]"
)
_OVERLAY = "\u0338"
#: Characters without a decomposition to their look-alike (keys), with it in the alphabet of SMS (values).
_LIKENESSES = str.maketrans(
    {
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "″": '"',
        "〃": '"',
        "‹": "'",
        "›": "'",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "′": "'",
        "ʼ": "'",
        "ʹ": "'",
        "´": "'",
        "`": "'",
        "‐": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "⁃": "-",
        "•": "-",
        "·": "-",
        "‧": "-",
        "∙": "-",
        "⁄": "/",
        "∕": "/",
        "¦": "|",
        "×": "x",
        "°": "o",
        "№": "No",
        "©": "(C)",
        "®": "(R)",
        "¢": "c",
        "₽": "RUB",
        "₴": "UAH",
        "₸": "KZT",
        "₺": "TRY",
        "₾": "GEL",
        "₼": "AZN",
        "÷": "/",
        "±": "+/-",
        "∶": ":",
        "→": "->",
        "←": "<-",
        "Œ": "OE",
        "œ": "oe",
        "Ð": "D",
        "ð": "d",
        "Đ": "D",
        "đ": "d",
        "Þ": "Th",
        "þ": "th",
        "Ł": "L",
        "ł": "l",
        "Ħ": "H",
        "ħ": "h",
        "ı": "i",
        "ĸ": "k",
        "Ŋ": "N",
        "ŋ": "n",
        "Ŧ": "T",
        "ŧ": "t",
        "ẞ": "ß",
        "μ": "u",
        "。": ".",
    }
)


def line(written: str) -> str:
    """Return text as one line without invisible characters; empty if there is nothing else."""
    return " ".join(filter(None, map(str.strip, re.split(r"[\t\n]", block(written)))))


def block(written: str) -> str:
    """Return text without invisible characters, its lines kept; empty if there is nothing else."""
    control, blank, unseen, stray = _patterns()
    normal = unicodedata.normalize("NFC", written).replace("\r\n", "\n")
    lined = control.sub(lambda found: "\n" if found[0] in _LINE_ENDS else " ", normal)
    seen = stray.sub("", unseen.sub("", blank.sub(" ", lined))).strip()
    return seen if any(map(_is_visible, seen)) else ""


def first_seen(written: Iterable[str], *, otherwise: str) -> str:
    """Return the first of these texts of which something can be seen, as one line."""
    return next(filter(None, map(line, written)), otherwise)


def steady(shown: object) -> object:
    """Return a text without marks that turn the direction of its neighbours; any other value unchanged.

    Why: stored texts were accepted before, perhaps by a more lenient rule. For templates: Jinja's `finalize`.
    """
    return shown.translate(_TURNING) if type(shown) is str and not shown.isascii() else shown


def nearest(character: str) -> str:
    """Return the look-alike of a character in the fewest signs: `é` is e, `…` three dots, `ﬁ` two letters."""
    decomposed = unicodedata.normalize("NFKD", character.translate(_LIKENESSES))
    if _OVERLAY in decomposed:  # it turns the sense round: `≠` looks like no `=`
        return character
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).translate(_LIKENESSES)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compile the patterns at the first use: every function imports this, and few read texts of people."""
    return tuple(map(re.compile, (_CONTROL, _BLANK, _UNSEEN, _STRAY)))


def _is_visible(character: str) -> bool:
    """Return True for letters, digits and signs, False for spaces, marks alone and formless ones.

    Emoji may be newer than Python.
    """
    return unicodedata.category(character)[0] in "LNPS" or "\U0001f000" <= character <= "\U0001faff"


def _needs_visible(written: object) -> object:
    if not isinstance(written, str):
        return written
    shown = line(written)
    if written.strip() and not shown:
        raise ValueError(N_("Nobody can see these characters. Write at least one letter, digit or sign."))
    return shown


#: Beside a type of incoming text; stored text was accepted before and must be readable for ever. NAMED refuses text
#: that only looks empty; the others take it as empty, as they take spaces.
NAMED = BeforeValidator(_needs_visible)
ONE_LINE = BeforeValidator(lambda written: line(written) if isinstance(written, str) else written)
BLOCK = BeforeValidator(lambda written: block(written) if isinstance(written, str) else written)
