"""The shapes of the service's answers (wiro-api.md, Following a task)."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from wirogen.emulator.catalogue import dynamic_price, split_slug
from wirogen.emulator.tasks import Output, Task
from wirogen.emulator.timeline import COMPLAINT, Ending

_TIMES = {
    "createtime": "task_queue",
    "accepttime": "task_accept",
    "preprocessstarttime": "task_preprocess_start",
    "preprocessendtime": "task_preprocess_end",
    "assigntime": "task_assign",
    "starttime": "task_start",
    "endtime": "task_end",
    "postprocessstarttime": "task_postprocess_start",
    "postprocessendtime": "task_postprocess_end",
    "canceltime": "task_cancel",
}


class Refusal(Exception):
    """The service refuses: every message with the same code."""

    def __init__(self, code: int, *messages: str) -> None:
        super().__init__("; ".join(messages))
        self.code = code
        self.messages = messages


def refused(refusal: Refusal) -> dict[str, Any]:
    """The answer to what is refused; HTTP says 200."""
    return {
        "result": False,
        "errors": [
            {"code": refusal.code, "message": message} for message in refusal.messages
        ],
    }


def success(**fields: Any) -> dict[str, Any]:
    """The answer to what was done."""
    return {"result": True, "errors": [], **fields}


def task_object(task: Task, user: str, now: float) -> dict[str, Any]:
    """A task as Task/Detail tells it: nearly all strings, times in unix seconds."""
    card = task.order.card
    owner, name = split_slug(card)
    outputs = output_objects(task, user, now)
    prices = card.prices
    return {
        "id": task.id,
        "uuid": user,
        "name": "",
        "socketaccesstoken": task.token,
        "parameters": dict(task.order.parameters),
        "debugoutput": _output_text(task, now),
        "debugerror": COMPLAINT if _has_failed(task, now) else "",
        "status": task.status(now),
        "elapsedseconds": f"{task.elapsed(now):.4f}",
        **{field: str(task.time_of(status, now)) for field, status in _TIMES.items()},
        "cps": f"{(prices and prices.per_second) or Decimal(0):.12f}",
        "totalcost": f"{task.cost(now):.12f}",
        "guestid": None,
        "projectid": task.order.project_id or "0",
        "modelid": task.order.model_id,
        "description": "",
        "basemodelid": "0",
        "runtype": "model",
        "modelfolderid": "",
        "modelfileid": "",
        "callbackurl": task.order.callback_url,
        "marketplaceid": None,
        "pexit": task.exit_code(now),
        "categories": json.dumps(list(card.categories)),
        "outputs": outputs,
        "size": str(sum(int(output.get("size", "0")) for output in outputs)),
        "dynamicprice": dynamic_price(prices) if prices else "",
        "modeldescription": card.title,
        "modelslugowner": owner,
        "modelslugproject": name,
    }


def output_objects(task: Task, user: str, now: float) -> list[dict[str, Any]]:
    """What a task has given: files, or the words of a language model."""
    said = task.said(now)
    if said is not None:
        return [{"contenttype": "raw", "content": said.content()}]
    return [_file_object(task, output, user, now) for output in task.outputs(now)]


def _file_object(task: Task, output: Output, user: str, now: float) -> dict[str, Any]:
    added = str(task.time_of("task_end", now))
    path = f"/files/{task.id}/{output.access_key}/{quote(output.name)}"
    return {
        "id": output.id,
        "name": output.name,
        "contenttype": output.content_type,
        "parentid": "0",
        "uuid": user,
        "size": str(output.size),
        "addedtime": added,
        "modifiedtime": added,
        "accesskey": output.access_key,
        "foldercount": "0",
        "filecount": "0",
        "ispublic": 0,
        "expiretime": None,
        "url": task.order.address + path,
    }


def _has_failed(task: Task, now: float) -> bool:
    code = task.exit_code(now)
    return code is not None and code != "0" and task.ending is not Ending.SUCCESS


def _output_text(task: Task, now: float) -> str:
    texts = [
        moment.message
        for moment in task.passed(now)
        if moment.status == "task_output" and isinstance(moment.message, str)
    ]
    return "".join(texts)
