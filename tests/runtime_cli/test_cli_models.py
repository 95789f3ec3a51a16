"""`models` and `show`."""

import json

from runtime_cli.harness import Command


def test_models_are_listed_without_importing_them(command: Command) -> None:
    done = command("models")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "broken/never-imported  cli_wiro_models.broken.never_imported.Never",
        "wiro/instant-id        cli_wiro_models.wiro.instant_id.InstantId",
        "wiro/priced            cli_wiro_models.wiro.priced.Priced",
        "wiro/virtual-try-on    cli_wiro_models.wiro.virtual_try_on.VirtualTryOn",
    ]
    listed = json.loads(command("models", "--json").stdout)
    assert listed[1] == {
        "model": "wiro/instant-id",
        "module": "cli_wiro_models.wiro.instant_id",
        "class": "InstantId",
    }


def test_models_are_listed_by_parts_and_patterns(command: Command) -> None:
    def listed(*patterns: str) -> list[str]:
        done = command("models", "--json", *patterns)
        assert done.exit_code == 0
        return [one["model"] for one in json.loads(done.stdout)]

    assert listed("Wiro/*-?n") == ["wiro/virtual-try-on"]
    assert listed("instant") == ["wiro/instant-id"]
    assert listed("priced", "*/instant-id") == ["wiro/instant-id", "wiro/priced"]
    assert listed("instant*") == listed("[") == []
    assert "no model matches 'instant*'" in command("models", "instant*").stderr


def test_show_tells_inputs_kinds_options_ranges_and_defaults(command: Command) -> None:
    shown = " ".join(command("show", "wiro/Instant ID").stdout.split())
    assert "--prompt TEXT (required)" in shown
    assert "900 RDXL SFW 1049 Purple XL (Anime)" in shown
    assert "a whole number from 1 to 50 default: 20 wire name: steps" in shown
    assert "--watermark / --no-watermark default: --no-watermark" in shown
    assert "wire name: poses, posesUrl" in shown


def test_show_as_json_has_all_of_it(command: Command) -> None:
    shown = json.loads(command("show", "wiro/instant-id", "--json").stdout)
    inputs = {known["wire_name"]: known for known in shown["inputs"]}
    assert shown["model"] == "wiro/instant-id"
    assert inputs["steps"] == {
        "name": "steps",
        "wire_name": "steps",
        "flag": "--steps",
        "kind": "Integer",
        "label": "inferencesteps",
        "help": "",
        "required": False,
        "expected": "a whole number from 1 to 50",
        "default": 20,
        "minimum": 1,
        "maximum": 50,
    }
    assert inputs["seconds"]["options"][1] == {
        "value": 10,
        "wire": "10",
        "label": "ten",
    }
    assert "default" not in inputs["prompt"]
    assert inputs["poses"]["many"] is True


def test_a_misspelt_slug_gets_a_near_match(command: Command) -> None:
    done = command("show", "instant-i")
    assert done.exit_code == 2
    assert "did you mean 'wiro/instant-id'?" in done.stderr
    done = command("show", "instant-i", "--json")
    assert json.loads(done.stdout)["error"]["type"] == "UnknownModel"
