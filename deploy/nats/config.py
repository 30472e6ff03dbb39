"""The broker's configuration file."""

import json
from collections.abc import Mapping

from deploy.nats.permissions import Permissions

# The streams reserve 4.7 GB between them, and twice that while they are updated; the disk is used only as far
# as they fill.
LARGEST_STORE = "16GB"
LARGEST_PAYLOAD = 256 * 1024


def render(
    *,
    listen: str,
    store: str,
    permissions: Mapping[str, Permissions],
    public_keys: Mapping[str, str],
    monitor: str = "",
) -> str:
    """The whole file. A public key may be `$NAME`, which the server reads from its environment."""
    monitoring = f'\nhttp: "{monitor}"' if monitor else ""
    users = "\n".join(_user(public_keys[name], rules, name) for name, rules in permissions.items())
    return f"""\
# Made by `regelwijzer nats-config`; changes are lost.
server_name: regelwijzer
listen: "{listen}"{monitoring}
max_payload: {LARGEST_PAYLOAD}

jetstream {{
  store_dir: {json.dumps(store)}
  # An acknowledged fact survives a power cut.
  sync_interval: always
  max_file_store: {LARGEST_STORE}
  max_memory_store: 64MB
}}

authorization {{
  users: [
{users}
  ]
}}
"""


def _user(public_key: str, rules: Permissions, name: str) -> str:
    return f"""\
    {{ # {name}
      nkey: {public_key}
      permissions: {{
        publish: {{ allow: {_subjects(rules.publish)} }}
        subscribe: {{ allow: {_subjects(rules.subscribe)} }}
      }}
    }}"""


def _subjects(subjects: tuple[str, ...]) -> str:
    return "[\n" + "".join(f"          {json.dumps(subject)}\n" for subject in subjects) + "        ]"
