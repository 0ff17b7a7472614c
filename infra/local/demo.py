"""`make demo`: plays the whole circle against the running system, over HTTP alone, as other programs would.

An insurer's system asks by a signed webhook, and the owner's messages are read. Photos go to S3 by presigned POST; S3's
event files them; the owner submits. The insurer's system is told by a signed webhook and verifies it; staff look and
download. Then a company is paid for damaged goods (demo_cargo.py). Needs `make run` in another terminal.
"""

import hashlib
import json
import sys
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook
from ulid import ULID

from infra.demo_photos import demo_photo
from infra.local.calling import DemoError, call, post_form, say, send, wait_for
from infra.local.demo_cargo import play_cargo
from infra.local.system import STATE_DIR
from infra.receiver import Inbox, Receiver

#: The owner's photos: category and number of the photo in it.
PHOTOS = (("exterior", 1), ("exterior", 2), ("damage", 1), ("damage", 2), ("vin", 1), ("odometer", 1))
PHONE, EMAIL = "+7 916 123-45-67", "ivan.petrov@example.ru"
DOWNLOADS = STATE_DIR / "demo"


def main() -> int:
    """Play the way; 1 with one line when it can't be."""
    try:
        play(running_system())
    except DemoError as error:
        print(f"osmotr: {error}", file=sys.stderr)
        return 1
    return 0


def running_system() -> dict[str, Any]:
    """Return run.json of the running system."""
    try:
        content: dict[str, Any] = json.loads((STATE_DIR / "run.json").read_text())
    except FileNotFoundError:
        raise DemoError("Osmotr isn't running here; start it with `make run` in another terminal") from None
    return content


def play(system: Mapping[str, Any]) -> None:
    """Play the whole way and print each step."""
    api, staff = system["base_url"], sign_in(system)
    with receiving(api, staff) as inbox:
        request = ask_by_webhook(system)
        wait_for_messages(api, staff, request, system["messages"])
        send_all(request["link"])
        wait_for_news(inbox, request)
    show_and_download(api, staff, request["case_id"])
    print("\nA claim of cargo:")
    play_cargo(system)


def open_demo_case(system: Mapping[str, Any]) -> str:
    """Play the way up to the submitted photos; return the case's id. For the first look at a new console."""
    staff = {"Authorization": f"Bearer {system['api_key']}"}
    request = ask(system["base_url"], staff)
    send_all(request["link"])
    return str(request["case_id"])


def send_all(link: str) -> None:
    """Open the link, send every photo, wait until all are filed, and submit, as an owner does."""
    call("POST", f"{link}/opened", body={"device": "phone"})
    say("owner", "opened the link")
    for place, (category, number) in enumerate(PHOTOS, start=1):
        send_photo(link, category, number)
        say("owner", f"sent photo {place} of {len(PHOTOS)} ({category})")
    wait_until_received(link)
    answer = call("POST", f"{link}/submit")
    say("owner", f"submitted: {answer['status']}")


def sign_in(system: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers of a session of staff."""
    session = call("POST", f"{system['base_url']}/v1/sessions", body=system["staff"])
    say("staff", f"signed in as {system['staff']['email']}")
    return {"Authorization": f"Bearer {session['access_token']}"}


def request_body() -> dict[str, Any]:
    """Return the body that asks for photos in a new case."""
    return {
        "case": {
            "reference": f"DEMO-{uuid.uuid4().hex[:8].upper()}",
            "vehicle": {"plate": "А123ВС77", "make": "Lada", "model": "Vesta"},
            "owner": {"name": "Иван Петров"},
        },
        "phone": PHONE,
        "email": EMAIL,
        "channels": ["sms", "email"],
        "comment": "Снимите вмятину на двери с двух сторон.",
        "categories": [{"code": code, "min": 1} for code in dict.fromkeys(category for category, _ in PHOTOS)],
    }


def ask(api: str, staff: Mapping[str, str]) -> dict[str, Any]:
    """Make a photo request in a new case."""
    headers = {**staff, "Idempotency-Key": uuid.uuid4().hex}
    request: dict[str, Any] = call("POST", f"{api}/v1/photo-requests", body=request_body(), headers=headers)
    return asked("staff", request)


def ask_by_webhook(system: Mapping[str, Any]) -> dict[str, Any]:
    """Make a photo request as an insurer's own system does: by a message that it signs."""
    if "webhook_secret" not in system:
        raise DemoError("this state is from before there were webhooks; `make reset`, and `make run` again")
    body, message_id, moment = (
        json.dumps(request_body(), ensure_ascii=False),
        f"msg_{uuid.uuid4().hex}",
        datetime.now(UTC),
    )
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(system["webhook_secret"]).sign(message_id, moment, body),
    }
    url = f"{system['base_url']}/v1/hooks/photo-requests?key={system['api_key_id']}"
    return asked("insurer", json.loads(send("POST", url, body.encode(), headers)))


def asked(who: str, request: dict[str, Any]) -> dict[str, Any]:
    """Print a request and return it."""
    say(who, f"asked for {', '.join(category['label'] for category in request['categories'])}")
    say(who, f"link {request['link']}, code {request['code']}")
    return request


@contextmanager
def receiving(api: str, staff: Mapping[str, str]) -> Iterator[Inbox]:
    """Receive the account's events on this machine for the time of the block, with the reference receiver."""
    DOWNLOADS.mkdir(parents=True, exist_ok=True)
    inbox = Inbox(DOWNLOADS / "received.db")
    receiver = Receiver(("127.0.0.1", 0), secrets=[], inbox=inbox, tell=lambda line: say("insurer", line))
    wanted = {
        "url": f"http://127.0.0.1:{receiver.server_port}/",
        "events": ["photo_request.sent", "photo_request.opened", "photo.filed", "photo_request.completed"],
        "description": "make demo",
    }
    endpoint = call("POST", f"{api}/v1/webhook-endpoints", body=wanted, headers=staff)
    receiver.secrets = [endpoint["secret"]]
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    say("insurer", f"receives events at {wanted['url']}")
    try:
        yield inbox
    finally:
        call("DELETE", f"{api}/v1/webhook-endpoints/{endpoint['id']}", headers=staff)
        receiver.shutdown()
        receiver.server_close()


def wait_for_news(inbox: Inbox, request: Mapping[str, Any]) -> None:
    """Wait until the insurer's system knows that the photos are there."""

    def is_told() -> bool:
        latest = inbox.latest(request["id"])
        return latest is not None and latest["type"] == "photo_request.completed"

    wait_for(is_told, "photo_request.completed did not come")
    say("insurer", f"knows by signed webhook that {request['id']} is complete")


def wait_for_messages(api: str, staff: Mapping[str, str], request: Mapping[str, Any], sent: Mapping[str, str]) -> None:
    """Wait until the outbox has sent the SMS and the e-mail, and show the SMS."""

    def all_sent() -> dict[str, Any] | None:
        shown: dict[str, Any] = call("GET", f"{api}/v1/photo-requests/{request['id']}", headers=staff)
        return shown if all(message["status"] == "sent" for message in shown["messages"]) else None

    shown = wait_for(all_sent, "the messages were not sent")
    for message in shown["messages"]:
        segments = f", {message['segments']} segments" if message["segments"] else ""
        say("osmotr", f"sent {message['channel']} to {message['to']}{segments}")
    texts = [entry["Message"] for entries in call("GET", sent["sms"])["sms_messages"].values() for entry in entries]
    say("owner", "got: " + next(text for text in texts if request["link"] in text))


def send_photo(link: str, category: str, number: int) -> None:
    """Announce a photo and post it to S3."""
    data = demo_photo(category, number, taken_at=datetime.now(UTC).replace(microsecond=0, tzinfo=None))
    announced = {
        "photo_id": str(ULID()),
        "category": category,
        "bytes": len(data),
        "content_type": "image/jpeg",
        "sha256": hashlib.sha256(data).hexdigest(),
        "source": "camera",
    }
    answer = call("POST", f"{link}/uploads", body=announced)
    if answer["status"] == "pending":
        post_form(answer["url"], answer["fields"], data)


def wait_until_received(link: str) -> None:
    """Wait until every photo that was sent is filed."""

    def all_received() -> bool:
        categories = call("GET", f"{link}/state")["categories"]
        photos = [photo for category in categories for photo in category["photos"]]
        refused = [photo["reason"] for photo in photos if photo["status"] == "rejected"]
        if refused:
            raise DemoError(f"a photo was refused: {refused[0]}")
        return len(photos) == len(PHOTOS) and all(photo["status"] == "received" for photo in photos)

    wait_for(all_received, "the photos were not filed")
    say("osmotr", f"filed all {len(PHOTOS)} photos")


def show_and_download(api: str, staff: Mapping[str, str], case_id: str) -> None:
    """Print the case's attachments and download the originals."""
    items = call("GET", f"{api}/v1/cases/{case_id}/attachments?group=initial_inspection", headers=staff)["items"]
    folder = DOWNLOADS / case_id
    folder.mkdir(parents=True, exist_ok=True)
    print(f"\nCase {case_id}, Photos - initial inspection:")
    for item in items:
        target = folder / item["file_name"]
        target.write_bytes(send("GET", item["urls"]["original"], None, {}))
        intact = hashlib.sha256(target.read_bytes()).hexdigest() == item["sha256"]
        size = f"{item['width']} x {item['height']}, {item['bytes'] / 1024:.0f} KB"
        print(f"  {item['file_name']:<28} {size:<24} {'intact' if intact else 'DAMAGED'}  {shown(target)}")


def shown(path: Path) -> str:
    """Write a path from the folder that the command was given in."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    sys.exit(main())
