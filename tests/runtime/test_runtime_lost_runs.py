"""Which tasks may be those of runs whose answer nobody has read."""

import json
from decimal import Decimal
from typing import Any

import pytest
from acme.wiro_models._runtime.batch.journal import Entry
from acme.wiro_models._runtime.batch.lost_runs import Candidate, LostRuns, candidate
from acme.wiro_models._runtime.client.prepared_runs import Run, run_of
from acme.wiro_models._runtime.client.state import TaskState

SENT_AT = 1_000_000
ENTRY = Entry(fingerprint="", model="acme/paint", at=SENT_AT)


def run(**inputs: Any) -> Run:
    return run_of("acme/paint", inputs)


def task(
    *, id: str = "7", model: str = "acme/paint", after: object = 0, **told: Any
) -> Candidate:
    created = SENT_AT + Decimal(str(after))
    return Candidate(id=id, model=model, created=created, parameters=told)


def is_taken_up(sent: Run, *tasks: Candidate) -> bool:
    """Whether a task is the run's; of others is shown that it left no trace."""
    lost = LostRuns(tasks)
    has_no_trace = lost.have_no_trace(sent, ENTRY)
    task_id, why = lost.claim(sent, ENTRY)
    assert (task_id is None) == bool(why) == has_no_trace
    return task_id is not None


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        ("a", "a"),
        (" a", "a "),
        (5, "5"),
        ("5.0", 5),
        (0.5, "0.50"),
        (True, "true"),
        ("", None),
        ([1, " b"], ["1", "b "]),
        ([], []),
    ],
)
def test_a_task_tells_what_was_sent_in_words_of_its_own(
    sent: object, listed: object
) -> None:
    assert is_taken_up(run(it=sent), task(it=listed))
    assert not is_taken_up(run(it=sent), task(it="another"))
    assert not is_taken_up(run(it=sent), task(it=listed, more=1))


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        ("a", "b"),
        ("a", None),
        (5, 6),
        (5, "five"),
        ("five", 5),
        ("five", "six"),
        (True, "false"),
        ([1, 2], [1, 3]),
        ([1, 2], [1]),
        ([1], [1, 2]),
        ([1, 2], [2, 1]),
        ([1], 1),
        (1, [1]),
    ],
)
def test_a_task_that_was_sent_something_else_is_another_runs(
    sent: object, listed: object
) -> None:
    assert not is_taken_up(run(it=sent), task(it=listed))


def test_an_input_that_nobody_sets_is_as_one_that_is_empty() -> None:
    assert is_taken_up(run(a=1, b=""), task(a=1, c=None))


def test_what_belongs_to_the_run_is_not_compared() -> None:
    sent = run_of("acme/paint", {"a": 1}, callback_url="https://x.test", project_id="7")
    assert is_taken_up(sent, task(a=1))
    assert is_taken_up(run(a=1), task(a=1, callbackUrl="https://x.test", projectid="7"))


def test_the_model_is_the_same_however_its_slug_is_written() -> None:
    assert is_taken_up(run(), task(model="Acme/Paint"))
    assert not is_taken_up(run(), task(model="acme/other"))


@pytest.mark.parametrize(
    ("after", "is_near"),
    [(-300.1, False), (-300, True), (0, True), (3600, True), (3600.1, False)],
)
def test_a_task_is_of_the_hour_after_its_run_or_a_little_before(
    *, after: float, is_near: bool
) -> None:
    assert is_taken_up(run(), task(after=after)) == is_near


def test_of_several_tasks_that_fit_none_is_taken_up_and_there_is_a_trace() -> None:
    lost = LostRuns([task(id="1"), task(id="2")])
    assert lost.claim(run(), ENTRY) == (
        None,
        "of the tasks since then 2 could be its own",
    )
    assert not lost.have_no_trace(run(), ENTRY)


def test_a_task_is_one_runs_alone() -> None:
    lost = LostRuns([task(id="1", it="a"), task(id="2", it="b")])
    assert lost.claim(run(it="b"), ENTRY) == ("2", "")
    none = "of the tasks since then none could be its own"
    assert lost.claim(run(it="b"), ENTRY) == (None, none)
    assert lost.have_no_trace(run(it="b"), ENTRY)
    assert lost.claim(run(it="a"), ENTRY) == ("1", "")


@pytest.mark.parametrize("sent", [{"it": b"PNG"}, {"it": ["a", b"PNG"]}])
def test_a_run_with_files_is_never_taken_up_and_any_task_of_then_is_a_trace(
    sent: dict[str, Any],
) -> None:
    lost, files = LostRuns([task(it="https://cdn.test/a.png")]), run(**sent)
    why = "no task tells which files it was sent"
    assert lost.claim(files, ENTRY) == (None, why)
    assert not lost.have_no_trace(files, ENTRY)
    others = [task(model="acme/other"), task(after=-301), task(after=3601)]
    assert LostRuns(others).have_no_trace(files, ENTRY)


def test_where_the_tasks_are_not_known_nothing_is_sure() -> None:
    lost = LostRuns([task()], reason="no list")
    assert lost.claim(run(), ENTRY) == (None, "no list")
    assert not LostRuns(reason="no list").have_no_trace(run(), ENTRY)


@pytest.mark.parametrize(
    ("model", "is_sure"), [("", False), ("Acme/Paint", False), ("acme/other", True)]
)
def test_a_task_that_does_not_tell_enough_may_be_any_of_its_model(
    *, model: str, is_sure: bool
) -> None:
    unclear = TaskState(id="7", model=model)
    assert LostRuns(unclear=[unclear]).have_no_trace(run(), ENTRY) == is_sure


WHOLE = {"createtime": "1000000", "parameters": {"it": 1}}


@pytest.mark.parametrize("told", [WHOLE["parameters"], json.dumps(WHOLE["parameters"])])
def test_a_task_is_compared_by_its_inputs_which_may_be_json(told: object) -> None:
    state = TaskState(id="7", model="acme/paint", raw={**WHOLE, "parameters": told})
    assert candidate(state) == task(it=1)
    assert "it" not in repr(candidate(state)).split("created")[1]


@pytest.mark.parametrize(
    "state",
    [
        TaskState(id=None, model="acme/paint", raw=WHOLE),
        TaskState(id="7", model="", raw=WHOLE),
        *(
            TaskState(id="7", model="acme/paint", raw={**WHOLE, name: value})
            for name, values in {
                "createtime": [None, "", "noon"],
                "parameters": [None, "", "nonsense", "[1]", [1]],
            }.items()
            for value in values
        ),
    ],
)
def test_a_task_that_does_not_tell_enough_is_not_compared(state: TaskState) -> None:
    assert candidate(state) is None
