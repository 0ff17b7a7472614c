"""Bytes stay on the phone until they are let go of."""

from typing import Any

from tests.photos.browser.modules.conftest import Lab

_WEEK = 7 * 24 * 3600 * 1000
#: A photo as the page has it; `keep` writes down the parts that outlive the page.
_PHOTO = """(id, more) => ({
  id, link: '/r/token', category: 'exterior', status: 'kept', type: 'image/jpeg', source: 'camera', origin: 'o',
  sha: '', resizing: false, taken: '', at: Date.now(), progress: 0.5, tries: 3, reason: 'network', picture: 'blob:x',
  ...more,
})"""
_BLOCKED = "indexedDB.open = () => { throw new DOMException('blocked', 'SecurityError'); };"
_READ = "async ({ bytesOf }, id) => [...new Uint8Array(await bytesOf(id) || [])]"


def keep(lab: Lab, photo_id: str, **more: object) -> Any:
    """Keep three bytes under an id; return whether they outlive the page."""
    work = f"({{ keep }}, id, more) => keep(({_PHOTO})(id, more), new Uint8Array([7, 8, 9]).buffer)"
    return lab.run("store", work, photo_id, more)


def bytes_of(lab: Lab, photo_id: str) -> list[int]:
    """Return the bytes that are stored under an id."""
    return list(lab.run("store", _READ, photo_id))


def recalled(lab: Lab, link: str = "/r/token") -> list[dict[str, Any]]:
    """Return the notes of a link."""
    return list(lab.run("store", "({ recall }, link) => recall(link)", link))


def test_what_is_kept_is_there_after_a_reload(lab: Lab) -> None:
    assert keep(lab, "1", sha="s", taken="2026-03-05T14:07:09.000Z") is True
    lab.page.reload()

    (note,) = recalled(lab)

    assert bytes_of(lab, "1") == [7, 8, 9]
    assert (note["id"], note["category"], note["type"], note["source"]) == ("1", "exterior", "image/jpeg", "camera")
    assert (note["origin"], note["sha"], note["taken"]) == ("o", "s", "2026-03-05T14:07:09.000Z")


def test_how_a_try_goes_is_not_written_down_only_whether_the_bytes_to_send_are_settled(lab: Lab) -> None:
    for status in ("sending", "waiting", "failed"):
        keep(lab, f"{status}, settled", status=status, sha="s")
        keep(lab, f"{status}, as picked", status=status)
    lab.page.reload()

    notes = recalled(lab)

    assert {note["status"] for note in notes if note["sha"]} == {"kept"}
    assert {note["status"] for note in notes if not note["sha"]} == {"new"}
    assert len(notes) == 6
    assert {"progress", "tries", "reason", "picture"}.isdisjoint(notes[0])


def test_bytes_that_are_let_go_are_gone_and_the_note_stays(lab: Lab) -> None:
    keep(lab, "1")
    lab.run("store", f"({{ release }}) => release(({_PHOTO})('1', {{ status: 'received' }}))")
    lab.page.reload()

    assert bytes_of(lab, "1") == []
    assert [note["status"] for note in recalled(lab)] == ["received"]


def test_a_note_alone_changes_no_bytes(lab: Lab) -> None:
    keep(lab, "1")
    lab.run("store", f"({{ note }}) => note(({_PHOTO})('1', {{ status: 'sent' }}))")

    assert bytes_of(lab, "1") == [7, 8, 9]
    assert lab.run("store", "async ({ lookUp }) => (await lookUp('1')).status") == "sent"


def test_each_link_has_its_own_photos(lab: Lab) -> None:
    keep(lab, "1")
    keep(lab, "2", link="/r/other")

    assert [note["id"] for note in recalled(lab)] == ["1"]
    assert [note["id"] for note in recalled(lab, "/r/other")] == ["2"]


def test_what_is_older_than_a_week_is_forgotten_whatever_link_it_is_of(lab: Lab) -> None:
    now = lab.page.evaluate("Date.now()")
    keep(lab, "old", at=now - _WEEK - 60_000)
    keep(lab, "old and another link's", at=now - _WEEK - 60_000, link="/r/other")
    keep(lab, "young", at=now - _WEEK + 60_000)

    assert [note["id"] for note in recalled(lab)] == ["young"]
    assert recalled(lab, "/r/other") == []
    assert [bytes_of(lab, each) for each in ("old", "old and another link's", "young")] == [[], [], [7, 8, 9]]


def test_where_storage_is_blocked_the_bytes_are_in_memory_and_it_is_said(lab: Lab) -> None:
    lab.page.add_init_script(_BLOCKED)
    lab.page.reload()

    assert keep(lab, "1") is False
    assert bytes_of(lab, "1") == [7, 8, 9]
    assert recalled(lab) == []
    lab.run("store", f"({{ release }}) => release(({_PHOTO})('1', {{ status: 'received' }}))")
    assert lab.run("store", "({ bytesOf }) => bytesOf('1').catch((error) => error.name)") == "SecurityError"


def test_a_full_phone_keeps_the_bytes_in_memory(lab: Lab) -> None:
    lab.page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    }""")

    assert keep(lab, "1") is False
    assert bytes_of(lab, "1") == [7, 8, 9]


def test_a_connection_that_the_browser_has_closed_is_opened_anew(lab: Lab) -> None:
    lab.page.evaluate("""() => {
      const open = indexedDB.open.bind(indexedDB);
      window.opened = [];
      indexedDB.open = (...what) => {
        const request = open(...what);
        request.addEventListener('success', () => opened.push(request.result));
        return request;
      };
    }""")
    assert keep(lab, "1") is True
    lab.page.evaluate("() => opened[0].close()")

    assert keep(lab, "2") is True
    assert (bytes_of(lab, "1"), bytes_of(lab, "2")) == ([7, 8, 9], [7, 8, 9])
    assert lab.page.evaluate("() => opened.length") == 2
