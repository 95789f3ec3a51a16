"""Changes the code a little, over and over, and looks whether a test notices.

    python scripts/mutants.py                     every room of scripts/mutants.toml
    python scripts/mutants.py contract --minutes 10
    python scripts/mutants.py --list              survivors, and a score a module

What was tried is kept in a file outside of the repository, where the next run goes on.
Mutants are tried in an order of their hashes: what one run tries is a fair sample.
Each runs in a copy of the repository, against those tests of its room alone that call
the function it is in, the quickest first. No tool of others does that here: mutmut
rewrites what it imports, and our runtime is printed into packages; cosmic-ray starts
every test anew, and neither takes statements away.
"""

import argparse
import ast
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
from types import CodeType, FrameType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
FOLDER = CACHE / "wirogen-mutants"
LOG = FOLDER / "tried.jsonl"
ALIVE = frozenset({"survived", "untested"})
Tried = dict[str, str]
"""What became of the mutants, by their keys."""

TABLE = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text(encoding="utf-8"))
SOURCES = ("generator/", "templates/python/runtime/")
THIRD_PARTY = "black hypothesis httpx2 jinja2 jsonschema markdown_it pydantic yaml"
CONDITIONS = ast.Compare | ast.Call | ast.UnaryOp | ast.Name | ast.Attribute
OTHER = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
}
"""What is put in an operator's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A change of one place in one file."""

    path: str
    line: int
    function: int
    """The line of the function it is in, its decorators included; 0 outside of any."""
    before: str
    after: str
    text: bytes
    """The whole file, changed."""
    key: str
    """The same as long as the statement around it is."""


def mutants_of(path: str) -> Iterator[Mutant]:
    """All mutants of a file."""
    source = (ROOT / path).read_bytes()
    starts = [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)]

    def span(node: Any) -> tuple[int, int]:
        end: int = starts[node.end_lineno - 1] + node.end_col_offset
        return starts[node.lineno - 1] + node.col_offset, end

    def text_of(node: Any) -> str:
        return source[slice(*span(node))].decode()

    def visit(node: Any, function: int, around: str) -> Iterator[Mutant]:
        for target, after in replacements(node, text_of):
            start, end = span(target)
            before = source[start:end].decode()
            tag = "\0".join((path, around, before, after, str(target.col_offset)))
            yield Mutant(
                path=path,
                line=target.lineno,
                function=function,
                before=" ".join(before.split()),
                after=" ".join(after.split()),
                text=source[:start] + after.encode() + source[end:],
                key=hashlib.sha256(tag.encode()).hexdigest()[:20],
            )
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = [one.lineno for one in (*node.decorator_list, node)]
            function = min(lines)
        for child in mutable_children(node):
            is_statement = isinstance(child, ast.stmt)
            yield from visit(
                child, function, text_of(child) if is_statement else around
            )

    yield from visit(ast.parse(source), 0, "")


def mutable_children(node: ast.AST) -> Iterator[ast.AST]:
    """What is in a node, less annotations, patterns, docstrings and printed texts."""
    if isinstance(node, ast.JoinedStr | ast.pattern | ast.arg | ast.Raise):
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child


def replacements(  # noqa: C901, PLR0912 - a case for each kind of node
    node: ast.AST, text_of: Callable[[ast.AST], str]
) -> Iterator[tuple[Any, str]]:
    """What a node could say instead: the part that changes, and its new text."""
    match node:
        case ast.If(test=test):
            if text_of(test) != "TYPE_CHECKING":
                yield test, "False"
        case ast.While(test=test) | ast.IfExp(test=test):
            yield test, f"(not ({text_of(test)}))"
        case ast.comprehension(ifs=ifs):
            yield from ((test, "True") for test in ifs)
        case ast.match_case(guard=ast.expr() as guard):
            yield guard, "True"
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield node, f"{text_of(left)} {OTHER[type(operator)]} {text_of(right)}"
        case ast.BoolOp(op=operator, values=values):
            neutral = str(isinstance(operator, ast.And))
            yield from ((v, neutral) for v in values if isinstance(v, CONDITIONS))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            yield node, f"{text_of(left)} {OTHER[type(node.op)]} {text_of(right)}"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({text_of(operand)})"
        case ast.Constant(value=bool() as value):
            yield node, str(not value)
        case ast.Constant(value=int() as value):
            yield node, str(value + 1)
        case ast.Return(value=ast.expr() as value):
            if not isinstance(value, ast.Constant):
                yield value, "None"
        case ast.Expr(value=ast.Call() | ast.Await() as value):
            if not text_of(value).startswith("assert_never"):
                yield node, "None"
        case ast.Expr(value=ast.YieldFrom(value=value)):
            yield value, "()"
        case ast.Continue():
            yield node, "break"
        case ast.Break():
            yield node, "continue"


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
            for place in {*map(place_of, list(self._called))} - {None}:
                self.tests[str(place)].append(item.nodeid)

    def _note(self, frame: FrameType, _event: str, _argument: object) -> None:
        self._called.add(frame.f_code)


class Chosen:
    """Runs these tests alone, in this order. Not every test can be named to pytest."""

    def __init__(self, tests: list[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}
        self.files = [*dict.fromkeys(test.partition("::")[0] for test in tests)]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leaves the others out."""
        items[:] = [item for item in items if item.nodeid in self._places]
        items.sort(key=lambda item: self._places[item.nodeid])


def place_of(code: CodeType) -> str | None:
    """A function, as `MODULE:LINE`, the same wherever its package lies."""
    parts = Path(code.co_filename).parts
    for root in ("_runtime", "wirogen"):
        if root in parts[:-1]:
            last = len(parts) - 1 - parts[::-1].index(root)
            return f"{'/'.join(parts[last:])}:{code.co_firstlineno}"
    return None


def module_of(path: str) -> str:
    """What `place_of` calls a module."""
    for source in SOURCES:
        path = path.removeprefix(source)
    return path


def in_a_copy(copy: Path, seconds: float, work: Callable[[], int]) -> int:
    """Runs work in a child, in a copy of the repository; its exit status, 124 if it
    takes too long.
    """
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
    end = time.monotonic() + seconds
    status = 124
    while time.monotonic() < end:
        pid, raw = os.waitpid(child, os.WNOHANG)
        if pid:
            status = os.waitstatus_to_exitcode(raw)
            break
        time.sleep(0.02)
    else:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return status


def pytest_in(copy: Path, *arguments: str, plugins: tuple[object, ...] = ()) -> int:
    """Runs tests, with what is imported for every one of them already there."""
    base = f"--basetemp={copy.with_suffix('.tmp')}"
    warned = "-Wignore::pytest.PytestAssertRewriteWarning"
    options = ("-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=", warned, base)
    return int(pytest.main([*options, *arguments], plugins=[*plugins]))


def recorded(room: str, copy: Path) -> tuple[dict[str, float], dict[str, list[str]]]:
    """How long the tests of a room take, and which call a function."""
    file = FOLDER / f"{room}.calls.json"

    def record() -> int:
        recorder = Recorder()
        status = pytest_in(copy, *TABLE["rooms"][room]["tests"], plugins=(recorder,))
        file.write_text(json.dumps([recorder.seconds, recorder.tests]))
        return status

    if not file.is_file() and (status := in_a_copy(copy, 1800, record)):
        file.unlink(missing_ok=True)
        sys.exit(f"the tests of {room} fail as they are: exit status {status}")
    seconds, tests = json.loads(file.read_text())
    return seconds, tests


def outcome(mutant: Mutant, tests: list[str], seconds: float, copy: Path) -> str:
    """Whether one of these tests fails with a mutant."""
    twin = f"generated/wiro_models/{module_of(mutant.path)}"
    paths = [mutant.path, *([twin] if (ROOT / twin).is_file() else [])]
    for path in paths:
        (copy / path).write_bytes(mutant.text)
        # Of another time than any before, so that no old bytecode is taken for it.
        os.utime(copy / path, (time.time(), int(mutant.key[:7], 16)))
    try:
        chosen = Chosen(tests)
        status = in_a_copy(
            copy,
            20 + 4 * seconds,
            lambda: pytest_in(copy, *chosen.files, plugins=(chosen,)),
        )
    finally:
        for path in paths:
            shutil.copy2(ROOT / path, copy / path)
    return {0: "survived", 1: "killed", 2: "killed", 4: "killed", 124: "endless"}[
        status
    ]


def try_room(room: str, copy: Path, tried: Tried, end: float) -> None:
    """Tries the mutants of a room that no run has tried, until it is time to stop."""
    seconds, calls = recorded(room, copy)
    mutants = [m for path in files_of(room) for m in mutants_of(path)]
    for mutant in sorted(mutants, key=lambda mutant: mutant.key):
        if time.monotonic() > end:
            return
        if mutant.key in tried:
            continue
        module = module_of(mutant.path)
        if mutant.function:
            tests = calls.get(f"{module}:{mutant.function}", [])
        else:
            places = [place for place in calls if place.startswith(f"{module}:")]
            tests = list({test for place in places for test in calls[place]})
        chosen: list[str] = []
        for test in sorted(tests, key=seconds.__getitem__):
            if sum(map(seconds.__getitem__, chosen)) < TABLE["seconds"]:
                chosen.append(test)
        total = sum(map(seconds.__getitem__, chosen))
        result = outcome(mutant, chosen, total, copy) if chosen else "untested"
        tried[mutant.key] = result
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps([mutant.key, result]) + "\n")
        if result in ALIVE:
            print(f"{result}: {shown(mutant)}", flush=True)


def files_of(room: str) -> list[str]:
    """The files that a room mutates."""
    patterns = TABLE["rooms"][room]["sources"]
    paths = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def shown(mutant: Mutant) -> str:
    """A mutant in a line."""
    return f"{mutant.path}:{mutant.line}: {mutant.before} -> {mutant.after}"


def report(rooms: list[str], tried: Tried) -> None:
    """Prints survivors that nobody has accepted, and a score a module."""
    accepted = {(one["path"], one["change"]) for one in TABLE.get("accepted", [])}
    for path in (path for room in rooms for path in files_of(room)):
        counts: Counter[str] = Counter()
        for mutant in mutants_of(path):
            result = tried.get(mutant.key, "not tried")
            change = f"{mutant.before} -> {mutant.after}"
            if result in ALIVE:
                result = "accepted" if (path, change) in accepted else result
            if result in ALIVE:
                print(f"{result}: {shown(mutant)}")
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
    lines = LOG.read_text(encoding="utf-8").splitlines() if LOG.is_file() else []
    tried: Tried = dict(map(json.loads, lines))
    if options.again:
        tried = {key: result for key, result in tried.items() if result not in ALIVE}
        for room in options.rooms:
            (FOLDER / f"{room}.calls.json").unlink(missing_ok=True)
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
                try_room(room, copy, tried, end)
        finally:
            shutil.rmtree(copy)
            shutil.rmtree(copy.with_suffix(".tmp"), ignore_errors=True)
    report(options.rooms, tried)


if __name__ == "__main__":
    main()
