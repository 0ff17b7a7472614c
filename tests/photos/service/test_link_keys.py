"""The key of links is rotated, and no link or code ends by it: `make rotate KEY=link`."""

import os
from datetime import timedelta

import boto3
import pytest
import time_machine

from chalicelib.aws import secret_keys
from chalicelib.aws.secret_keys import BEGINS_AFTER, add_link_key, link_keys
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown
from chalicelib.features.photos import sealing, service
from chalicelib.features.photos.service import Shown
from chalicelib.features.photos.service.access import digests_of, link_of, token_for_code
from chalicelib.features.photos.table import locators
from infra import rotate
from tests.support.faults import between, refusal
from tests.support.sending import ADDRESS, ask, days_later, photo, request_of, send_and_file
from tests.support.sweeping import sweep_cases
from tests.support.world import World, forget_answers


def rotated(traveller: time_machine.Traveller) -> None:
    """Rotate the key, and let the new generation begin."""
    add_link_key()
    forget_answers()
    traveller.shift(BEGINS_AFTER + timedelta(seconds=1))


def opens(shown: Shown) -> bool:
    """Return True if both the link and the code open the request, and messages would have the same ones."""
    request = request_of(shown)
    by_link, _ = service.access.open_token(shown.link.token, address=ADDRESS)
    by_code = token_for_code(shown.link.code, address=ADDRESS)
    return by_link.id == request.id and by_code == shown.link.token and link_of(request) == shown.link


def test_links_of_every_generation_open_and_are_derived_again(world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        first = ask(world)
        rotated(traveller)
        second = ask(world)
        rotated(traveller)
        third = ask(world)

        assert all(opens(each) for each in (first, second, third))

    assert [request_of(each).link_generation for each in (first, second, third)] == [None, 2, 3]
    assert len({digests_of(request_of(each)) for each in (first, second, third)}) == 3


@pytest.mark.parametrize("end", ["sent off", "withdrawn", "expired"])
def test_a_request_that_ends_leaves_its_link_and_frees_its_code(world: World, end: str) -> None:
    shown = ask(world, expires_in_days=1)
    if end == "sent off":
        send_and_file(shown, photo())
        service.submit(shown.link.token, address=ADDRESS)
    elif end == "withdrawn":
        service.revoke(world.admin, shown.request.id)
    else:
        with days_later(2):
            sweep_cases()

    link, code = digests_of(request_of(shown))

    opened = locators.open_link(link)
    assert opened and opened.request_id == shown.request.id
    assert locators.open_link(code) is None


def test_a_new_generation_begins_when_every_process_knows_it(world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        add_link_key()
        forget_answers()
        traveller.shift(BEGINS_AFTER - timedelta(seconds=1))
        assert secret_keys.present_generation() is None
        traveller.shift(1)
        assert secret_keys.present_generation() == 2


def test_a_process_that_has_not_read_a_generation_reads_it_when_a_request_names_it(world: World) -> None:
    assert list(link_keys()) == [1]
    add_link_key()

    assert secret_keys.link_key(2) != secret_keys.link_key(1) == b"k" * 64


def test_a_process_goes_on_with_what_it_knows_while_the_secret_can_not_be_read(world: World) -> None:
    known = link_keys()
    secret_keys.clear_link_keys()

    def refuse(operation: str, _: object, call: object) -> object:
        raise refusal(operation, "ThrottlingException")

    with between(refuse):
        assert link_keys() == known


def test_a_code_of_no_generation_opens_nothing(world: World) -> None:
    add_link_key()
    forget_answers()

    with pytest.raises(LinkUnknown):
        token_for_code("ABCDE-FGHJK", address=ADDRESS)


@pytest.mark.parametrize("recorded", ["now", "before"])
def test_a_repeated_answer_has_its_own_link(world: World, recorded: str) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        if recorded == "now":
            rotated(traveller)
        shown = ask(world)
        request = request_of(shown)
        address = service.address_of(shown.link.token)
        answer = {
            "id": request.id,
            "case_id": request.case_id,
            "link": address,
            "code": shown.link.code,
            "qr_url": f"{address}/qr.svg",
        }
        kept = sealing.LINKS.strip(answer)
        if recorded == "before":
            del kept["token_digest"]
        rotated(traveller)

        assert shown.link.token not in str(kept)
        assert sealing.LINKS.restore(kept, world.admin) == answer


def test_the_command_keeps_the_former_key(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rotate, "environment_of", lambda stage: {})

    for said in ("has 2 generations", "none was added"):
        assert rotate.main(["--stage", "prod", "--key", "link"]) == 0
        assert said in capsys.readouterr().out
    assert rotate.main(["--stage", "prod", "--key", "hook"]) == 1

    stored = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["LINK_SECRET_ID"])["SecretString"]
    keys = secret_keys.read_link_keys(stored)
    assert (keys[1].key, len(keys[2].key)) == (b"k" * 64, 64)
    assert len(keys) == 2
    assert "each tenant rotates its own in the console" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{pX9'k", "{}9", "[1]", "12", '"k"', "null"])
def test_a_generated_key_may_look_like_json(text: str) -> None:
    assert {number: key.key for number, key in secret_keys.read_link_keys(text).items()} == {1: text.encode()}
