import os
import stat

import pytest

from fashionista.launch import places
from fashionista.launch.refusal import Refusal


def test_prepare_home_is_private_and_may_run_again(tmp_path):
    home = tmp_path / "var"

    places.prepare_home(home)
    places.prepare_home(home)

    assert sorted(path.name for path in home.iterdir()) == ["ABOUT.txt", "locks", "logs", "mail"]
    for name in ("locks", "logs", "mail"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o700


def test_prepare_home_with_other_peoples_files_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(Refusal, match="already holds other files"):
        places.prepare_home(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("place", ["/proc/portal", "/dev/null/portal"])
def test_prepare_home_that_cannot_be_written_is_refused(place):
    with pytest.raises(Refusal, match="set VAR_DIR to a folder that you can write to"):
        places.prepare_home(places.Path(place))


def test_prepare_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "var").write_text("")

    with pytest.raises(Refusal, match="is not a folder"):
        places.prepare_home(tmp_path / "var")


def test_remove_home_leaves_other_peoples_folders_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(Refusal, match="left alone"):
        places.remove_home(tmp_path)

    assert (tmp_path / "thesis.txt").exists()


def test_remove_home_deletes_the_refuge_too(tmp_path):
    home = tmp_path / "var"
    places.prepare_home(home)
    refuge = places.prepare_refuge(home, os.geteuid(), os.getegid())

    removed = places.remove_home(home)

    assert removed == [refuge, home]
    assert not refuge.exists()
    assert not home.exists()


def test_make_private_does_not_trust_a_link(tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")

    with pytest.raises(Refusal, match="belongs to someone else"):
        places.make_private(tmp_path / "link", os.geteuid(), os.getegid())
