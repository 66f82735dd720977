"""`make reset`: delete all data."""

from pathlib import Path

from . import places
from .keeper import close_for_good
from .locks import Lock
from .postgres import Postgres
from .refusal import Refusal
from .valkey import Valkey


def reset(home: Path) -> int:
    """Delete what a run and the tests have written, unless something still uses it."""
    homes = [folder for folder in (home / "test", home) if folder.is_dir()]
    for folder in homes:
        if not places.is_ours(folder):
            raise Refusal(f"{folder} was not made by the portal, so it is left alone.")
        places.prepare_home(folder)
        # The locks are kept until this process ends, so that nobody starts in between.
        busy = not Lock(folder / "locks" / "run").take_now()
        if busy or not all(close_for_good(server(folder)) for server in (Valkey, Postgres)):
            raise Refusal(f"Something still uses {folder}: stop the portal or the tests first.")
    removed = [path for folder in homes for path in places.remove_home(folder)]
    for path in removed:
        print(f"deleted {path}")
    if not removed:
        print("There is no data to delete.")
    return 0
