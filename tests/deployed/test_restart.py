"""A restart of the system on one machine keeps everything, and work under way goes on."""

from pathlib import Path

import pytest

from chalicelib.features.printing import service as documents
from infra.local import emulator
from infra.local.system import run_system
from tests.deployed.inside import Root
from tests.photos import photos_factory
from tests.support.running import announce, call, eventually, form_of, make_request, new_photo_id, send_photo


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Python 3.14 will:DeprecationWarning")  # of chalice, when it unpacks dependencies
def test_nothing_is_lost_when_the_system_is_stopped_in_the_middle(tmp_path: Path) -> None:
    port = emulator.free_port()
    photos = {new_photo_id(): photos_factory.jpeg(800, 600) for _ in range(4)}
    first, promised, *sent = photos
    with run_system(state_dir=tmp_path / "state", port=port) as system:
        request = make_request(system, categories=[{"code": "exterior", "min": 4}])
        send_photo(request, photos[first], photo_id=first)
        request.filed(1)
        form = form_of(announce(request, photos[promised], photo_id=promised))
        for photo_id in sent:
            send_photo(request, photos[photo_id], photo_id=photo_id)  # and it ends before it has filed them

    with run_system(state_dir=tmp_path / "state", port=port) as again:
        assert (again["account_id"], again["api_key"]) == (system["account_id"], system["api_key"])
        assert call("GET", request.link).status == 200
        assert form.post(photos[promised]).status == 201
        root = Root(again)
        for photo_id in (promised, *sent):
            root.let_fall_due(request, photo_id)
        root.sweep()
        request.filed(4)
        assert request.owner("POST", "submit").json() == {"status": "completed"}
        with root.in_production():  # by a function whose layer was restored, too
            documents.order_sample(again["account_id"], language="ru")
            eventually(lambda: state_of_sample(again["account_id"]), holds=lambda state: state != "ordered")
            assert state_of_sample(again["account_id"]) == "printed"


def state_of_sample(account_id: str) -> str:
    """Return the state of an account's sample of a document."""
    sample = documents.find_sample(account_id)
    assert sample is not None
    return sample.state
