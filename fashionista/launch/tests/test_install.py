import subprocess
import sys

import pytest

from fashionista.launch import install


def test_old_python_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    assert install.main(".venv", "requirements.txt") == 1

    said = capsys.readouterr().err
    assert said == (
        "Python 3.11 or newer is needed and python3 here is 3.9.2: install a newer one and name "
        "it, for example `make run PYTHON=python3.12`.\n"
    )


def test_python_without_ensurepip_is_refused(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # what importing a missing module meets

    assert install.main(str(tmp_path / ".venv"), "requirements.txt") == 1

    assert "python3-venv" in capsys.readouterr().err
    assert not (tmp_path / ".venv").exists()


def test_folder_that_cannot_be_written_is_refused(capsys):
    assert install.main("/proc/portal/.venv", "requirements.txt") == 1

    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is always full")
def test_environment_that_cannot_be_made_is_refused(capsys, tmp_path):
    (tmp_path / ".venv").write_text("a file where the folder belongs")

    assert install.main(str(tmp_path / ".venv"), "requirements.txt") == 1

    assert "Traceback" not in capsys.readouterr().err


def test_it_is_plain_python_that_an_old_interpreter_reads():
    with open(install.__file__) as file:
        compiled = subprocess.run(
            [
                sys.executable,
                "-c",
                "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 5))",
            ],
            stdin=file,
            check=False,
        )

    assert compiled.returncode == 0
