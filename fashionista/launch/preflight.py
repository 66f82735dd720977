"""What must be true before a start. Each failure is one sentence that says what to do."""

import os
import shutil
import socket
from pathlib import Path

from .refusal import Refusal

MEGABYTE = 1024 * 1024
ROOM_NEEDED = 300 * MEGABYTE


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refusal(
                f"Only root may use port {port}: choose one above 1023, `make run PORT=8001`."
            ) from None
        except OSError:
            raise Refusal(
                f"Port {port} is in use: stop what listens there, or choose another, "
                f"`make run PORT={port + 1 if port < 65535 else port - 1}`."
            ) from None


def check_disk_has_room(home: Path) -> None:
    free = shutil.disk_usage(home).free
    if free < ROOM_NEEDED:
        raise Refusal(
            f"The disk that holds {home} has {free // MEGABYTE} MB left and the portal needs "
            f"{ROOM_NEEDED // MEGABYTE}: make room, or set VAR_DIR to a folder on another disk."
        )
