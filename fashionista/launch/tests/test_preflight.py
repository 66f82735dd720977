import socket

import pytest

from fashionista.launch import preflight
from fashionista.launch.refusal import Refusal


@pytest.mark.parametrize("text", ["0", "-1", "65536", "80a", "eight", "\u0668\u0660", "1e3"])
def test_chosen_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(Refusal, match="PORT must be a number from 1 to 65535"):
        preflight.chosen_port()


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8001", 8001), ("65535", 65535)])
def test_chosen_port(monkeypatch, text, port):
    monkeypatch.setenv("PORT", text)

    assert preflight.chosen_port() == port


def test_port_in_use_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Refusal, match=f"Port {port} is in use.*make run PORT="):
            preflight.check_port_is_free(port)

    preflight.check_port_is_free(port)


def test_full_disk_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(preflight, "ROOM_NEEDED", 1 << 60)

    with pytest.raises(Refusal, match="MB left and the portal needs"):
        preflight.check_disk_has_room(tmp_path)
