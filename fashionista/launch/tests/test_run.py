"""The real supervisor with all its processes."""

import os
import signal
from pathlib import Path

import pytest

from fashionista.launch import places
from fashionista.launch.services import WORKER_NICENESS

from .portal import Portal, eventually

pytestmark = pytest.mark.slow
OK = (200, {"database": "ok", "broker": "ok", "worker": "ok"})


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("run") / "var"
    yield home
    if home.exists():
        places.remove_home(home)


@pytest.fixture
def portal(home):
    portal = Portal(home)
    portal.wait_for("ready: http")
    yield portal
    if portal.process.poll() is None:
        portal.stop()
    assert eventually(lambda: not portal.left_behind(), within=30)


@pytest.mark.parametrize("moment", ["making the database", "making the tables", "loading"])
def test_sigterm_during_set_up_ends_everything(home, moment):
    portal = Portal(home)
    portal.wait_for(moment)

    code, said = portal.stop()

    assert code == 0, said
    assert "Traceback" not in said
    assert portal.left_behind() == []


@pytest.mark.parametrize("moment", ["making the database", "making the tables", "loading"])
def test_supervisor_killed_during_set_up_leaves_nothing(tmp_path, moment):
    portal = Portal(tmp_path / "var")
    portal.wait_for(moment)

    portal.process.kill()
    portal.finish()

    assert eventually(lambda: not portal.left_behind(), within=60)
    places.remove_home(portal.home)


def test_second_run_on_the_same_folder_is_refused(portal, home):
    code, said = Portal(home).finish()

    assert code == 1
    assert said == (
        f"The portal already runs on {home}: stop it with Ctrl-C in its terminal first, "
        "or set VAR_DIR and PORT for a second one.\n"
    )
    assert portal.health() == OK


def test_port_in_use_is_refused(portal, tmp_path):
    code, said = Portal(tmp_path / "var", port=portal.port).finish()

    assert code == 1
    assert said.startswith(f"Port {portal.port} is in use: ")
    assert portal.health() == OK


@pytest.mark.parametrize("title", ["celeryd", "celery beat", "gunicorn"])
def test_killed_service_comes_back(portal, title):
    assert eventually(lambda: portal.services(title), within=30)
    [killed] = portal.services(title)

    os.kill(killed, signal.SIGKILL)

    portal.wait_for("is started again")
    assert eventually(lambda: portal.services(title), within=30)
    assert portal.services(title) != [killed]
    assert eventually(lambda: portal.health() == OK, within=60)


def test_worker_gives_way_to_the_web_server(portal):
    [worker], [web] = portal.services("celeryd"), portal.services("gunicorn")

    for process, niceness in ((worker, WORKER_NICENESS), (web, 0)):
        assert os.getpriority(os.PRIO_PROCESS, process) == niceness
        group = Path(f"/proc/{process}/autogroup")
        if group.exists():
            assert group.read_text().endswith(f"nice {niceness}\n")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_everything(portal, by):
    code, said = portal.stop(by)

    assert code == 0, said
    assert said.endswith("everything has ended\n")
    assert portal.left_behind() == []


def test_killed_supervisor_leaves_nothing(portal):
    portal.process.kill()
    portal.finish()

    assert eventually(lambda: not portal.left_behind(), within=60)


def test_folder_that_cannot_be_written_is_refused():
    code, said = Portal(places.Path("/proc/portal")).finish()

    assert code == 1
    assert said.startswith("/proc/portal cannot be written")
    assert "Traceback" not in said
