import base64
import json
import stat

import pytest

from fashionista.launch.keys import ENVIRONMENT, LOGINS, load_keys
from fashionista.launch.refusal import Refusal


def test_load_keys_makes_every_secret_once(tmp_path):
    first = load_keys(tmp_path)
    second = load_keys(tmp_path)

    assert first == second
    assert set(first) == {*ENVIRONMENT, *LOGINS}
    assert len(set(first.values())) == len(first) - 1  # only the names of the active keys agree


def test_load_keys_only_the_owner_may_read(tmp_path):
    load_keys(tmp_path)

    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


@pytest.mark.parametrize(
    "name", ["AUTHZ_KEY", "BLIND_INDEX_KEY", "ENCRYPTION_KEYS", "TICKET_SIGNING_KEYS"]
)
def test_load_keys_keys_have_32_bytes(tmp_path, name):
    key = load_keys(tmp_path)[name].removeprefix("k1=")

    assert len(base64.urlsafe_b64decode(key)) == 32


def test_load_keys_gone_beside_a_database_is_refused(tmp_path):
    (tmp_path / "pg" / "data").mkdir(parents=True)

    with pytest.raises(Refusal, match="make reset"):
        load_keys(tmp_path)

    assert not (tmp_path / "secrets.json").exists()


@pytest.mark.parametrize("content", ["", "[", json.dumps({"SECRET_KEY": "x"})])
def test_load_keys_damaged_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / "secrets.json").write_text(content)

    with pytest.raises(Refusal, match="is damaged"):
        load_keys(tmp_path)

    assert (tmp_path / "secrets.json").read_text() == content
