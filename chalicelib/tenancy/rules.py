"""Rules for an account's settings together, beyond those of each field."""

import string
from collections.abc import Iterable, Mapping, Set
from urllib.parse import quote, urlsplit

from chalicelib.base import time_zones
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.formats import EXPLANATIONS, PAGE_URL, bytes_of
from chalicelib.base.hosts import ascii_host
from chalicelib.base.languages import N_
from chalicelib.base.phones import parse_with_extension
from chalicelib.base.time_zones import NO_ZONE
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import SECTIONS, Account, CategoryChoice, SupportPhone, sections_of
from chalicelib.tenancy.sms_limits import ceiling_of, find_excess

#: Of a section; of all settings of an account that is one item still. Why: a request copies categories into its item,
#: and DynamoDB's items have 400 KB at most.
MAX_BYTES = 200_000
#: Of processes, which are kept in several items and copied nowhere: as much as their type allows, and one Query reads.
MAX_BYTES_OF_PROCESSES = 1_000_000
LONGEST_URL = 500
#: By a setting's name here, the one that callers know it by.
_SHOWN = {"own_categories": "categories", "sms": "quotas"}


def checked(account: Account, *, changed: Iterable[str] = (), together: bool = False) -> Account:
    """Return the settings with support phones as E.164 and the logo's address in ASCII.

    Raises Invalid that names each field as PATCH does; settings that are too large at the largest field of `changed`.
    `together`: they share one item.
    """
    found = Findings()
    errors = [
        *_unwritable(account),
        *find_excess(account.sms, ceiling_of(account)),
        *_repeated("/languages", account.languages),
        *_repeated("/processes", [process.code for process in account.processes]),
        *_repeated("/categories", [category.code for category in account.own_categories]),
        *_repeated("/templates", [template.code for template in account.templates]),
    ]
    for place, category in enumerate(account.own_categories):
        errors += disordered(category, at=f"/categories/{place}")
    for place, process in enumerate(account.processes):
        errors += _repeated(f"/processes/{place}/fields", [field.code for field in process.fields])
    for place, template in enumerate(account.templates):
        errors += _misfits(account, template.categories, pointer=f"/templates/{place}/categories")
    found.add(errors)
    found.add(_too_large(account, frozenset(changed), together=together))
    phones = tuple(_readable(account, found))
    found.demand_none()
    branding = account.branding.model_copy(update={"logo_url": _in_ascii(account.branding.logo_url)})
    return account.model_copy(update={"support_phones": phones, "branding": branding})


def _too_large(account: Account, changed: Set[str], *, together: bool) -> Iterable[FieldError]:
    """Find the sections with changes that are too large, each at its largest setting."""
    sizes = {name: bytes_of(value) for name, value in account.model_dump(mode="json", exclude={"versions"}).items()}
    if together:
        yield from _over(sizes, changed & sizes.keys() or sizes.keys(), limit=MAX_BYTES)
        return
    for code in sorted(sections_of(changed) & SECTIONS.keys()):
        fields = SECTIONS[code].model_fields.keys()
        limit = MAX_BYTES_OF_PROCESSES if code == "processes" else MAX_BYTES
        yield from _over({name: sizes[name] for name in fields}, changed & fields, limit=limit)


def _over(sizes: Mapping[str, int], named: Set[str], *, limit: int) -> Iterable[FieldError]:
    if sum(sizes.values()) > limit:
        largest = max(named, key=sizes.__getitem__)
        message = N_("The settings have more than {limit} bytes in all. Shorten texts or remove entries.")
        yield FieldError(f"/{_SHOWN.get(largest, largest)}", message, {"limit": limit})


def _unwritable(account: Account) -> Iterable[FieldError]:
    """Yield the findings that keep any message from being written: addresses unfit for SES, or too long."""
    if account.reply_to and not account.reply_to.rpartition("@")[0].isascii():
        yield FieldError("/reply_to", N_("Must be an e-mail address such as name@example.org."))
    if len(_in_ascii(account.branding.logo_url) or "") > LONGEST_URL:
        message = N_("Must have at most {max_length} characters.")
        yield FieldError("/branding/logo_url", message, {"max_length": LONGEST_URL})
    if account.branding.logo_url and not _leads_somewhere(account.branding.logo_url):
        yield FieldError("/branding/logo_url", EXPLANATIONS[str(PAGE_URL.pattern)])
    if not time_zones.is_listed(account.time_zone):
        yield FieldError("/time_zone", NO_ZONE)


def _leads_somewhere(url: str) -> bool:
    """Return True if an address has a possible host and a possible port."""
    try:
        parts = urlsplit(url)
        return bool(ascii_host(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return False


def _in_ascii(url: str | None) -> str | None:
    """Return an address as mail programs take it (RFC 3987, 3.1): other letters as bytes of UTF-8."""
    return quote(url, safe=string.printable) if url else url


def disordered(category: Category, *, at: str) -> list[FieldError]:
    """Find numbers of a category of which the largest is less than the smallest."""
    if category.max >= category.min:
        return []
    message = N_("The largest number must not be less than the smallest.")
    return [FieldError(f"{at}/max", message, follows=(f"{at}/min",))]


def _repeated(pointer: str, codes: Iterable[str]) -> list[FieldError]:
    seen: dict[str, int] = {}
    errors = []
    for place, code in enumerate(codes):
        first = seen.setdefault(code, place)
        if first != place:
            follows = (f"{pointer}/{first}/code", f"{pointer}/{place}/code")
            errors.append(FieldError(f"{pointer}/{place}", N_("{code} is here twice."), {"code": code}, follows))
    return errors


def _misfits(account: Account, choices: tuple[CategoryChoice, ...], *, pointer: str) -> list[FieldError]:
    offered = {category.code: category for category in account.known_categories}
    errors = _repeated(pointer, [choice.code for choice in choices])
    for place, choice in enumerate(choices):
        category = offered.get(choice.code)
        if category is None:
            known = ", ".join(each.code for each in account.categories)
            message = N_("No such category; the account has: {known}.")
            errors.append(
                FieldError(f"{pointer}/{place}/code", message, {"known": known}, follows=("/categories/*/code",))
            )
        elif choice.max is not None and choice.max < (choice.min or category.min):
            message = N_("Must be {ge} or more.")
            follows = (f"{pointer}/{place}/code", f"{pointer}/{place}/min", "/categories/*/min")
            errors.append(FieldError(f"{pointer}/{place}/max", message, {"ge": choice.min or category.min}, follows))
    return errors


def _readable(account: Account, found: Findings) -> Iterable[SupportPhone]:
    for place, phone in enumerate(account.support_phones):
        pointer = f"/support_phones/{place}/number"
        with found:
            number, extension = parse_with_extension(phone.number, countries=account.sms.countries, pointer=pointer)
            if extension and phone.extension not in {"", extension}:
                message = N_("The number names another extension. Write the extension once.")
                raise Invalid([FieldError(f"/support_phones/{place}/extension", message)])
            yield phone.model_copy(update={"number": number, "extension": extension or phone.extension})
