"""A local Wiro in a process of its own, and what it knows when it is asked directly."""

import json
import pickle
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import httpx2
from acme.wiro_models._runtime.client.signing import sign

from wirogen.card import Card
from wirogen.emulator import Faults, Serving

PROGRAM = """
import pickle, sys
from wirogen.emulator import serve

with serve(**pickle.load(sys.stdin.buffer)) as wiro:
    print(wiro.port, flush=True)
    sys.stdin.read()  # until whoever has started it is gone
"""


@contextmanager
def wiro_process(
    cards: Iterable[Card], *, faults: Iterable[str] = (), **settings: Any
) -> Iterator[Serving]:
    """Serves as `wirogen.emulator.serve` does, for as long as the context lasts."""
    given = {"cards": (*cards,), "faults": Faults.parse(faults), **settings}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(pickle.dumps(given))
        process.stdin.flush()
        yield Serving(host="127.0.0.1", port=int(process.stdout.readline()))
        process.stdin.close()


class Witness:
    """What a local Wiro knows: `tasks` has those of each prompt as Task/List tells
    them, `accepted` how often the journal counts each prompt, `happened` how often each
    fault has happened, `journal` all of the journal. It plays no tricks from then on.
    """

    def __init__(self, wiro: Serving, *, key: str = "", secret: str = "") -> None:
        self._http = httpx2.Client(
            base_url=wiro.address, headers=sign(key, secret, "1"), timeout=60
        )
        told = self._http.get("/_emulator/faults").json()
        self.happened: Mapping[str, int] = told["happened"]
        self._http.put("/_emulator/faults", json=[]).raise_for_status()
        self.journal = self._http.get("/_emulator/journal").text
        self.accepted: Counter[str] = Counter()
        for run in json.loads(self.journal)["runs"]:
            self.accepted[_prompt(run["body"])] += run["accepted"]
        self.tasks: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for task in self._listed():
            self.tasks[task["parameters"]["prompt"]].append(task)

    def content(self, url: str) -> bytes:
        """A file, whole."""
        return self._http.get(url).raise_for_status().content

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def _listed(self) -> Iterator[dict[str, Any]]:
        start, total = 0, 1
        while start < total:
            asked = {"start": str(start), "limit": "1000", "order": "ASC"}
            told = self._http.post("/v1/Task/List", json=asked).json()
            yield from told["tasklist"]
            start, total = start + 1000, int(told["total"])


def _prompt(body: Any) -> str:
    """The prompt of a run as the journal shows its body."""
    fields = (
        body if isinstance(body, dict) else {f["name"]: f.get("value") for f in body}
    )
    return str(fields["prompt"])
