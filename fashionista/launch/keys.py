"""The secrets of an embedded run, made once and kept in the run's own folder."""

import base64
import json
import os
import secrets
from pathlib import Path

from .refusal import Refusal

ENVIRONMENT = (
    "SECRET_KEY",
    "AUTHZ_KEY",
    "BLIND_INDEX_KEY",
    "ENCRYPTION_KEYS",
    "ENCRYPTION_ACTIVE_KEY",
    "TICKET_SIGNING_KEYS",
    "TICKET_SIGNING_ACTIVE_KEY",
    "SANDBOX_WEBHOOK_SECRET",
)
LOGINS = ("portal_admin", "portal_owner", "portal_app")


def make_keys() -> dict[str, str]:
    def key():
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "AUTHZ_KEY": key(),
        "BLIND_INDEX_KEY": key(),
        "ENCRYPTION_KEYS": f"k1={key()}",
        "ENCRYPTION_ACTIVE_KEY": "k1",
        "TICKET_SIGNING_KEYS": f"k1={key()}",
        "TICKET_SIGNING_ACTIVE_KEY": "k1",
        "SANDBOX_WEBHOOK_SECRET": secrets.token_urlsafe(32),
    } | {login: secrets.token_urlsafe(24) for login in LOGINS}


def load_keys(home: Path) -> dict[str, str]:
    """
    Read the secrets of this folder, making them the first time.

    They are never made anew beside data that older ones have encrypted: nobody could read it.
    """
    path = home / "secrets.json"
    if not path.exists():
        if (home / "pg" / "data").exists() or (home / "elsewhere.txt").exists():
            raise Refusal(
                f"{path} is gone, and without it the database beside it cannot be read: "
                "bring the file back, or start over with `make reset`."
            )
        _write_once(path, make_keys())
    try:
        kept = json.loads(path.read_text())
    except ValueError:
        kept = {}
    if missing := {*ENVIRONMENT, *LOGINS} - set(kept):
        raise Refusal(
            f"{path} is damaged ({', '.join(sorted(missing))} missing): "
            "bring it back from a copy, or start over with `make reset`."
        )
    return kept


def _write_once(path: Path, kept: dict[str, str]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(descriptor, "w") as file:
        json.dump(kept, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename it never replaces what another start just wrote
    except FileExistsError:
        pass
    finally:
        draft.unlink()
