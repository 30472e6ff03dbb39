import json
import stat
from pathlib import Path

from deploy.embedded import secrets, variables


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    first = secrets.kept(file, secrets.new_secret_key)
    assert len(first) >= 32
    assert secrets.kept(file, secrets.new_secret_key) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_public_half_of_a_session_key_cannot_sign() -> None:
    key = secrets.new_session_key()
    assert "d" in json.loads(key)
    assert "d" not in json.loads(secrets.public_part(key))


def test_each_user_of_the_broker_has_a_key_of_its_own(tmp_path: Path) -> None:
    seeds = secrets.seeds(tmp_path, ["triage", "intake"])
    keys = {secrets.public_key(seed) for seed in seeds.values()}
    assert len(keys) == 2
    assert all(key.startswith("U") for key in keys)
    assert secrets.seeds(tmp_path, ["triage", "intake"]) == seeds


def test_variables_come_back_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "env"
    written = {"NATS_SEEDS": '{"a": "it\'s $HOME"}', "EMPTY": "", "PUBLIC_URL": "http://127.0.0.1:8000"}
    variables.write(file, written)
    assert variables.read(file) == written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
