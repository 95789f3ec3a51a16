"""Changes the code a little, over and over, and looks whether a test notices.

    python scripts/mutants.py                     every room of scripts/mutants.toml
    python scripts/mutants.py contract --minutes 10
    python scripts/mutants.py --list              survivors, and a score a module

What was tried is kept in a file outside of the repository, where the next run goes on.
Mutants are tried in an order of their hashes: what one run tries is a fair sample.
Each runs in a copy of the repository, against those tests of its room alone that call
the function it is in, file by file, the quickest first: in a fork of a pytest that has
collected them, with the function's code replaced. For what is outside of functions, and
for survivors that are tried `--again`, with more tests, everything is imported anew. No
tool of others does that here: mutmut rewrites what it imports, and our runtime is
printed into packages; cosmic-ray starts every test anew, and neither takes statements
away.
"""

import argparse
import gc
import hashlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest
from mutations import ROOT, Mutant, module_of, mutants_of

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
FOLDER = CACHE / "wirogen-mutants"
LOG = FOLDER / "tried.jsonl"
ALIVE = frozenset({"survived", "untested"})
OUTCOMES = {0: "survived", 1: "killed", 2: "killed", 4: "killed", 124: "endless"}
"""By the exit status of pytest, or of `wait_for`."""

TABLE = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text(encoding="utf-8"))
THIRD_PARTY = "black hypothesis httpx2 jinja2 jsonschema markdown_it pydantic yaml"


def place_of(code: CodeType) -> str:
    """A function, as `MODULE:LINE`; nothing if it is none of ours."""
    parts = Path(code.co_filename).parts
    for root in ("_runtime", "wirogen"):
        if root in parts[:-1]:
            last = len(parts) - 1 - parts[::-1].index(root)
            return f"{'/'.join(parts[last:])}:{code.co_firstlineno}"
    return ""


class Recorder:
    """Which functions each test calls, and how long it takes."""

    def __init__(self) -> None:
        self._called: set[CodeType] = set()
        self.seconds: dict[str, float] = {}
        self.tests: dict[str, list[str]] = defaultdict(list)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Looks on while one test runs."""
        self._called.clear()
        begin = time.perf_counter()
        threading.settrace(self._note)
        sys.settrace(self._note)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self.seconds[item.nodeid] = time.perf_counter() - begin
            for place in {*map(place_of, list(self._called))}:
                self.tests[place].append(item.nodeid)

    def _note(self, frame: FrameType, _event: str, _argument: object) -> None:
        self._called.add(frame.f_code)


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant, and the tests that may notice it; not each can be named to pytest."""

    mutant: Mutant
    tests: list[str]
    limit: float
    """The seconds after which it is endless."""
    copy: Path
    is_outer: bool
    """Whether it is outside of functions, or in one that no test calls itself."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leaves the other tests out."""
        items[:] = [item for item in items if item.nodeid in self.tests]
        items.sort(key=lambda item: self.tests.index(item.nodeid))

    def run(self, start: Callable[[], int]) -> None:
        """Notes what becomes of the mutant while a child that is started has it."""
        self._write(self.mutant.text)
        if child := start():
            status = wait_for(child, self.limit)
            self._write((ROOT / self.mutant.path).read_bytes())
            note(self.mutant, OUTCOMES.get(status, f"exit status {status}"))

    def start_anew(self) -> int:
        """Starts a pytest that imports everything with the mutant."""
        files = dict.fromkeys(test.partition("::")[0] for test in self.tests)
        return fork(lambda: pytest_in(self.copy, *files, plugin=self), self.copy)

    def import_module(self) -> None:
        """Imports what it is in, in every package that has it: tests do that late."""
        name = module_of(self.mutant.path).removesuffix(".py").replace("/", ".")
        name = name.removesuffix(".__init__")
        is_runtime = name.startswith("_runtime")
        packages = [one for one, it in sys.modules.items() if hasattr(it, "__path__")]
        runtimes = [one for one in packages if one.endswith("._runtime")]
        for runtime in runtimes if is_runtime else [""]:
            importlib.import_module(runtime.removesuffix("_runtime") + name)

    def replace(self, functions: list[FunctionType]) -> None:
        """Gives functions that are imported the code that the mutant has."""
        if not functions:
            raise LookupError(self.mutant.place)
        for function in functions:
            old = function.__code__
            new = compile(self.mutant.text, old.co_filename, "exec")
            same = (old.co_qualname, old.co_firstlineno)
            codes = {(c.co_qualname, c.co_firstlineno): c for c in codes_in(new)}
            function.__code__ = codes[same]

    def _write(self, text: bytes) -> None:
        for path in (
            self.mutant.path,
            f"generated/wiro_models/{module_of(self.mutant.path)}",
        ):
            if (ROOT / path).is_file():
                (self.copy / path).write_bytes(text)
                # Of another time than any, so that no bytecode is taken for it.
                then = int(hashlib.sha256(text).hexdigest()[:7], 16)
                os.utime(self.copy / path, (then, then))


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """The code of all that is defined in a module."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from codes_in(constant)


class Forks:
    """Runs trials in forks of one pytest, which has collected the tests of a room."""

    def __init__(self, trials: list[Trial], end: float) -> None:
        self._trials = trials
        self._end = end

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Goes on to the tests in each fork, and not in what is forked."""
        for trial in self._trials:
            trial.import_module()
        functions = defaultdict(list)
        for thing in gc.get_objects():
            if type(thing) is FunctionType:
                functions[place_of(thing.__code__)].append(thing)
        gc.freeze()
        parent = os.getpid()
        for trial in self._trials:
            if time.monotonic() > self._end:
                break
            trial.run(os.fork)
            if os.getpid() != parent:
                os.setsid()
                trial.replace(functions[trial.mutant.place])
                trial.pytest_collection_modifyitems(session.items)
                return None
        return True


def wait_for(child: int, seconds: float) -> int:
    """The exit status of a child, 124 if it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pid, raw = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(raw)
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 124


def fork(work: Callable[[], int], copy: Path) -> int:
    """Starts work in a child, in a copy of the repository; the child's number."""
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(copy)
        os.environ["PYTHONPATH"] = f"{copy / 'generator'}:{copy / 'generated'}"
        sys.path[:0] = [str(copy / "generator"), str(copy / "generated")]
        silent = os.open(copy.with_suffix(".log"), os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        for stream in range(3):
            os.dup2(silent, stream)
        status = 3
        try:
            status = work()
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(status)
    return child


def pytest_in(copy: Path, *arguments: str, plugin: object) -> int:
    """Runs tests, with what is imported for every one of them already there."""
    base = f"--basetemp={copy.with_suffix('.tmp')}"
    warned = "-Wignore::pytest.PytestAssertRewriteWarning"
    options = ("-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=", warned, base)
    return int(pytest.main([*options, *arguments], plugins=[plugin]))


def recorded(room: str, copy: Path) -> tuple[dict[str, float], dict[str, list[str]]]:
    """How long the tests of a room take, and which call a function."""
    tests = TABLE["rooms"][room]["tests"]
    paths = [*map(ROOT.joinpath, files_of(room)), *map(ROOT.joinpath, tests)]
    paths += [path for folder in paths for path in sorted(folder.rglob("*.py"))]
    texts = b"".join(path.read_bytes() for path in paths if path.is_file())
    file = FOLDER / f"{room}.{hashlib.sha256(texts).hexdigest()[:20]}.json"

    def record() -> int:
        recorder = Recorder()
        status = pytest_in(copy, *tests, plugin=recorder)
        if not status:
            file.write_text(json.dumps([recorder.seconds, recorder.tests]))
        return status

    if not file.is_file() and (status := wait_for(fork(record, copy), 1800)):
        sys.exit(f"the tests of {room} fail as they are: exit status {status}")
    seconds, called_by = json.loads(file.read_text())
    return seconds, called_by


def trials_of(room: str, copy: Path, most: float) -> Iterator[Trial]:
    """A trial of each mutant of a room, with tests that last about so many seconds."""
    seconds, called_by = recorded(room, copy)
    files = TABLE["rooms"][room]["tests"]

    def rank(test: str) -> tuple[int, float, str]:
        is_in = (index for index, file in enumerate(files) if test.startswith(file))
        return next(is_in), seconds[test], test

    mutants = (m for path in files_of(room) for m in mutants_of(path))
    for mutant in sorted(mutants, key=lambda mutant: mutant.key):
        module, _, line = mutant.place.rpartition(":")
        is_outer = not line or mutant.place not in called_by
        within = [place for place in called_by if place.startswith(f"{module}:")]
        places = within if is_outer else [mutant.place]
        tests = {test for place in places for test in called_by.get(place, ())}
        chosen: list[str] = []
        total = 0.0
        for test in sorted(tests, key=rank):
            if total < most:
                chosen.append(test)
                total += seconds[test]
        yield Trial(mutant, chosen, 20 + 4 * total, copy, is_outer)


def try_room(room: str, copy: Path, end: float, *, again: bool) -> None:
    """Tries the mutants of a room that no run has tried, until it is time to stop."""
    tried = results()
    wanted = ALIVE if again else frozenset({None})
    most = TABLE["rooms"][room].get("seconds", TABLE["seconds"]) * (5 if again else 1)
    every = trials_of(room, copy, most)
    trials = [trial for trial in every if tried.get(trial.mutant.key) in wanted]
    anew = [t for t in trials if t.is_outer or tried.get(t.mutant.key) == "survived"]
    inner = [trial for trial in trials if trial.tests and trial not in anew]
    tests = TABLE["rooms"][room]["tests"]
    forks = Forks(inner, end)
    wait_for(fork(lambda: pytest_in(copy, *tests, plugin=forks), copy), 1e9)
    for trial in trials:
        if not trial.tests:
            note(trial.mutant, "untested")
        elif trial in anew and time.monotonic() < end:
            trial.run(trial.start_anew)


def results() -> dict[str, str]:
    """What became of each mutant, by its key."""
    lines = LOG.read_text(encoding="utf-8").splitlines() if LOG.is_file() else []
    return dict(map(json.loads, lines))


def note(mutant: Mutant, result: str) -> None:
    """Keeps what became of a mutant."""
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps([mutant.key, result]) + "\n")


def files_of(room: str) -> list[str]:
    """The files that a room mutates."""
    patterns = TABLE["rooms"][room]["sources"]
    paths = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def report(rooms: list[str]) -> None:
    """Prints survivors that nobody has accepted, and a score a module."""
    accepted = {(one["path"], one["change"]) for one in TABLE.get("accepted", [])}
    tried = results()
    for path in dict.fromkeys(path for room in rooms for path in files_of(room)):
        counts: Counter[str] = Counter()
        for mutant in mutants_of(path):
            result = tried.get(mutant.key, "not tried")
            change = f"{mutant.before} -> {mutant.after}"
            if result in ALIVE and (path, change) in accepted:
                result = "accepted"
            elif result in ALIVE:
                print(f"{result}: {path}:{mutant.line}: {change}")
            counts[result] += 1
        dead = counts["killed"] + counts["endless"] + counts["accepted"]
        alive = counts["survived"] + counts["untested"]
        if dead + alive:
            print(f"{dead / (dead + alive):4.0%}  {path}  {dict(counts)}")


def main() -> None:
    """Tries mutants, and reports."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rooms", nargs="*", default=[*TABLE["rooms"]])
    parser.add_argument("--minutes", type=float, default=360)
    parser.add_argument("--again", action="store_true", help="try survivors again")
    parser.add_argument("--list", action="store_true", help="only report")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not options.list:
        for name in THIRD_PARTY.split():
            importlib.import_module(name)
        copy = FOLDER / f"copy-{os.getpid()}"
        git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        files = subprocess.run(git, cwd=ROOT, check=True, capture_output=True).stdout
        for path in filter(None, files.decode().split("\0")):
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, copy / path)
        try:
            end = time.monotonic() + options.minutes * 60
            for room in options.rooms:
                try_room(room, copy, end, again=options.again)
        finally:
            shutil.rmtree(copy)
            shutil.rmtree(copy.with_suffix(".tmp"), ignore_errors=True)
            copy.with_suffix(".log").unlink(missing_ok=True)
    report(options.rooms)


if __name__ == "__main__":
    main()
