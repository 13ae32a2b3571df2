"""The deploy files keep what an image and a cluster should: no root, no secret, no floating tag, probes and limits."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.training import fingerprint
from tests.architecture.sources import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yml"))
OBJECTS = [thing for file in KUBERNETES for thing in yaml.safe_load_all(file.read_text(encoding="utf-8"))]
SETTINGS = set(re.findall(r"^#?(COACH_\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
VERBS = {"serve", "telegram", "worker"}
#: Settings whose value is a secret, or holds one.
SECRET = re.compile(r"PASSWORD|TOKEN|MASTER_KEY$|_URL$")


def of_kind(kind: str) -> list[dict[str, Any]]:
    found = [thing for thing in OBJECTS if thing["kind"] == kind]
    assert found, kind
    return found


def containers() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every container of every deployment, with its pod."""
    for deployment in of_kind("Deployment"):
        pod = deployment["spec"]["template"]["spec"]
        yield from ((pod, container) for container in pod["containers"])


def images() -> list[str]:
    bases = re.findall(r"^ARG PYTHON_IMAGE=(\S+)", DOCKERFILE, re.MULTILINE)
    composed = [service["image"] for service in COMPOSE["services"].values()]
    return [*bases, *composed, *(container["image"] for _, container in containers())]


def test_every_image_has_a_version_and_none_is_latest() -> None:
    assert len(images()) >= 7
    assert not [image for image in images() if not re.fullmatch(r"[\w./-]+:\d+\.\d+[\w.-]*", image)]
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    ours = {image.partition(":")[2] for image in images() if image.startswith("sounding-board:")}
    assert version and ours == {version[1]}


def test_the_image_serves_as_nobody_special_and_leaves_training_behind() -> None:
    stages = re.findall(r"^FROM \S+ AS (\w+)", DOCKERFILE, re.MULTILINE)
    assert stages[-1] == "serving"
    serving = DOCKERFILE.partition(" AS serving")[2]
    users = re.findall(r"^USER (\S+)", serving, re.MULTILINE)
    assert users == ["10001:10001"]
    assert "COPY --from=packages /venv /venv" in serving, "the stage that leaves TensorFlow out"
    assert "pip install" not in serving
    assert "--from=model --chown=10001:10001" in serving, "the index of themes is readable by its owner only"
    assert not re.search(r"^ADD |curl |wget |sudo |COPY \. ", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE


def test_everything_the_dockerfile_copies_exists_and_is_let_through() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    through = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored, "nothing goes in that is not named: no var/, no .env"
    sources = [
        name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    ]
    assert sources
    assert not [name for name in sources if not (ROOT / name).exists() or name not in through]


@pytest.mark.parametrize("stage", ["model", "serving"])
def test_a_stage_holds_all_that_the_model_is_made_of_so_that_serving_never_trains(stage: str, tmp_path: Path) -> None:
    copies = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE.split(f" AS {stage}")[1].split("\nFROM")[0], re.MULTILINE)
    for name in (name for line in copies for name in line.split()[:-1]):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    assert fingerprint(tmp_path) == fingerprint(ROOT)


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_each_service_has_no_rights_it_does_not_need_and_says_when_it_is_well(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["user"].split(":")[0] not in ("", "0", "root")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["healthcheck"]["test"]
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_no_secret_stands_in_the_compose_file() -> None:
    given = [(key, str(value)) for one in COMPOSE["services"].values() for key, value in one["environment"].items()]
    inline = [key for key, value in given if SECRET.search(key) and not value.startswith("${")]
    assert set(inline) <= {"COACH_DATABASE_URL", "COACH_KEYS_URL"}
    assert not [value for key, value in given if key.endswith("_URL") and re.search(r"://[^/@]*:[^/@]*@", value)]


def test_no_secret_stands_in_the_manifests() -> None:
    assert not [thing for thing in OBJECTS if thing["kind"] == "Secret"]
    for _, container in containers():
        for variable in container["env"]:
            assert variable.keys() == {"name", "valueFrom"}
            assert variable["valueFrom"].keys() == {"secretKeyRef"}
    assert not [key for one in of_kind("ConfigMap") for key in one["data"] if SECRET.search(key)]


def test_every_setting_in_the_deploy_files_exists_and_every_command_too() -> None:
    named = {key for one in COMPOSE["services"].values() for key in one["environment"] if key.startswith("COACH_")}
    named |= {key for one in of_kind("ConfigMap") for key in one["data"]}
    named |= {variable["name"] for _, container in containers() for variable in container["env"]}
    named |= set(re.findall(r"\bCOACH_[A-Z_]+[A-Z]", DOCKERFILE))
    assert named <= SETTINGS
    assert {tuple(one["command"])[0] for key, one in COMPOSE["services"].items() if key != "postgres"} == VERBS
    assert {container["args"][0] for _, container in containers()} == VERBS


def test_no_container_runs_as_root_or_may_become_more_than_it_is() -> None:
    for pod, container in containers():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        rights = container["securityContext"]
        assert rights["allowPrivilegeEscalation"] is False
        assert rights["readOnlyRootFilesystem"] is True
        assert rights["capabilities"] == {"drop": ["ALL"]}


def test_every_container_has_probes_and_limits_and_is_not_restarted_for_its_database() -> None:
    for _, container in containers():
        ports = {port["name"] for port in container["ports"]}
        paths = {}
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            assert container[probe]["httpGet"]["port"] in ports
            paths[probe] = container[probe]["httpGet"]["path"]
        assert paths["readinessProbe"] == "/healthz"
        assert paths["livenessProbe"] == "/livez"
        assert container["resources"].keys() == {"requests", "limits"}
        assert {*container["resources"]["requests"], *container["resources"]["limits"]} == {"cpu", "memory"}


def test_what_is_mounted_is_there_and_every_deployment_survives_a_drained_node() -> None:
    for pod, container in containers():
        assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    budgets = {json.dumps(one["spec"]["selector"]) for one in of_kind("PodDisruptionBudget")}
    for deployment in of_kind("Deployment"):
        assert json.dumps(deployment["spec"]["selector"]) in budgets
        assert deployment["spec"]["replicas"] >= 2, "one could never be drained beside a budget of one"
        assert deployment["spec"]["template"]["metadata"]["labels"] == deployment["spec"]["selector"]["matchLabels"]


def test_the_kustomization_lists_every_manifest() -> None:
    (listed,) = of_kind("Kustomization")
    assert set(listed["resources"]) == {file.name for file in KUBERNETES} - {"kustomization.yml"}


def test_every_file_says_what_it_is() -> None:
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and "secrets" not in path.parts]
    assert not [path for path in files if not path.read_text(encoding="utf-8").startswith(("# ", "-- "))]
    assert Path(DEPLOY / "compose.yml") in files
