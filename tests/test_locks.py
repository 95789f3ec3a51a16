"""What is installed for development, and by the GitHub Action, is locked with hashes."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from repository import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    lines = [
        *PROJECT["dependencies"],
        *(line for one in extras for line in EXTRAS[one]),
    ]
    return [one for one in map(Requirement, lines) if one.name != "wirogen"]


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("dev.txt", tuple(EXTRAS)),
        ("run.txt", ()),
        ("release.txt", None),
        ("audit.txt", None),
    ],
)
def test_a_lock_has_every_dependency_with_hashes_and_no_address(
    name: str, extras: tuple[str, ...] | None
) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    locked = {}
    for entry in entries:
        requirement, *hashes = entry.replace("\\\n", "").split(" --hash=")
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", one) for one in hashes)
        one = Requirement(requirement.strip())
        locked[canonicalize_name(one.name)] = next(iter(one.specifier)).version
    for dependency in [] if extras is None else wanted(extras):
        version = locked[canonicalize_name(dependency.name)]
        assert version in dependency.specifier, dependency


def test_the_action_installs_what_is_locked() -> None:
    action = (ROOT / "action.yml").read_text()
    installs = re.findall(r"^ *install --.*$", action, re.MULTILINE)
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]


def test_the_hooks_install_what_is_locked() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    lock = (ROOT / "requirements" / "run.txt").read_text()
    locked = re.findall(r"^(\S+==\S+) \\$", lock, re.MULTILINE)
    assert len(locked) > 10
    for hook in hooks:
        assert hook["additional_dependencies"] == locked


def test_every_action_of_others_is_pinned_to_a_commit() -> None:
    files = [ROOT / "action.yml", *(ROOT / ".github" / "workflows").glob("*.yml")]
    used = [
        one for file in files for one in re.findall(r"uses: *(.*)", file.read_text())
    ]
    assert len(used) > 5
    for one in used:
        assert re.fullmatch(r"[\w-]+(/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one), one


def test_workflows_may_only_what_they_need() -> None:
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = yaml.safe_load(file.read_text())
        assert workflow["permissions"] == {"contents": "read"}
        for job in workflow["jobs"].values():
            assert job.get("permissions", {}) in ({}, {"id-token": "write"})
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")
