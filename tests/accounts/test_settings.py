import json

import pytest
from joserfc.jwk import OKPKey

from services.accounts.settings import AccountsSettings
from shared.settings import SettingsError


def _public_key() -> str:
    return json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=False))


@pytest.mark.parametrize(
    "key", ["", "no json", "{}", "[]", _public_key()], ids=["none", "text", "object", "list", "public"]
)
def test_a_wrong_key_ends_the_start_with_one_line_that_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", key)
    with pytest.raises(SettingsError, match=r"^ACCOUNTS_SESSION_PRIVATE_KEY: ") as failure:
        AccountsSettings.read()
    assert "\n" not in str(failure.value) and (not key or key not in str(failure.value))
