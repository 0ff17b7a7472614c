"""The client of webhooks against servers that behave, misbehave and lie."""

import datetime
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.features.webhooks.addresses import Address, WrongUrl
from chalicelib.features.webhooks.outbound import Answer, Client, NoAnswer
from tests.support import receiver
from tests.support.receiver import Behave, Receiver, drip, flood, hang, listening, raw, reset, status
from tests.webhooks.unit.test_addresses import DENIED

BODY = b'{"type":"photo.filed"}'
#: The other behaviours go on for longer than SOON unless they end by themselves.
HERE = Client(loopback=True, seconds=240)
#: Far more than a call takes on a busy machine.
SOON = 60
HASTY = Client(loopback=True, seconds=0.3)


def post(to: Receiver, *, by: Client = HERE) -> Answer:
    return by.post(to.url, headers={"webhook-id": "evt_1"}, body=BODY)


def reason(to: Receiver, *, by: Client = HERE) -> str:
    with pytest.raises(NoAnswer) as failed:
        post(to, by=by)
    return failed.value.reason


def test_a_call_brings_body_and_headers_as_they_are() -> None:
    with listening() as server:
        assert post(server) == Answer(status=204, retry_after=None)

    (received,) = server.received
    assert (received.body, received.id, received.path) == (BODY, "evt_1", "/hooks")
    assert received.headers["host"] == server.url.split("/")[2]


@pytest.mark.parametrize("code", [200, 201, 204, 301, 302, 307, 400, 404, 410, 500, 503])
def test_the_status_is_what_counts_and_no_redirect_is_followed(code: int) -> None:
    with listening() as elsewhere, listening(answer=status(code, {"Location": elsewhere.url})) as server:
        assert post(server).status == code

    assert len(server.received) == 1
    assert elsewhere.received == []


def test_retry_after_is_told() -> None:
    with listening(answer=status(429, {"Retry-After": "120"})) as server:
        assert post(server) == Answer(status=429, retry_after="120")


@pytest.mark.parametrize("behave", [hang, drip], ids=["hangs", "drips its headers"])
def test_a_call_ends_in_time_whatever_the_other_side_does(behave: Behave) -> None:
    with listening(answer=behave) as server:
        began = time.monotonic()

        assert reason(server, by=HASTY) == "timeout"

        assert time.monotonic() - began < SOON


@pytest.mark.parametrize(
    "behave",
    [
        reset,
        raw(b""),
        raw(b"HTTP/1.1 200"),
        raw(b"HTTP/1.1 200 OK\r\nX-A: b\r\n"),
        raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
        raw(b"HTTP/1.1 abc OK\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200 + b"\r\n"),
        flood,
        raw(b"HTTP/1.1 200 OK\r\nX-A: ", then=flood),
    ],
    ids=[
        "reset",
        "nothing",
        "half a status",
        "half of the headers",
        "another protocol",
        "no number",
        "many headers",
        "a flood",
        "an endless header",
    ],
)
def test_what_is_no_answer_is_a_failure(behave: Behave) -> None:
    with listening(answer=behave) as server:
        assert reason(server) == "broken_off"


@pytest.mark.parametrize(
    "behave",
    [
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", then=flood),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
    ids=["closed in the middle", "ten gigabytes", "wrong chunks"],
)
def test_an_accepted_message_is_accepted_however_its_answer_goes_on(behave: Behave) -> None:
    with listening(answer=behave) as server:
        began = time.monotonic()

        assert post(server).status == 200

        assert time.monotonic() - began < SOON


def test_a_body_that_drips_on_is_not_waited_for() -> None:
    def behave(incoming: receiver.Incoming) -> None:
        incoming.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not incoming.receiver.released.wait(0.05):
            incoming.wfile.write(b"a")

    with listening(answer=behave) as server:
        began = time.monotonic()

        assert post(server).status == 200

        assert time.monotonic() - began < SOON


def test_nothing_listens() -> None:
    with listening() as server:
        pass

    assert reason(server) == "unreachable"


# --- Names and addresses ---------------------------------------------------------------------------------------------


def found(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda _host, _port: list(addresses)


def never(address: Address, port: int, seconds: float) -> socket.socket:
    raise AssertionError(f"connected to {address}")


@pytest.mark.parametrize("address", DENIED)
def test_a_name_that_leads_off_the_public_internet_is_never_connected_to(address: str) -> None:
    client = Client(resolve=found(address), connect=never)

    with pytest.raises(NoAnswer, match="forbidden_address"):
        client.post("https://hooks.example/", headers={}, body=b"")


def test_one_forbidden_address_among_public_ones_is_one_too_many() -> None:
    client = Client(resolve=found("93.184.216.34", "2606:4700::1111", "10.0.0.1"), connect=never)

    with pytest.raises(NoAnswer, match="forbidden_address"):
        client.check("https://hooks.example/")


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://[::1]/", "https://[::ffff:169.254.169.254]/", "https://localhost/"],
)
def test_an_address_in_disguise_is_seen_through_by_the_systems_resolver(url: str) -> None:
    with pytest.raises(NoAnswer) as failed:
        Client(connect=never).post(url, headers={}, body=b"")
    assert failed.value.reason in {"forbidden_address", "unknown_host"}


@pytest.mark.parametrize("url", ["https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://0177.0.0.1/"])
def test_an_address_that_only_some_programs_read_as_one_is_refused(url: str) -> None:
    with pytest.raises(WrongUrl):
        Client(connect=never).post(url, headers={}, body=b"")


def test_where_loopback_is_allowed_nothing_else_is() -> None:
    client = Client(loopback=True, resolve=found("127.0.0.1", "10.0.0.1"), connect=never)

    with pytest.raises(NoAnswer, match="forbidden_address"):
        client.post("http://hooks.example/", headers={}, body=b"")
    with pytest.raises(NoAnswer, match="forbidden_address"):
        Client(loopback=True, resolve=found("127.0.0.1"), connect=never).check("https://hooks.example/")


def test_a_name_that_changes_between_the_look_and_the_call_changes_nothing() -> None:
    answers = iter([["93.184.216.34"], ["169.254.169.254"]])
    connected: list[str] = []

    def connect(address: Address, port: int, seconds: float) -> socket.socket:
        connected.append(f"{address}:{port}")
        raise OSError("no network here")

    client = Client(resolve=lambda _host, _port: next(answers), connect=connect)
    with pytest.raises(NoAnswer, match="unreachable"):
        client.post("https://hooks.example/", headers={}, body=b"")

    assert connected == ["93.184.216.34:443"]
    assert next(answers) == ["169.254.169.254"]  # it was asked once


@pytest.mark.parametrize("error", [socket.gaierror("unknown"), UnicodeError("label too long")])
def test_a_name_that_nobody_knows(error: Exception) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise error

    with pytest.raises(NoAnswer, match="unknown_host"):
        Client(resolve=resolve).post("https://hooks.example/", headers={}, body=b"")


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    with listening() as server:

        def resolve(_host: str, _port: int) -> list[str]:
            server.released.wait(240)
            return []

        began = time.monotonic()
        with pytest.raises(NoAnswer, match="timeout"):
            Client(resolve=resolve, seconds=0.2).post("https://hooks.example/", headers={}, body=b"")
        assert time.monotonic() - began < SOON


def test_the_next_address_is_tried_when_the_first_is_out_of_reach() -> None:
    with listening() as server:
        port = int(server.url.split(":")[2].split("/")[0])

        def connect(address: Address, _port: int, seconds: float) -> socket.socket:
            if address.version == 6:
                raise OSError("no route")
            return socket.create_connection(("127.0.0.1", port), seconds)

        client = Client(loopback=True, resolve=found("::1", "127.0.0.1"), connect=connect)
        assert client.post("http://hooks.example/", headers={}, body=BODY).status == 204


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy, listening() as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)

        post(server)

    assert (len(server.received), proxy.received) == (1, [])


# --- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of hooks.example that only this test trusts, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    moment = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - datetime.timedelta(days=1))
        .not_valid_after(moment + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[tuple[Receiver, list[str | None], Callable[..., Client]]]:
    """A server behind TLS, the names that it was asked for (SNI), and a maker of clients. These reach it by any
    name.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with listening(tls=context) as server:
        port = int(server.url.split(":")[2].split("/")[0])

        def client(*, trusting: bool = True) -> Client:
            trusted = ssl.create_default_context(cafile=str(certificate) if trusting else None)
            return Client(
                resolve=found("93.184.216.34"),
                connect=lambda _address, _port, seconds: socket.create_connection(("127.0.0.1", port), seconds),
                trust=lambda: trusted,
            )

        yield server, asked, client


def test_tls_goes_by_the_name_though_the_connection_goes_to_the_address(
    secure: tuple[Receiver, list[str | None], Callable[..., Client]],
) -> None:
    server, asked, client = secure

    assert client().post("https://hooks.example/in?a=1", headers={}, body=BODY).status == 204

    assert asked == ["hooks.example"]
    assert (server.received[0].headers["host"], server.received[0].path) == ("hooks.example", "/in?a=1")


@pytest.mark.parametrize(("url", "trusting"), [("https://other.example/", True), ("https://hooks.example/", False)])
def test_a_certificate_of_another_name_or_of_nobody_we_trust_ends_the_call(
    secure: tuple[Receiver, list[str | None], Callable[..., Client]], url: str, trusting: bool
) -> None:
    server, _, client = secure

    with pytest.raises(NoAnswer, match="certificate"):
        client(trusting=trusting).post(url, headers={}, body=BODY)

    assert server.received == []


def test_the_default_trust_checks_names_and_old_protocols_are_out() -> None:
    context = Client().trust()

    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_addresses_given_as_literals_are_checked_like_names() -> None:
    assert ipaddress.ip_address("93.184.216.34").is_global
    with pytest.raises(NoAnswer, match="forbidden_address"):
        Client(connect=never).post("https://169.254.169.254/latest/meta-data/", headers={}, body=b"")
