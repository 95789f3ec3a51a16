"""A run that remembers earlier ones gives what a run gives that knows nothing."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import examples
from rendered import render
from wirogen.config import read_config
from wirogen.contract import resolve
from wirogen.diagnostics import Refused
from wirogen.diagnostics.formats import as_text
from wirogen.output import MANIFEST_NAME, Manifest, digest, read_manifest
from wirogen.output.manifest import DamagedManifest
from wirogen.pipeline import building, effort, generation, recall, specifications
from wirogen.pipeline import specification as reader
from wirogen.render.environment import Templates
from wirogen.shipped import templates_folder

SPECIFICATION = """\
wirogen: 1
model: {model}
title: {title}
inputs:
  prompt:
    label: Prompt
    kind: text
    required: true
  style:
    kind: select
    default: {default}
    options: [plain, rich]
"""
OVERRIDES = """\
acme/paint:
  prompt:
    reason: words
    label: {label}
  nothing: {{reason: it has no such input, label: x}}
acme/gone:
  prompt: {{reason: it is not there, label: x}}
"""
CONFIG = """\
specs = "specs"

[[output]]
folder = "python"
models = {models}
{templates}

[[output]]
target = "json-schema"
folder = "schemas"

[[output]]
target = "markdown"
folder = "pages"

[[output]]
target = "html"
folder = "site"
"""
MODELS = ("acme/paint", "acme/speak", "wiro/move")
PACKAGE = "python/wiro_models"


class Repository:
    """A repository that is changed in many ways, and a cache beside it."""

    def __init__(self, place: Path) -> None:
        self.root, self.cache = place / "repository", place / "cache"
        self.stamp = "1"
        for model in MODELS:
            self.write(f"specs/{model}.yaml", specification(model, "A title"))
        self.write("specs/overrides.yaml", OVERRIDES.format(label="One"))
        self.configure('["*"]')

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def configure(self, models: str, templates: str = "") -> None:
        self.write("wirogen.toml", CONFIG.format(models=models, templates=templates))

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        if file.is_file():
            file.write_text(re.sub(old, new, file.read_text(), flags=re.MULTILINE))


def specification(model: str, title: str, default: str = "plain") -> str:
    return SPECIFICATION.format(model=model, title=title, default=default)


def changed_specification(repository: Repository, word: str) -> None:
    repository.write("specs/acme/paint.yaml", specification("acme/paint", word))


def odd_specification(repository: Repository, word: str) -> None:
    text = specification("acme/speak", "A title", default=word)
    repository.write("specs/acme/speak.yaml", text)


def bad_specification(repository: Repository, word: str) -> None:
    repository.write("specs/wiro/move.yaml", f"wirogen: 1\n{word}: true\n")


def good_specification(repository: Repository, word: str) -> None:
    repository.write("specs/wiro/move.yaml", specification("wiro/move", word))


def described_again(repository: Repository, word: str) -> None:
    repository.write("specs/again.yaml", specification(f"acme/{word}", word))


def removed_specification(repository: Repository, _: str) -> None:
    (repository.root / "specs/again.yaml").unlink(missing_ok=True)


def changed_override(repository: Repository, word: str) -> None:
    repository.write("specs/overrides.yaml", OVERRIDES.format(label=word))


def moved_overrides(repository: Repository, _: str) -> None:
    repository.edit("specs/overrides.yaml", r"\A", "# a comment\n")


def bad_overrides(repository: Repository, word: str) -> None:
    repository.write("specs/overrides.yaml", f"acme/paint: {word}\n")


def changed_template(repository: Repository, word: str) -> None:
    ours = (templates_folder() / "python/model.py.jinja").read_text()
    repository.write("templates/model.py.jinja", f"{ours}\n# {word}\n")
    repository.configure('["*"]', 'templates = "templates"')


def changed_configuration(repository: Repository, word: str) -> None:
    globs = {"paint": '["acme/*"]', "rich": '["*/m*", "acme/speak"]'}
    repository.configure(globs.get(word, '["zig/*"]'))


def changed_policy(repository: Repository, word: str) -> None:
    severities = {"paint": 'ignore = ["W60"]', "rich": 'select = ["W1"]'}
    policy = severities.get(word, 'severity = { W104 = "error" }')
    repository.configure('["*"]', "")
    repository.edit("wirogen.toml", r"\Z", f"\n[lint]\n{policy}\n")


def changed_version(repository: Repository, word: str) -> None:
    repository.stamp = word


def edited_module(repository: Repository, word: str) -> None:
    repository.edit(f"{PACKAGE}/acme/paint.py", r"\Z", f"# {word}\n")


def edited_registry(repository: Repository, word: str) -> None:
    repository.edit(f"{PACKAGE}/_registry.py", "acme", word)


def edited_module_and_manifest(repository: Repository, word: str) -> None:
    file = repository.root / PACKAGE / MANIFEST_NAME
    module = repository.root / PACKAGE / "acme/paint.py"
    if file.is_file() and module.is_file():
        edited_module(repository, word)
        try:
            manifest = Manifest.from_text(file.read_text())
        except DamagedManifest:  # by a change before
            return
        files = {**manifest.files, "acme/paint.py": digest(module.read_bytes())}
        file.write_text(replace(manifest, files=files).to_text())


def edited_manifest(repository: Repository, word: str) -> None:
    repository.edit(f"{PACKAGE}/{MANIFEST_NAME}", "Written by", word)


def deleted_files(repository: Repository, _: str) -> None:
    for path in (f"{PACKAGE}/acme/speak.py", "schemas/index.json"):
        (repository.root / path).unlink(missing_ok=True)


def touched_files(repository: Repository, _: str) -> None:
    for path in repository.root.rglob("*"):
        os.utime(path, (0, 0))


def old_mtime_with_other_content(repository: Repository, word: str) -> None:
    for path in ("specs/acme/paint.yaml", f"{PACKAGE}/acme/paint.py"):
        file = repository.root / path
        if file.is_file():
            before = file.stat()
            repository.edit(path, "[Pp]rompt$|A title", word)
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def removed_cache(repository: Repository, _: str) -> None:
    shutil.rmtree(repository.cache, ignore_errors=True)


def damaged_cache(repository: Repository, word: str) -> None:
    for path in repository.cache.rglob("*.json"):
        path.write_bytes(path.read_bytes()[: -len(word)])


CHANGES: tuple[Callable[[Repository, str], None], ...] = (
    *(changed_specification, odd_specification, bad_specification, good_specification),
    *(described_again, removed_specification, changed_override, moved_overrides),
    *(bad_overrides, changed_template, changed_configuration, changed_policy),
    changed_version,
    *(edited_module, edited_registry, edited_module_and_manifest, edited_manifest),
    *(deleted_files, touched_files, old_mtime_with_other_content),
    *(removed_cache, damaged_cache),
)


@contextmanager
def working_in(root: Path, cache: Path, stamp: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.setattr(recall, "code_digest", lambda: stamp)
        yield


def outcome(act: Callable[[], Any]) -> Any:
    """What came of something, or why it was refused, with all findings as shown."""
    try:
        done = act()
    except Refused as refused:
        return [as_text(finding) for finding in refused.report]
    outputs = [(output.target, result) for output, result in done.outputs]
    return [as_text(finding) for finding in done.report], done.models, outputs


def everything(root: Path, cache: Path, stamp: str) -> Any:
    """What check, lint and generate say, and what they leave."""
    with working_in(root, cache, stamp):
        config = read_config(Path("wirogen.toml"))
        checked = outcome(lambda: generation.check(config))
        generated = outcome(lambda: generation.generate(config))
        again = outcome(lambda: generation.check(config))
    files = {
        path.relative_to(root): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    return checked, generated, again, files


@examples(8)
@given(
    st.lists(
        st.tuples(st.sampled_from(CHANGES), st.sampled_from(["paint", "rich", "zig"])),
        min_size=1,
        max_size=7,
    )
)
def test_any_changes_give_what_a_run_gives_that_knows_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[Callable[[Repository, str], None], str]],
) -> None:
    place = tmp_path_factory.mktemp("any")
    repository = Repository(place)
    everything(repository.root, repository.cache, repository.stamp)
    for number, (change, word) in enumerate(changes):
        change(repository, word)
        copy = place / str(number) / "repository"
        shutil.copytree(repository.root, copy)
        cold = everything(copy, place / str(number) / "cache", repository.stamp)
        warm = everything(repository.root, repository.cache, repository.stamp)
        assert warm == cold, change.__name__
        shutil.rmtree(copy)


def test_every_target_gives_what_it_gives_by_itself(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    with working_in(repository.root, repository.cache, repository.stamp):
        config = read_config(Path("wirogen.toml"))
        generation.generate(config)
        cards = specifications.read_specifications(config).cards
        contracts = [resolve(card) for card in cards]
        for output in config.outputs:
            files = render(output.target, contracts, package=output.package)
            there = {p: (output.root / p).read_text() for p in files}
            assert there == files


def test_the_manifest_tells_what_single_files_came_from(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    with working_in(repository.root, repository.cache, repository.stamp):
        generation.generate(read_config(Path("wirogen.toml")))
        manifest = read_manifest(Path(PACKAGE))
    assert manifest
    overrides = "specification specs/overrides.yaml"
    assert manifest.origins == {
        "acme/paint.py": f"specification specs/acme/paint.yaml + {overrides}",
        "acme/speak.py": "specification specs/acme/speak.yaml",
        "wiro/move.py": "specification specs/wiro/move.yaml",
    }
    named = {name for each in manifest.origins.values() for name in each.split(" + ")}
    assert named <= manifest.inputs.keys()


# --- counts -------------------------------------------------------------------------


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often specifications are read and templates rendered."""
    counted = {"read": 0, "rendered": 0}

    def counting(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def counted_act(*arguments: Any, **named: Any) -> Any:
            counted[name] += 1
            return act(*arguments, **named)

        return counted_act

    reading = counting("read", reader.read_file)
    monkeypatch.setattr(reader, "read_file", reading)
    render = counting("rendered", Templates.render)
    monkeypatch.setattr(Templates, "render", render)
    return counted


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    made = Repository(tmp_path)
    with working_in(made.root, made.cache, made.stamp):
        generation.generate(read_config(Path("wirogen.toml")))
        yield made


Act = Callable[[], object]
ACTS: dict[str, Act] = {
    "generate": lambda: generation.generate(read_config(Path("wirogen.toml"))),
    "check": lambda: generation.check(read_config(Path("wirogen.toml"))),
    "lint": lambda: building.judged(read_config(Path("wirogen.toml")), effort.Effort()),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.usefixtures("repository")
def test_nothing_is_read_where_nothing_changed(
    counts: dict[str, int], act: Act
) -> None:
    act()
    assert counts == {"read": 0, "rendered": 0}


@pytest.mark.parametrize(
    ("change", "rendered"),
    [
        (changed_override, 6),  # its module and schema; its pages are rendered twice
        (changed_specification, 11),  # and three indexes, which have its title
        (edited_module, 6),
        (edited_registry, 5),  # it, two stubs, and the packages of two owners
        (deleted_files, 7),  # all of one model, and an index
        (touched_files, 0),
        (moved_overrides, 0),
    ],
)
def test_only_what_changed_is_read_and_rendered(
    repository: Repository,
    counts: dict[str, int],
    change: Callable[[Repository, str], None],
    rendered: int,
) -> None:
    change(repository, "other")
    ACTS["generate"]()
    assert counts["rendered"] == rendered
    assert counts["read"] <= 1
