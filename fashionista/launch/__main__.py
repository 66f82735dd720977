"""
python -m fashionista.launch run              the portal with everything it needs
python -m fashionista.launch exec -- CMD …    one command with the servers up
python -m fashionista.launch test [ARGS]      pytest on a database of its own
python -m fashionista.launch check -- CMD …   one command on the tests' database
python -m fashionista.launch reset            delete all data
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from . import places
from .embedded import Embedded
from .locks import Lock
from .refusal import Refusal


def main(arguments: list[str]) -> int:
    verb, *rest = arguments or ["help"]
    command = rest[1:] if rest[:1] == ["--"] else rest
    match verb:
        case "run":
            from .supervisor import run  # here: the other verbs do not need it

            return run(places.var_dir())
        case "exec":
            return execute(command, places.var_dir())
        case "check":
            return execute(command, places.var_dir() / "test", durable=False)
        case "test":
            return test(rest)
        case "reset":
            from .reset import reset

            return reset(places.var_dir())
    print(__doc__.strip())
    return 0 if verb == "help" else 2


def test(arguments: list[str]) -> int:
    home = places.var_dir() / "test"
    places.prepare_home(places.var_dir())
    places.prepare_home(home)
    alone = Lock(home / "locks" / "pytest")
    if not alone.take_now():
        raise Refusal("Tests are running here already: wait until they are done.")
    return execute([sys.executable, "-m", "pytest", *arguments], home, durable=False)


def execute(command: list[str], home: Path, *, durable: bool = True) -> int:
    """Run a command with the servers up, as if it had been called itself."""
    if not command:
        raise Refusal("Say which command to run: python -m fashionista.launch exec -- CMD …")
    with Embedded(home, durable=durable) as servers:
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        environment = (
            os.environ | servers.environment() | servers.administration() | {"PATH": programs}
        )
        # Ctrl-C reaches the command by itself; what else we are told is passed on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process = subprocess.Popen(
                command,
                env=environment,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        except OSError as error:
            raise Refusal(f"{command[0]} cannot be run: {error.strerror}.") from error
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, frame: process.send_signal(number))
        code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
