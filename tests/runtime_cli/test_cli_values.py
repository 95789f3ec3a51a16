"""From what is typed to what would be sent, seen through `--dry-run --json`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runtime_cli.harness import Command, lines

MODEL = "wiro/instant-id"
DEFAULTS = {
    "negativePrompt": "blurry",
    "steps": 20,
    "scale": "5.0",
    "seed": "3572004920",
    "scheduler": "DDIMScheduler",
    "watermark": "off",
}


@pytest.fixture
def body(command: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The body that a command line would send to instant-id, without any key."""
    monkeypatch.delenv("WIRO_API_KEY", raising=False)
    monkeypatch.delenv("WIRO_API_SECRET", raising=False)
    monkeypatch.delenv("WIRO_BASE_URL", raising=False)

    def run(*args: str, stdin: str | bytes | None = None) -> Any:
        done = command("run", MODEL, "--dry-run", "--json", *args, stdin=stdin)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)["body"]

    return run


@pytest.fixture
def refusal(command: Command) -> Callable[..., list[str]]:
    """The lines that say what is wrong with a command line for instant-id."""

    def run(*args: str, stdin: str | bytes | None = None) -> list[str]:
        done = command("run", MODEL, "--dry-run", *args, stdin=stdin)
        assert done.exit_code == 2, done.output
        assert done.stdout == ""
        heading, *told = lines(done.stderr)
        assert heading.startswith(f"Error: {MODEL}: ")
        assert heading.endswith("nothing was sent")
        return [line.strip() for line in told]

    return run


def test_defaults_are_sent_and_flags_override_them(body: Callable[..., Any]) -> None:
    assert body("--prompt", "x") == {"prompt": "x", **DEFAULTS}
    sent = body("--prompt", "x", "--steps", "30", "--scale", "1e1", "--watermark")
    assert sent == {
        "prompt": "x",
        **DEFAULTS,
        "steps": 30,
        "scale": "10.0",
        "watermark": "on",
    }


def test_the_body_has_the_order_of_the_model(body: Callable[..., Any]) -> None:
    sent = body("--steps", "3", "--prompt", "x", "--selected-model", "900")
    assert list(sent)[:4] == ["selectedModel", "prompt", "negativePrompt", "steps"]


def test_options_of_whole_numbers_are_texts_on_the_wire(
    body: Callable[..., Any],
) -> None:
    assert body("--prompt", "x", "--seconds", "10")["seconds"] == "10"


@pytest.mark.parametrize(
    ("typed", "stdin", "text"),
    [
        ("plain", None, "plain"),
        ("-1", None, "-1"),
        ("@@home", None, "@home"),
        ("-", "from stdin\n", "from stdin"),
        ("-", "two\nlines\n\n", "two\nlines\n"),
        ("-", "\ufeffwith a mark", "with a mark"),
        ("--steps", None, "--steps"),
    ],
)
def test_texts_are_taken_from_where_they_are(
    body: Callable[..., Any], typed: str, stdin: str | None, text: str
) -> None:
    assert body("--prompt", typed, stdin=stdin)["prompt"] == text


def test_a_text_is_read_from_a_file(body: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "prompt.txt").write_text("ä long\ntext\n", encoding="utf-8")
    assert body("--prompt", f"@{tmp_path}/prompt.txt")["prompt"] == "ä long\ntext"


def test_files_are_urls_or_paths(body: Callable[..., Any], tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"png")
    sent = body(
        *("--prompt", "x", "--input-image-url", "https://h.test/a.png"),
        *("--poses", "https://h.test/1.png", "--poses", "https://h.test/2.png"),
    )
    assert sent["inputImageUrl"] == "https://h.test/a.png"
    assert "poses" not in sent
    assert sent["posesUrl"] == "https://h.test/1.png,https://h.test/2.png"
    sent = body("--prompt", "x", "--poses", str(picture))
    assert sent["poses"] == {"file": "a.png", "content_type": "image/png"}


def test_params_are_sent_as_they_are_and_nothing_is_filled_in(
    body: Callable[..., Any], tmp_path: Path
) -> None:
    wire = {"scale": "5", "prompt": "x", "callbackUrl": "https://h.test/"}
    (tmp_path / "p.json").write_text(json.dumps(wire))
    assert body("--params", str(tmp_path / "p.json")) == wire
    assert body("--params", "-", stdin=json.dumps(wire)) == wire


def test_flags_override_params_and_set_overrides_both(
    body: Callable[..., Any],
) -> None:
    wire = json.dumps({"steps": 3, "scheduler": "DDIMScheduler", "posesUrl": "u"})
    sent = body(
        *("--params", "-", "--prompt", "x", "--steps", "4"),
        *("--poses", "https://h.test/1.png", "--set", "scheduler=Brand New"),
        stdin=wire,
    )
    assert sent == {
        "prompt": "x",
        "steps": 4,
        "scheduler": "Brand New",
        "posesUrl": "https://h.test/1.png",
    }


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("new=1", 1),
        ("new=1.50", 1.5),
        ('new="1"', "1"),
        ("new=[1, null]", [1, None]),
        ("new=true", True),
        ("new=text", "text"),
        ("new=", ""),
        ("new=a=b", "a=b"),
        ("new=NaN", "NaN"),
        ("new=1e999", "1e999"),
        ("new=" + "9" * 5000, "9" * 5000),
        ("new=" + "[" * 100_000, "[" * 100_000),
    ],
    ids=lambda value: str(value)[:20],
)
def test_set_reads_json_where_it_is_json(
    body: Callable[..., Any], typed: str, value: object
) -> None:
    assert body("--prompt", "x", "--set", typed)["new"] == value


def test_set_can_give_what_is_required(body: Callable[..., Any]) -> None:
    assert body("--set", "prompt=x")["prompt"] == "x"


def test_everything_that_is_wrong_is_told_at_once_by_flag(
    refusal: Callable[..., list[str]],
) -> None:
    told = refusal(
        *("--steps", "x", "--scheduler", "DDIMSchedler", "--seconds", "7"),
        *("--input-image-url", "no-such.png", "--set", "no assignment"),
    )
    assert told == [
        (
            "--input-image-url: must be a file: there is no 'no-such.png';"
            " a URL begins with https://"
        ),
        "--prompt: is required: a text",
        "--steps: must be a whole number from 1 to 50, not 'x'",
        (
            "--scheduler: must be one of 'DDIMScheduler', 'PNDMScheduler', not"
            " 'DDIMSchedler' (did you mean 'DDIMScheduler'?)"
        ),
        "--seconds: must be one of 5, 10 (ten), not '7'",
        "--set: must be NAME=VALUE, not 'no assignment'",
    ]


@pytest.mark.parametrize(
    "steps", ["0", "51", "1.5", "nan", "inf", "1_0", "", "9" * 5000, "1e400"]
)
def test_numbers_out_of_range_are_refused(
    refusal: Callable[..., list[str]], steps: str
) -> None:
    (line,) = refusal("--prompt", "x", "--steps", steps)
    assert line.startswith("--steps: must be a whole number from 1 to 50, not ")


def test_a_required_text_must_not_be_empty(
    refusal: Callable[..., list[str]], body: Callable[..., Any]
) -> None:
    assert refusal("--prompt", "") == ["--prompt: must not be empty"]
    assert body("--params", "-", stdin='{"prompt": ""}') == {"prompt": ""}


def test_a_near_value_is_proposed(refusal: Callable[..., list[str]]) -> None:
    (line,) = refusal("--prompt", "x", "--steps", "51")
    assert line.endswith("not 51 (did you mean 50?)")


def test_wrong_params_are_told_by_wire_name(
    refusal: Callable[..., list[str]],
) -> None:
    told = refusal("--params", "-", stdin='{"steps": "20", "stepz": 1}')
    assert told == [
        "--prompt: is required: a text",
        (
            "--params: 'steps': must be a whole number from 1 to 50, not '20'"
            " (did you mean 20?)"
        ),
        "--params: 'stepz': is not an input of this model (did you mean 'steps'?)",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--params", "-"),
        ("--set", 'extra={"a": {"steps": 1, "steps": 2}}'),
    ],
)
def test_a_key_that_stands_twice_is_told(
    refusal: Callable[..., list[str]], arguments: tuple[str, ...]
) -> None:
    told = refusal(*arguments, "--prompt", "x", stdin='{"steps": 1, "steps": 2}')
    assert told == [f"{arguments[0]}: the key 'steps' stands twice in one object"]


def test_wrong_params_are_told_in_the_words_of_the_wire(
    refusal: Callable[..., list[str]],
) -> None:
    wire = {"prompt": "x", "scale": 5.0, "seconds": 10, "watermark": True}
    assert refusal("--params", "-", stdin=json.dumps(wire)) == [
        "--params: 'scale': must be a number, as a text, not 5.0 (did you mean '5.0'?)",
        (
            "--params: 'seconds': must be one of '5', '10' (ten), not 10"
            " (did you mean '10'?)"
        ),
        (
            "--params: 'watermark': must be one of 'on', 'off', not True"
            " (did you mean 'on'?)"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "standard input is not JSON"),
        ("{'a': 1}", "at line 1, column 2"),
        ("[]", "must hold a JSON object"),
        ('{"a": NaN}', "NaN is not a number that JSON can carry"),
        ('{"a": 1e999}', "1e999 is not a number that JSON can carry"),
        ("[" * 100_000, "standard input is not JSON"),
        (b"\xff", "standard input is not UTF-8"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_params_that_are_no_json_are_told_without_guessing_what_is_missing(
    refusal: Callable[..., list[str]], text: str | bytes, reason: str
) -> None:
    told = refusal("--params", "-", "--steps", "0", stdin=text)
    assert told[0].startswith("--steps: ")
    assert told[1].startswith("--params: ")
    assert reason in told[1]
    assert len(told) == 2


def test_standard_input_is_read_once(refusal: Callable[..., list[str]]) -> None:
    told = refusal("--prompt", "-", "--negative-prompt", "-", stdin="x")
    assert told == ["--negative-prompt: standard input (-) can be read only once"]


@pytest.mark.parametrize(
    ("prompt", "reason"),
    [
        (
            "@no-such.txt",
            (
                "cannot read 'no-such.txt': No such file or directory; where that text"
                " itself is meant, write @@no-such.txt"
            ),
        ),
        (
            "@",
            "cannot read '': Is a directory; where that text itself is meant, write @@",
        ),
        ("half \ud800", "must be UTF-8"),
    ],
)
def test_texts_that_cannot_be_read_are_told(
    refusal: Callable[..., list[str]], prompt: str, reason: str
) -> None:
    assert refusal("--prompt", prompt) == [f"--prompt: {reason}"]


def test_a_misspelt_flag_gets_a_near_match(command: Command) -> None:
    done = command("run", MODEL, "--step", "3")
    assert done.exit_code == 2
    assert "No such option '--step'" in done.stderr
    assert "'--steps'" in done.stderr


def test_a_flag_before_the_slug_is_told_where_it_belongs(command: Command) -> None:
    done = command("run", "--json", MODEL)
    assert done.exit_code == 2
    assert "--json must stand after the model's slug" in done.stderr


@pytest.mark.parametrize("slug", ["wiro/Instant ID", " WIRO/instant_id "])
def test_a_raw_slug_is_as_good_as_a_clean_one(command: Command, slug: str) -> None:
    done = command("run", slug, "--prompt", "x", "--dry-run", "--json")
    url = "https://api.wiro.ai/v1/Run/wiro/instant-id"
    assert json.loads(done.stdout)["url"] == url


def test_the_path_of_a_run_is_the_models_own(command: Command) -> None:
    done = command("run", "wiro/virtual-try-on", "--dry-run", "--json")
    assert json.loads(done.stdout)["url"].endswith("/Run/wiro/Virtual%20Try-On")


def test_an_unknown_model_without_values_is_an_error_with_a_near_match(
    command: Command,
) -> None:
    for args in ((), ("--prompt", "x")):
        done = command("run", "wiro/instant-idd", *args)
        assert done.exit_code == 2
        assert "did you mean 'wiro/instant-id'?" in done.stderr
        assert "--params and --set" in done.stderr


def test_an_unknown_model_runs_with_unchecked_values(command: Command) -> None:
    args = ("--params", "-", "--set", "b=2", "--dry-run", "--json")
    done = command("run", "acme/other", *args, stdin='{"a": "1"}')
    assert json.loads(done.stdout)["body"] == {"a": "1", "b": 2}
    assert done.stderr == (
        "acme/other is not in this package: its values are not checked\n"
    )
    done = command("run", "acme/other", "--params", "-", stdin="[]")
    assert done.exit_code == 2
    assert "--params: standard input must hold a JSON object" in done.stderr


def test_a_dry_run_shows_the_call_without_secrets(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRO_API_KEY", "planted-key")
    monkeypatch.setenv("WIRO_API_SECRET", "planted-secret")
    args = ("run", MODEL, "--prompt", "Grüße", "--dry-run")
    done = command(*args, "--callback-url", "https://h.test/")
    assert done.exit_code == 0
    shown = lines(done.stdout)
    assert shown[0] == "POST https://api.wiro.ai/v1/Run/wiro/instant-id"
    assert {"x-api-key: ***", "x-nonce: ***", "x-signature: ***"} <= set(shown)
    assert '  "prompt": "Grüße",' in shown
    assert '  "callbackUrl": "https://h.test/"' in shown
    assert "planted" not in done.output + command(*args, "--json").output


def test_wrong_values_are_one_document_with_json(command: Command) -> None:
    done = command("run", MODEL, "--steps", "0", "--json")
    assert done.exit_code == 2
    told = json.loads(done.stdout)["error"]
    assert told["type"] == "InvalidRequest"
    assert [problem["field"] for problem in told["problems"]] == ["prompt", "steps"]
