"""Work that several processes share: its results, its errors and its ends."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import pytest

from wirogen.pipeline.processes import shared_work

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are forked on Linux alone"
)


def program(text: str, **named: object) -> subprocess.Popen[str]:
    """Runs a program in a process of its own: one with threads does not fork."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **named,  # type: ignore[call-overload]
    )


def output_of(text: str) -> str:
    done = program(text)
    output, errors = done.communicate(timeout=60)
    return output + errors


def test_little_work_is_done_here() -> None:
    with closing(shared_work(lambda _: os.getpid(), range(3), processes=8)) as results:
        assert [*results] == [(number, os.getpid()) for number in range(3)]


def test_every_result_comes_once_from_several_processes() -> None:
    assert "100 True True" in output_of("""
        import os
        from wirogen.pipeline.processes import shared_work
        work = lambda item: (item * 2, os.getpid())
        results = dict(shared_work(work, range(100), 2))
        pids = {pid for _, pid in results.values()}
        whole = [results[n][0] for n in range(100)] == [*range(0, 200, 2)]
        print(len(results), whole, len(pids) == 2 and os.getpid() not in pids)
        """)


def test_a_process_that_dies_is_told() -> None:
    told = output_of("""
        import os
        from wirogen.pipeline.processes import shared_work
        work = lambda item: os.kill(os.getpid(), 9) if item == 70 else item
        try:
            [*shared_work(work, range(100), 2)]
        except ChildProcessError as error:
            print("told:", error)
        """)
    assert "told: a process that did part of the work has died" in told


def test_an_error_of_the_work_is_told_with_its_place() -> None:
    told = output_of("""
        from wirogen.pipeline.processes import shared_work
        def broken(item): return 1 / (item - 50)
        try:
            [*shared_work(broken, range(100), 2)]
        except RuntimeError as error:
            print(error)
        """)
    assert "ZeroDivisionError" in told
    assert "in broken" in told


def test_ctrl_c_ends_all_processes_at_once(tmp_path: Path) -> None:
    running = program(
        """
        import os, sys, time
        from contextlib import closing
        from pathlib import Path
        from wirogen.pipeline.processes import shared_work
        def slow(item):
            Path(str(os.getpid())).touch()
            time.sleep(60)
        try:
            with closing(shared_work(slow, range(100), 2)) as results:
                [*results]
        except KeyboardInterrupt:
            print("interrupted")
        """,
        cwd=tmp_path,
    )
    while len([*tmp_path.iterdir()]) < 2:
        assert running.poll() is None
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    output, errors = running.communicate(timeout=30)
    assert (output, errors) == ("interrupted\n", "")
    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)
