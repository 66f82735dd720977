"""Valkey stands for both servers here: it starts in a moment."""

import os
import signal
import subprocess
import sys

import pytest

from fashionista.launch import places
from fashionista.launch.keeper import Lease, close_for_good
from fashionista.launch.keys import load_keys
from fashionista.launch.refusal import Refusal
from fashionista.launch.valkey import Valkey

from .portal import eventually


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "var"
    places.prepare_home(home)
    load_keys(home)
    return home


def test_last_user_turns_the_server_off(home):
    server = Valkey(home)
    first, second = Lease(server), Lease(server)

    first.enter()
    second.enter()
    first.leave()

    assert server.is_ready()
    second.leave()
    assert not server.is_ready()


def test_killed_user_leaves_no_server(home):
    server = Valkey(home)
    user = subprocess.Popen(
        [
            *(sys.executable, "-m", "fashionista.launch", "exec", "--"),
            *("sh", "-c", "echo up; exec sleep 60"),
        ],
        cwd=places.REPO,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(home), "DATABASE_URL": "postgresql:///no"},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with user:
        assert user.stdout.readline() == b"up\n"
        assert server.is_ready()

        os.killpg(user.pid, signal.SIGKILL)

    assert eventually(lambda: not server.is_ready(), within=20)


def test_killed_server_comes_back(home):
    server = Valkey(home)
    lease = Lease(server)
    lease.enter()
    try:
        keeper = lease.process.pid
        with open(f"/proc/{keeper}/task/{keeper}/children") as children:
            pid = int(children.read())

        os.kill(pid, signal.SIGKILL)

        assert eventually(lambda: not os.path.exists(f"/proc/{pid}"), within=10)
        assert eventually(server.is_ready, within=20)
        assert lease.is_alive()
    finally:
        lease.leave()


def test_server_that_cannot_start_is_a_refusal(home):
    (home / "valkey").mkdir()
    (home / "valkey" / "valkey.sock").mkdir()  # where its socket belongs

    with pytest.raises(Refusal, match="cannot be written"):
        Lease(Valkey(home)).enter()


def test_close_for_good_refuses_while_the_server_is_used(home):
    lease = Lease(Valkey(home))
    lease.enter()

    assert not close_for_good(Valkey(home))
    lease.leave()
    assert close_for_good(Valkey(home))
