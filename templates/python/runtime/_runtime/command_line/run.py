"""`run SLUG`: a command for each model, made when its slug is typed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import CompletionItem

from ..client.calls import service_of
from ..client.prepared_runs import run_of
from ..errors import InvalidRequest, OutcomeUnknown, SettingsError, UnknownModel
from ..files import is_url
from ..prices import Estimate, amount_of
from ..request import Request
from ..shown import shown
from .exit_codes import WrongValues
from .flags import input_options
from .inputs import Values, problem_line, read_values, request_from
from .models import completed_slugs, this_package
from .printed_results import estimate_document, task_document
from .printing import document, note, result
from .task import (
    follow,
    following_options,
    how_to_look_for,
    how_to_take_up,
    make_ready,
    open_client,
    seconds_typed,
)
from .terminal_text import block, one_line

if TYPE_CHECKING:
    from ..client.calls import Call
    from ..client.task import Task

_MODELS_IN_HELP = 20
_LONGEST_DESCRIPTION = 2_000


class Models(click.Group):
    """`run`: the models of this package are its commands, and any other slug is one
    that sends unchecked values.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The slugs of the models of this package."""
        return list(this_package(ctx).models())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The command of a model; its module is imported now."""
        return ModelCommand(cmd_name, this_package(ctx).find_request_class(cmd_name))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads up to the slug."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            message = f"{error.option_name} must stand after the model's slug."
            raise click.UsageError(message, ctx) from None

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """The first models, without importing them."""
        slugs = this_package(ctx).models()
        rows = [(slug, "") for slug in slugs[:_MODELS_IN_HELP]]
        if more := len(slugs) - len(rows):
            rows.append((f"… and {more} more, which `models` lists", ""))
        if rows:
            with formatter.section("Models"):
                formatter.write_dl(rows)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """The slugs that begin so, without importing them."""
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*completed_slugs(ctx, None, incomplete), *options]


class ModelCommand(click.Command):
    """`run` of one model. `model` is None where no request class was generated."""

    def __init__(self, slug: str, model: type[Request] | None) -> None:
        self.slug = slug
        self.model = model
        self.inputs = input_options(model) if model else []
        super().__init__(
            slug,
            params=[*self.inputs, *_own_options(is_checked=model is not None)],
            help=_description(slug, model),
            epilog=_EPILOG if model else "",
            context_settings=(
                {}
                if model
                else {"ignore_unknown_options": True, "allow_extra_args": True}
            ),
        )

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """The inputs first, then the options that all models have."""
        for title, are_inputs in (("Inputs", True), ("Options", False)):
            rows = [
                record
                for param in self.get_params(ctx)
                if (param in self.inputs) is are_inputs
                and (record := param.get_help_record(ctx))
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> None:
        """Runs the model."""
        parsed = ctx.params
        if self.model is None:
            _allow_unchecked(self.slug, parsed, ctx.args)
        _run(self.slug, self.model, parsed)


run = Models(
    "run",
    help="Run a model: `run SLUG --help` tells its flags.",
    options_metavar="",
    subcommand_metavar="SLUG [FLAGS]...",
    no_args_is_help=True,
)

_EPILOG = """\
A text may be @FILE to read it from a file, - to read it from standard input, or @@… to
begin with @.
"""


def _own_options(*, is_checked: bool) -> list[click.Parameter]:
    check = "They are checked" if is_checked else "They are sent unchecked"
    return [
        click.Option(
            ["--params"],
            metavar="FILE",
            help="A file of JSON (- for standard input) with wire names and values, as"
            f" a request's body holds them. {check}, no default is added, and"
            " flags override them.",
        ),
        click.Option(
            ["--set", "sets"],
            metavar="NAME=VALUE",
            multiple=True,
            help="A wire name and a value that is sent unchecked: JSON if it reads as"
            " JSON, else text. Repeatable; overrides everything else.",
        ),
        *common_options(),
        click.Option(
            ["--dry-run"],
            is_flag=True,
            help="Show the call in place of sending it; needs no key.",
        ),
        click.Option(
            ["--no-wait"],
            is_flag=True,
            help="Start the task, tell its id, and do not wait for its end.",
        ),
        *following_options(),
    ]


def common_options(slots: str = "") -> list[click.Parameter]:
    """The options that every run takes, whatever its model is. `slots` says how long
    it waits where nothing is said.
    """
    return [
        click.Option(
            ["--callback-url"],
            metavar="URL",
            callback=_url,
            help="Where the service POSTs the task when it has ended.",
        ),
        click.Option(
            ["--project-id"],
            metavar="ID",
            help="The project of yours that the run belongs to.",
        ),
        click.Option(
            ["--max-cost"],
            metavar="DOLLARS",
            callback=dollars_typed,
            help="Run only what is known to cost no more than that.",
        ),
        click.Option(
            ["--wait-for-slot"],
            metavar="[SECONDS]",
            is_flag=False,
            flag_value="inf",
            callback=_slot,
            help="Where too many tasks run at once, or too many calls come, wait; for"
            f" ever, where no number is given, and not at all for 0.  {slots}".rstrip(),
        ),
    ]


def _url(_ctx: click.Context, _param: click.Parameter, typed: str | None) -> str | None:
    if typed is not None and not is_url(typed):
        raise click.BadParameter(f"must be a URL of http or https, not {shown(typed)}")
    return typed


def dollars_typed(
    _ctx: click.Context, _param: click.Parameter, typed: str | None
) -> Decimal | None:
    """An amount of US dollars, or None. Raises BadParameter."""
    try:
        return amount_of(typed)
    except SettingsError:
        message = f"must be an amount in US dollars, 0 or more, not {shown(typed)}"
        raise click.BadParameter(message) from None


def _slot(
    ctx: click.Context, param: click.Parameter, typed: str | None
) -> float | bool | None:
    match typed:
        case "inf":
            return True
        case "0":
            return False
        case _:
            return seconds_typed(ctx, param, typed)


def _description(slug: str, model: type[Request] | None) -> str:
    if model is None:
        return (
            f"{one_line(slug)} is not one of this package's models: it runs with the"
            " unchecked values of --params and --set."
        )
    text = block(model.__doc__ or "")
    return text if len(text) <= _LONGEST_DESCRIPTION else f"{text[:1999].rstrip()}…"


def unchecked_model(error: UnknownModel) -> str:
    """What is said of a model that this package does not have."""
    near = f"; did you mean {error.suggestion}?" if error.suggestion else ""
    name = one_line(error.slug)
    return f"{name} is not in this package: its values are not checked{near}"


def _allow_unchecked(slug: str, parsed: dict[str, Any], rest: list[str]) -> None:
    """Lets a model run whose inputs are not known, and says so. Raises UnknownModel
    where the caller seems to have meant one that is.
    """
    try:
        this_package().request_class(slug)
    except UnknownModel as error:
        if rest or not (parsed["params"] or parsed["sets"]):
            error.add_note(
                "Other models than this package's run with --params and --set alone,"
                " unchecked."
            )
            raise
        note(unchecked_model(error))


def _run(slug: str, model: type[Request] | None, parsed: dict[str, Any]) -> None:
    values = read_values(model, parsed)
    common = {name: parsed[name] for name in ("callback_url", "project_id")}
    try:
        request, wire = _what_to_send(slug, model, values)
        prepared = run_of(request, wire, **common)
    except InvalidRequest as error:
        _refuse(error, model, values)
    estimate = prepared.estimate if prepared.prices else None
    if parsed["dry_run"]:
        service = service_of(max_retries=0, is_authenticated=False)
        _show(prepared.call(service), estimate, as_json=parsed["as_json"])
        return
    with open_client() as wiro:
        make_ready(parsed["output"])
        if estimate is not None:
            note(one_line(str(estimate)))
        try:
            task = wiro.run(
                request,
                wire,
                **common,
                max_cost=parsed["max_cost"],
                wait_for_slot=parsed["wait_for_slot"],
            )
        except InvalidRequest as error:
            _refuse(error, model, values)
        except OutcomeUnknown as lost:
            way = how_to_look_for(slug)
            lost.add_note(f"Look for its task before you run it once more: {way}")
            raise
        if parsed["no_wait"]:
            _leave(task, estimate, as_json=parsed["as_json"])
        else:
            follow(task, parsed, estimate)


def _what_to_send(
    slug: str, model: type[Request] | None, values: Values
) -> tuple[Request | str, dict[str, Any] | None]:
    if model is not None:
        return request_from(model, values), None
    if values.problems:
        raise InvalidRequest(slug, values.problems)
    return slug, values.wire


def _refuse(
    error: InvalidRequest, model: type[Request] | None, values: Values
) -> NoReturn:
    """Tells all problems by the flags where they can be put right."""
    raise WrongValues(
        f"{one_line(error.heading)}, nothing was sent",
        [problem_line(model, problem, values) for problem in error.problems],
        [
            {
                "field": problem.field,
                "wire_name": problem.wire_name,
                "message": problem_line(model, problem, values),
            }
            for problem in error.problems
        ],
    ) from None


def _show(call: Call, estimate: Estimate | None, *, as_json: bool) -> None:
    shown = call.as_json()
    if as_json:
        document(shown | estimate_document(estimate))
        return
    result(f"{shown['method']} {shown['url']}")
    for name, value in shown["headers"].items():
        result(f"{name}: {value}")
    result("")
    result(json.dumps(shown["body"], indent=2, ensure_ascii=False))
    if estimate is not None:
        note(one_line(str(estimate)))


def _leave(task: Task, estimate: Estimate | None, *, as_json: bool) -> None:
    if as_json:
        document({"task": task_document(task), **estimate_document(estimate)})
    else:
        result(one_line(task.id or task.token or ""))
    note(f"Wait for it with: {how_to_take_up(task)}")
