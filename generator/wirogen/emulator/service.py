"""What the local Wiro does when it is called: one function a call, no I/O."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wirogen.card import COMMON_INPUTS, Card, File
from wirogen.emulator.answers import Refusal, success, task_object
from wirogen.emulator.authentication import Credentials
from wirogen.emulator.bodies import Body, SentFile, as_text
from wirogen.emulator.catalogue import Catalogue, split_slug, tool
from wirogen.emulator.clock import Clock
from wirogen.emulator.faults import FATE, FaultDraws, Faults
from wirogen.emulator.journal import Journal
from wirogen.emulator.model_card import card_text
from wirogen.emulator.openapi import openapi_variants
from wirogen.emulator.tasks import Order, Task, TaskBook
from wirogen.emulator.timeline import Ending
from wirogen.emulator.uploads import StoredFile, Uploads
from wirogen.emulator.validation import MOST_FILE_BYTES, complaints, items_of
from wirogen.plain_tree import json_text

_FOLDER_NAME = re.compile("[A-Za-z0-9_-]+")
_ENDINGS = {"task-error": Ending.ERROR, "pexit-1": Ending.EXIT_1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call that has come whole: its path below `/v1/`, its body, that body as the
    journal shows it, and the server's address as the caller knows it.
    """

    path: str
    body: Body
    shown: Any
    address: str


class LocalWiro:
    """The models that it knows, and all that has happened."""

    def __init__(
        self,
        cards: Iterable[Card],
        *,
        faults: Faults,
        seed: int,
        credentials: Credentials,
        clock: Clock,
    ) -> None:
        self.catalogue = Catalogue(cards)
        self.credentials = credentials
        self.clock = clock
        self._seed = seed
        self._first_faults = faults
        self.reset()

    def reset(self) -> None:
        """Forgets everything, and starts again with the seed and the first faults."""
        self.tasks = TaskBook(self._seed, self.clock)
        self.uploads = Uploads(self._seed)
        self.journal = Journal(self.credentials.values)
        self.set_faults(self._first_faults)

    def set_faults(self, faults: Faults) -> None:
        """Replaces the faults from now on."""
        self.draws = FaultDraws(faults, self._seed)

    def run(self, call: Call) -> tuple[dict[str, Any], Task]:
        """Accepts a run: the answer, and its task. Raises Refusal."""
        card = self._card_of_run(call.path)
        if messages := complaints(card, call.body):
            raise Refusal(0, *messages)
        fate = self.draws.draw(FATE)
        ending = Ending.SUCCESS if fate is None else _ENDINGS[fate.name]
        task = self.tasks.accept(self._order(card, call), ending)
        self.journal.accept(model=str(card.model), body=call.shown, task_id=task.id)
        return success(taskid=task.id, socketaccesstoken=task.token), task

    def task_detail(self, call: Call) -> dict[str, Any]:
        """Task/Detail."""
        return self._detail(self._task(call))

    def cancel(self, call: Call) -> dict[str, Any]:
        """Task/Cancel: stops a task that waits. One that has ended stays as it is."""
        task, now = self._task(call), self.clock.now()
        if task.has_started(now) and not task.has_ended(now):
            raise Refusal(0, "The task is running and no longer in the queue")
        task.stop(now)
        return self._detail(task)

    def kill(self, call: Call) -> dict[str, Any]:
        """Task/Kill: stops any task. One that has ended stays as it is."""
        task = self._task(call)
        task.stop(self.clock.now())
        return self._detail(task)

    def task_list(self, call: Call) -> dict[str, Any]:
        """Task/List: a page of the tasks, newest first unless asked otherwise."""
        now, body = self.clock.now(), call.body
        name = body.text("modelName").strip().lower()
        found = [
            task for task in self.tasks.newest_first() if name in _model_names(task)
        ]
        if body.text("order").upper() == "ASC":
            found.reverse()
        start = body.number("start", default=0, most=10**9)
        limit = body.number("limit", default=20, most=1_000)
        page = found[start : start + limit]
        tasks = [task_object(task, self.tasks.user, now) for task in page]
        return success(total=str(len(found)), tasklist=tasks)

    def delete_files(self, call: Call) -> dict[str, Any]:
        """Task/InputOutputDelete: removes the files of a task that has ended."""
        task = self._task(call)
        if not task.has_ended(self.clock.now()):
            raise Refusal(0, "The task has not ended")
        task.are_files_deleted = True
        self.uploads.remove(task.order.kept)
        return success()

    def upload(self, call: Call) -> dict[str, Any]:
        """File/Upload: keeps the files that were sent as `file`."""
        files = [f for f in call.body.values("file") if isinstance(f, SentFile)]
        if not files:
            raise Refusal(0, "Request parameter [file] required")
        if any(len(file.content) > MOST_FILE_BYTES for file in files):
            raise Refusal(0, "Request parameter [file] must be at most 100 MB")
        stored = [self.uploads.put(file).as_json(call.address) for file in files]
        return success(list=stored)

    def create_folder(self, call: Call) -> dict[str, Any]:
        """File/FolderCreate: a folder that uploads may name; nobody looks into it."""
        name, parent = (call.body.text(key) for key in ("name", "parentid"))
        if not name:
            raise Refusal(0, "Request parameter [name] required")
        if not _FOLDER_NAME.fullmatch(name):
            raise Refusal(0, "Request parameters are invalid.")
        folder = {"id": self.uploads.new_id(), "name": name, "parentid": parent or "0"}
        return success(list=[folder])

    def tool_list(self, call: Call) -> dict[str, Any]:
        """Tool/List: a page of the models."""
        page, total = self.catalogue.page(call.body)
        is_summary = call.body.text("summary").lower() in ("true", "1")
        tools = [
            tool(self.catalogue.number(card), card, is_summary=is_summary)
            for card in page
        ]
        return success(total=str(total), tool=tools)

    def tool_explore(self, call: Call) -> dict[str, Any]:
        """Tool/Explore: the models by groups; a model may be in several."""
        del call
        groups = [
            {
                "id": str(number),
                "title": title,
                "tools": [
                    tool(self.catalogue.number(card), card, is_summary=True)
                    for card in cards
                ],
            }
            for number, (title, cards) in enumerate(self.catalogue.groups().items(), 1)
        ]
        return success(explore=groups)

    def public_card(self, slug: str, address: str) -> str:
        """The card of a model; empty where it has none."""
        card = self.catalogue.find(slug)
        return card_text(card, address) if card else ""

    def tool_detail(self, call: Call) -> dict[str, Any]:
        """Tool/Detail: one model."""
        card = self._card_of_tool(call)
        return success(tool=[tool(self.catalogue.number(card), card)])

    def tool_openapi(self, call: Call) -> list[dict[str, Any]]:
        """Tool/DetailOpenAPI: the OpenAPI documents of one model."""
        card = self._card_of_tool(call)
        if card.inputs is None:
            raise Refusal(1, "The inputs of this tool are not told")
        return openapi_variants(card, call.address)

    def _detail(self, task: Task) -> dict[str, Any]:
        sent = task_object(task, self.tasks.user, self.clock.now())
        return success(total="1", tasklist=[sent])

    def _task(self, call: Call) -> Task:
        text = call.body.text
        task_id, token = text("taskid"), text("tasktoken") or text("socketaccesstoken")
        if not (task_id or token):
            raise Refusal(0, "Request parameter [taskid] required")
        task = self.tasks.find(id=task_id, token=token)
        if task is None:
            raise Refusal(1, "Task not found")
        return task

    def _card_of_run(self, path: str) -> Card:
        card = self.catalogue.find(path.removeprefix("Run/"))
        if card is None:
            raise Refusal(1, "Model not found")
        return card

    def _card_of_tool(self, call: Call) -> Card:
        owner, name = (call.body.text(key) for key in ("slugowner", "slugproject"))
        for key, value in (("slugowner", owner), ("slugproject", name)):
            if not value:
                raise Refusal(0, f"Request parameter [{key}] required")
        card = self.catalogue.find(f"{owner}/{name}")
        if card is None:
            raise Refusal(1, "Tool not found")
        return card

    def _order(self, card: Card, call: Call) -> Order:
        kept: list[StoredFile] = []
        parameters = self._parameters(call, kept)
        texts = ((name, _text(value)) for name, value in parameters.items())
        sent = {name: text for name, text in texts if text is not None}
        return Order(
            card=card,
            model_id=str(self.catalogue.number(card)),
            parameters=parameters,
            inputs=_defaults(card) | sent,
            files={
                field.wire_name: len(items_of(card, call.body, field.wire_name))
                for field in card.inputs or ()
                if isinstance(field.kind, File)
            },
            address=call.address,
            callback_url=call.body.text("callbackUrl"),
            project_id=call.body.text("projectid"),
            kept=tuple(kept),
        )

    def _parameters(self, call: Call, kept: list[StoredFile]) -> Mapping[str, Any]:
        """What was sent; files join `kept`, and are told by their addresses."""
        together: dict[str, list[Any]] = {}
        for name, value in call.body.fields:
            if name in COMMON_INPUTS:
                continue
            sent = value
            if isinstance(value, SentFile):
                kept.append(self.uploads.put(value))
                sent = call.address + kept[-1].path
            together.setdefault(name, []).append(sent)
        return {
            name: values if len(values) > 1 else values[0]
            for name, values in together.items()
        }


Answered = Callable[[LocalWiro, Call], Any]
"""Answers a call. Raises Refusal."""

CALLS: Final[Mapping[str, Answered]] = {
    "Task/Detail": LocalWiro.task_detail,
    "Task/Cancel": LocalWiro.cancel,
    "Task/Kill": LocalWiro.kill,
    "Task/List": LocalWiro.task_list,
    "Task/InputOutputDelete": LocalWiro.delete_files,
    "File/Upload": LocalWiro.upload,
    "File/FolderCreate": LocalWiro.create_folder,
    "Tool/List": LocalWiro.tool_list,
    "Tool/Explore": LocalWiro.tool_explore,
    "Tool/Detail": LocalWiro.tool_detail,
    "Tool/DetailOpenAPI": LocalWiro.tool_openapi,
}
"""Every call but Run, by its path below `/v1/`."""


def _text(value: Any) -> str | None:
    """What was sent as text; several values as the JSON of a list."""
    if not isinstance(value, list):
        return as_text(value)
    return json_text([text for item in value if (text := as_text(item)) is not None])


def _defaults(card: Card) -> dict[str, str]:
    """What the service fills in where a request leaves it out."""
    return {
        field.wire_name: field.default
        for field in card.inputs or ()
        if field.default is not None and not isinstance(field.kind, File)
    }


def _model_names(task: Task) -> str:
    card = task.order.card
    names = (str(card.model), card.raw_slug, split_slug(card)[1], card.title)
    return "\n".join(names).lower()
