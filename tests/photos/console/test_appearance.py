"""Settings: colour and logo, from an upload to the owner's pages, with malformed files and traps."""

import io
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import boto3
import pytest
from PIL import Image

from chalicelib.base.settings import settings
from chalicelib.http.cookies import SESSION
from tests.account.console.forms import ROOT, filled_in, now_of, problem_at, saved, sent
from tests.photos import photos_factory
from tests.support.api.client import Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, token_of

HERE = f"{ROOT}/appearance"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_A_LOGO = "This is not a PNG, JPEG or WebP picture. Save the logo as one of these, best as PNG."
LARGE = "The picture has more than 20 megapixels. Save the logo smaller: 480 by 160 pixels are enough."
DAMAGED = "The picture is damaged and can't be opened in full. Choose another file."


def picture(width: int = 900, height: int = 300, *, kind: str = "PNG", mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), (200, 30, 40, 128)[: len(mode)]).save(out, kind)
    return out.getvalue()


def upload_key(desk: Desk) -> str:
    """Return the key that the page's upload form would put a file under."""
    found = re.search(r'<input type="hidden" name="key" value="([^"]*)">', desk.get(HERE).text)
    assert found
    return found[1]


def uploaded(desk: Desk, data: bytes) -> str:
    """Put a file where the form would, and return the page that S3 leads to."""
    key = upload_key(desk)
    boto3.client("s3").put_object(Bucket="photos", Key=key, Body=data)
    return f"{HERE}/logo/{key.rpartition('/')[2]}"


def kept(desk: Desk, data: bytes) -> None:
    """Upload a logo and confirm it."""
    assert desk.post(uploaded(desk, data)).status == 303


def stored(address: str) -> bytes:
    """Return the picture at a logo's public address, by way of the bucket."""
    answer = Api().get(urlsplit(address).path)
    assert answer.status == 302
    key = urlsplit(answer.headers["location"]).path.lstrip("/").removeprefix("photos/")
    return bytes(boto3.client("s3").get_object(Bucket="photos", Key=key)["Body"].read())


def test_the_colour_and_an_address_of_ones_own_are_saved(api: People, desk: Desk) -> None:
    saved(desk, "appearance", color="#AB00CD", logo_url="https://cdn.insurer.example/logo.png")

    branding = now_of(api).branding
    assert (branding.color, branding.logo_url) == ("#ab00cd", "https://cdn.insurer.example/logo.png")
    assert "img-src 'self' data: https://photos." in desk.get(HERE).headers["content-security-policy"]
    assert " https://cdn.insurer.example;" in desk.get(HERE).headers["content-security-policy"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("color", "red", "Must be a colour such as #1f5fa8."),
        ("logo_url", "http://cdn.example/l.png", "Must be an address that begins with https://."),
        ("logo_url", "javascript:alert(1)", "Must be an address that begins with https://."),
        ("logo_url", "https://cdn.example;script-src/l.png", "Must be an address that begins with https://."),
        (
            "logo_url",
            "https://cdn.example/" + "x" * 490,
            "Must be an address of at most 500 characters, such as https://example.org/logo.png.",
        ),
    ],
)
@pytest.mark.parametrize("do", ["save", "preview"])
def test_what_is_wrong_is_said_at_its_field(
    api: People, desk: Desk, field: str, typed: str, said: str, do: str
) -> None:
    before = now_of(api)

    answer = sent(desk, "appearance", **{"color": "#112233", field: typed}, do=do)

    assert answer.status == 422
    assert problem_at(answer, field) == said
    assert filled_in(answer)[field] == typed
    assert now_of(api) == before


def test_a_preview_tries_what_is_typed_and_saves_nothing(api: People, desk: Desk) -> None:
    before = now_of(api)

    answer = sent(desk, "appearance", color="#123456", logo_url="https://cdn.example/l.png", do="preview")

    assert answer.status == 200
    assert "It is not saved yet." in seen(answer)
    frames = re.findall(r'<iframe src="([^"]*)"', answer.text)
    assert len(frames) == 4
    for frame in frames:
        shown = desk.get(frame.replace("&amp;", "&"))
        assert "#123456" in shown.text
        assert 'src="https://cdn.example/l.png"' in shown.text
        assert " https://cdn.example;" in shown.headers["content-security-policy"]
    assert now_of(api) == before


@pytest.mark.parametrize("kind", ["page", "email"])
def test_previews_can_do_nothing_and_be_framed_by_us_alone(desk: Desk, kind: str) -> None:
    light, dark = (desk.get(f"{HERE}/preview/{kind}?scheme={scheme}") for scheme in ("light", "dark"))

    for shown in (light, dark):
        policy = shown.headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "form-action 'none'", "base-uri 'none'", "sandbox"} <= set(policy)
        assert "frame-ancestors https://photos.example" in policy
        assert "prefers-color-scheme" not in shown.text
        assert "Страхование" in shown.text
    assert light.text != dark.text
    assert "/r/" not in light.text or "/r/…" in light.text


def test_previews_are_in_the_readers_language_where_owners_are_offered_it(api: People, desk: Desk) -> None:
    for kind in ("page", "email"):
        at = f"{HERE}/preview/{kind}"
        assert '<html lang="en"' in desk.get(at).text
        assert '<html lang="es"' in desk.get(f"{at}?lang=es").text
    api.admin.patch("/v1/account", {"languages": ["ru", "es"]}).expect(200)
    assert '<html lang="ru"' in desk.get(f"{HERE}/preview/page?lang=en").text
    assert 'href="?scheme=dark&amp;color=%23123456' in desk.get(f"{HERE}/preview/page?scheme=dark&color=%23123456").text


@pytest.mark.parametrize("query", ["color=red&scheme=x", "color=%23fff;}", "logo_url=javascript:1", "lang=xx", "x=y"])
def test_previews_show_what_is_saved_where_nothing_sensible_is_tried(desk: Desk, query: str) -> None:
    answer = desk.get(f"{HERE}/preview/page?{query}")

    assert answer.status == 200
    assert "#1f5fa8" in answer.text
    assert "javascript:1" not in re.sub(r'href="[^"]*"', "", answer.text)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_upload_is_looked_at_kept_and_given_to_owners(api: People, desk: Desk, kind: str) -> None:
    page = uploaded(desk, picture(kind=kind, mode="RGB" if kind == "JPEG" else "RGBA"))
    before = now_of(api)

    looked_at = desk.get(f"{page}?bucket=photos&key=x&etag=%22y%22")

    assert looked_at.status == 200
    assert 'src="data:image/png;base64,' in looked_at.text
    assert now_of(api) == before
    for frame in re.findall(r'<iframe src="([^"]*)"', looked_at.text):
        assert 'src="data:image/png;base64,' in desk.get(frame.replace("&amp;", "&")).text
    answer = desk.post(page)
    assert (answer.status, answer.headers["location"]) == (303, "/console/settings/appearance")
    address = now_of(api).branding.logo_url
    assert address
    assert re.fullmatch(rf"https://photos\.example/a/{api.account.id}/logo/[0-9a-f]{{32}}", address)
    assert now_of(api).branding.color == before.branding.color
    drawn = Image.open(io.BytesIO(stored(address)))
    assert (drawn.format, drawn.size) == ("PNG", (480, 160))
    assert drawn.info == {} or set(drawn.info) <= {"srgb", "gamma", "dpi"}
    owners = Api().get(f"/r/{token_of(asked(api.staff, channels=[]))}")
    (source,) = re.findall(r'<img class="logo" src="([^"]*)" alt="Страхование">', owners.text)
    digest = address.rpartition("/")[2]
    assert urlsplit(source).path == f"/logos/{api.account.id}/{digest}.png"  # one request, no redirect
    images = re.findall(r"img-src ([^;]*);", owners.headers["content-security-policy"])[0].split()
    assert f"https://{urlsplit(source).netloc}" in images


def test_a_small_logo_is_not_enlarged_and_stays_transparent(api: People, desk: Desk) -> None:
    kept(desk, picture(60, 40))

    drawn = Image.open(io.BytesIO(stored(str(now_of(api).branding.logo_url))))

    assert drawn.size == (60, 40)
    assert drawn.mode == "RGBA"


def test_what_a_photo_carries_beside_pixels_is_not_in_the_logo(api: People, desk: Desk) -> None:
    kept(desk, photos_factory.jpeg(400, 300, camera=photos_factory.Camera(gps=(55.75, 37.61), orientation=6)))

    drawn = stored(str(now_of(api).branding.logo_url))

    assert Image.open(io.BytesIO(drawn)).size == (213, 160)  # upright
    assert b"Exif" not in drawn
    assert b"eXIf" not in drawn
    assert b"Phone 7" not in drawn


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: SVG, NOT_A_LOGO),
        (lambda: b'<?xml version="1.0"?><!DOCTYPE svg>' + SVG, NOT_A_LOGO),
        (lambda: b"%PDF-1.7\n" + b"x" * 1000, NOT_A_LOGO),
        (lambda: b"GIF89a" + b"\0" * 100, NOT_A_LOGO),
        (lambda: b"<html><script>alert(1)</script>", NOT_A_LOGO),
        (lambda: b"\x89PNG\r\n\x1a\n" + SVG, LARGE),
        (lambda: picture()[:-40], DAMAGED),
        (lambda: picture(kind="JPEG", mode="RGB")[:-300], DAMAGED),
        (lambda: b"\xff\xd8\xff" + b"x" * 500, DAMAGED),
        (lambda: picture(5000, 4001, kind="PNG", mode="L"), LARGE),
        (photos_factory.png_bomb, LARGE),
        (photos_factory.jpeg_bomb, LARGE),
        (photos_factory.heic, NOT_A_LOGO),
        (
            lambda: picture() + b"\0" * 3 * 1024 * 1024,
            "The file has more than 2 MB. Save the logo smaller: 480 by 160 pixels are enough.",
        ),
    ],
    ids=[
        "svg",
        "svg-with-doctype",
        "pdf",
        "gif",
        "html",
        "svg-as-png",
        "cut-png",
        "cut-jpeg",
        "noise",
        "21-megapixels",
        "bomb",
        "jpeg-bomb",
        "heic",
        "3-mb",
    ],
)
def test_a_file_that_can_be_no_logo_is_refused_with_its_reason(
    api: People, desk: Desk, make: Callable[[], bytes], said: str
) -> None:
    page = uploaded(desk, make())

    for answer in (desk.get(page), desk.post(page)):
        assert answer.status == 422
        assert problem_at(answer, "file") == said
    assert now_of(api).branding.logo_url is None
    objects = boto3.client("s3").list_objects_v2(Bucket="photos", Prefix="logos/")
    assert objects["KeyCount"] == 0


def test_nobody_confirms_an_upload_of_another_account(api: People, desk: Desk) -> None:
    page = uploaded(desk, picture())
    stranger = at_desk(api.stranger).speaking("en")

    for answer in (stranger.get(page), stranger.post(page)):
        assert answer.status == 404
    assert stranger.get(f"{HERE}/preview/page?upload={page.rpartition('/')[2]}").status == 404
    assert desk.get(page).status == 200


@pytest.mark.parametrize("upload", ["none", "logo_01J9Z6X0000000000000000000", "..%2F..%2Fincoming", "%00", "x" * 300])
def test_an_upload_that_there_is_not_is_not_found(desk: Desk, upload: str) -> None:
    assert desk.get(f"{HERE}/logo/{upload}").status == 404
    assert desk.post(f"{HERE}/logo/{upload}").status == 404


def test_an_upload_may_only_go_to_a_place_of_the_own_account_and_comes_back_to_us(api: People, desk: Desk) -> None:
    page = desk.get(HERE)

    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text))
    assert re.fullmatch(rf"branding/{api.account.id}/logo_[0-9A-Z]{{26}}", fields["key"])
    upload = fields["key"].rpartition("/")[2]
    assert fields["success_action_redirect"] == f"{settings().public_base_url}{HERE}/logo/{upload}"
    assert "form-action 'self' https://photos." in page.headers["content-security-policy"]


def test_who_comes_back_from_the_bucket_without_a_strict_cookie_is_led_on(desk: Desk) -> None:
    page = uploaded(desk, picture())
    del desk.cookies[SESSION]

    answer = desk.get(f"{page}?bucket=photos&etag=%22y%22", **{"Sec-Fetch-Site": "cross-site"})

    assert answer.status == 200
    assert 'http-equiv="refresh"' in answer.text
    assert page in answer.text


def test_the_logo_is_removed_after_a_question_and_sent_emails_keep_it(api: People, desk: Desk) -> None:
    kept(desk, picture())
    address = str(now_of(api).branding.logo_url)
    assert "Remove the logo?" in seen(desk.get(f"{HERE}/remove-logo"))
    assert now_of(api).branding.logo_url == address

    assert desk.post(f"{HERE}/remove-logo").status == 303

    assert now_of(api).branding.logo_url is None
    assert "Remove the logo" not in seen(desk.get(HERE)).replace("The logo is removed", "")
    assert stored(address)


def test_a_logo_that_there_is_not_is_not_found(api: People, desk: Desk) -> None:
    kept(desk, picture())
    path = urlsplit(str(now_of(api).branding.logo_url)).path
    account, digest = path.split("/")[2], path.split("/")[4]

    assert Api().get(path).headers["cache-control"] == "public, max-age=300"
    for other in (
        f"/a/{account}/logo/{'0' * 32}",
        f"/a/acc_{'0' * 26}/logo/{digest}",
        "/a/x/logo/..%2F..%2Fincoming",
        f"/a/{account}%2F..%2F{account}/logo/{digest}",
        f"/a/{account}/logo/{digest}.png",
    ):
        assert Api().get(other).status == 404


@pytest.mark.parametrize(
    ("base", "url", "taken"),
    [
        ("https://photos.example", "https://other.example/l.png", True),
        ("https://photos.example", "http://photos.example/a/x/logo/y", False),
        ("http://localhost:4566/api", "http://localhost:4566/a/x/logo/y", True),
        ("http://localhost:4566/api", "http://localhost:9999/a/x/logo/y", True),
        ("http://localhost:4566/api", "http://localhost.evil.example/l.png", False),
        ("http://localhost:4566/api", "http://localhost:4566@evil.example/l.png", False),
        ("http://localhost:4566/api", "http://other.example/l.png", False),
    ],
)
def test_plain_http_is_taken_from_our_own_host_only_where_that_has_no_tls(
    api: People, monkeypatch: pytest.MonkeyPatch, base: str, url: str, taken: bool
) -> None:
    monkeypatch.setenv("PUBLIC_BASE_URL", base)
    settings.cache_clear()

    answer = api.admin.patch("/v1/account", {"branding": {"logo_url": url}})

    settings.cache_clear()
    assert answer.status == (200 if taken else 422)
