import json

import pytest
from joserfc.jwk import OKPKey

from deploy.services import existing, read_settings_of
from shared.settings import SettingsError


def test_good_settings_of_every_service_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    key = OKPKey.generate_key("Ed25519").as_dict(private=True)
    monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", json.dumps(key))
    read_settings_of(existing())


def test_a_bad_setting_of_one_service_ends_the_start_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_QUESTION_DAYS", "veertien")
    with pytest.raises(SettingsError, match="TRIAGE_QUESTION_DAYS"):
        read_settings_of(["triage"])
