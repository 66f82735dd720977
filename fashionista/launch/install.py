"""
Make the virtual environment, with the locked packages: `install.py .venv requirements.txt`.

Runs before anything is installed, and so that an old Python can still say what is wrong: plain
syntax, only the standard library, nothing imported from this package.
"""

import os
import shutil
import subprocess
import sys

UV = "uv==0.13.9"
ROOM_NEEDED = 700 * 1024 * 1024


def main(folder, requirements):
    if sys.version_info < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:3])
        return refuse(
            "Python 3.11 or newer is needed and python3 here is %s: install a newer one and name "
            "it, for example `make run PYTHON=python3.12`." % found
        )
    place = os.path.abspath(os.path.dirname(folder) or ".")
    if not os.access(folder if os.path.isdir(folder) else place, os.W_OK):
        return refuse(
            "%s cannot be written: make it yours, or copy the portal to a folder that is." % place
        )
    if shutil.disk_usage(place).free < ROOM_NEEDED:
        return refuse(
            "The disk that holds %s is almost full and the packages need 700 MB: make room and "
            "start again." % place
        )
    python = os.path.join(folder, "bin", "python")
    if not works(python):
        problem = make_environment(folder)
        if problem:
            return refuse(problem)
    print("installing the packages of %s" % requirements, flush=True)
    if not install(folder, python, requirements):
        return refuse(
            "The packages could not be installed (the lines above say why): check the network "
            "and the room on the disk, then start again."
        )
    return 0


def refuse(sentence):
    print(sentence, file=sys.stderr)
    return 1


def works(python):
    """Whether the environment is there, unmoved, and of the Python in use."""
    try:
        said = subprocess.run(
            [python, "-c", "import sys, pip; print(sys.version_info[:2])"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ).stdout.decode()
    except OSError:
        return False
    return said.strip() == str(tuple(sys.version_info[:2]))


def make_environment(folder):
    """Make it afresh; answer a sentence if that is impossible."""
    print("making the virtual environment %s" % folder, flush=True)
    missing = (
        "Python's venv module is not complete on this machine: install it (on Debian and Ubuntu "
        "the package python3-venv) and start again."
    )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return missing
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode == 0:
        return None
    said = made.stdout.decode(errors="replace").strip()
    if "ensurepip" in said:
        return missing
    return (
        "The virtual environment could not be made: %s"
        % (said.splitlines() or ["no reason given"])[-1]
    )


def install(folder, python, requirements):
    """With uv, which takes seconds; with pip where uv cannot be had or does not get through."""
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    locked = ["--require-hashes", "-r", requirements]
    if run([*pip, "install", "--quiet", UV], quiet=True):
        uv = [os.path.join(folder, "bin", "uv"), "pip", "install", "--quiet", "--python", python]
        if not os.access(os.path.expanduser("~"), os.W_OK):
            uv.append("--no-cache")
        if run([*uv, *locked], quiet=True):
            return True
    print("installing with pip, which takes longer", flush=True)
    return run([*pip, "install", "--quiet", *locked])


def run(command, quiet=False):
    environment = dict(os.environ, UV_LINK_MODE="copy")
    output = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
        )
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
