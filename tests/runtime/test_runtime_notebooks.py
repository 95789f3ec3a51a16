"""What notebooks show of results and tasks: by URL, and every text escaped."""

from html.parser import HTMLParser
from typing import Any

import pytest
from acme.wiro_models import AsyncTask, Task
from acme.wiro_models._runtime.client.state import TaskState
from hypothesis import given
from hypothesis import strategies as st

TAGS = {
    *("div", "p", "figure", "figcaption", "a", "img", "audio", "video"),
    *("pre", "progress"),
}


class Shown(HTMLParser):
    """The elements with their attributes, and the text, of what is shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def urls(self, *tags: str) -> list[str]:
        return [known["src"] for tag, known in self.elements if tag in tags]


def task_of(task: type[Any] = Task, **raw: Any) -> Any:
    status = raw.pop("status", "task_postprocess_end")
    whole = {"pexit": "0", "totalcost": "0.02", "elapsedseconds": "6.5", **raw}
    state = TaskState(
        id="2221",
        token="hush",
        status=status,
        model="acme/paint",
        raw=whole,
        is_whole=True,
    )
    return task(None, state)


def shown(value: Any) -> Shown:
    bundle = value._repr_mimebundle_(include=None, exclude=None)
    assert bundle.keys() == {"text/plain", "text/html"}
    assert bundle["text/plain"] == repr(value)
    return Shown(bundle["text/html"])


def output(name: str, content_type: str, url: str | None = None) -> dict[str, str]:
    address = url or f"https://cdn.example/{name}"
    return {"name": name, "contenttype": content_type, "url": address}


@pytest.mark.parametrize("task", [Task, AsyncTask])
def test_a_result_shows_its_files_by_their_url(task: Any) -> None:
    outputs = [
        output("a.png", "image/png"),
        output("b.wav", "audio/wav"),
        output("c.mp4", "video/mp4"),
        output("d.glb", "model/gltf-binary"),
    ]
    result = task_of(task, outputs=outputs).result()
    page = shown(result)
    assert page.urls("img") == ["https://cdn.example/a.png"]
    assert page.urls("audio") == ["https://cdn.example/b.wav"]
    assert page.urls("video") == ["https://cdn.example/c.mp4"]
    links = [known["href"] for tag, known in page.elements if tag == "a"]
    assert links == [f"https://cdn.example/{one['name']}" for one in outputs]
    assert "task 2221, acme/paint, 6.5 s, $0.02" in page.text
    assert shown(result.files[0]).urls("img") == ["https://cdn.example/a.png"]


def test_a_result_shows_the_answer_of_a_language_model() -> None:
    content = {"prompt": "hi", "raw": "", "thinking": [], "answer": ["<b>Hello</b>"]}
    page = shown(task_of(outputs=[{"content": content}]).result())
    assert "<b>Hello</b>" in page.text
    assert {tag for tag, _ in page.elements} <= TAGS


def test_a_task_shows_how_it_stands() -> None:
    page = shown(task_of(status="task_start"))
    assert "running (task_start)" in page.text
    assert "progress" in {tag for tag, _ in page.elements}
    ended = shown(task_of(outputs=[output("a.png", "image/png")]))
    assert "succeeded" in ended.text
    assert "progress" not in {tag for tag, _ in ended.elements}
    assert "hush" not in page.text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>", "//x/a", "file:///etc"]
)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    outputs = [output("a.png", "image/png", url)]
    page = shown(task_of(outputs=outputs).result())
    assert {tag for tag, _ in page.elements} <= {"div", "p"}


@given(st.text(), st.text(), st.text(), st.sampled_from(["image/", "video/", ""]))
def test_texts_of_the_service_never_become_elements(
    name: str, content_type: str, url: str, kind: str
) -> None:
    outputs = [
        output(f'{name}"><script>', f"{kind}{content_type}", f"https://x/{url}'\""),
        {"content": f"</pre><script>{name}"},
    ]
    page = shown(task_of(outputs=outputs).result())
    assert {tag for tag, _ in page.elements} <= TAGS
    known = {"src", "alt", "loading", "referrerpolicy", "style", "controls", "preload"}
    known |= {"href", "target", "rel"}
    assert {key for _, attributes in page.elements for key in attributes} <= known
