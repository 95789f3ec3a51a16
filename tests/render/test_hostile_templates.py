"""A repository's own templates: what they cannot do to texts, to files and to time."""

from pathlib import Path

import pytest

from rendered import render
from wirogen.card import Card, Input, ModelId, Text
from wirogen.contract import resolve
from wirogen.diagnostics import Refused, codes
from wirogen.render import environment
from wirogen.shipped import templates_folder

HOSTILE = "x' onmouseover='go()</script><script>go()</script>\"><b>"
OUR_PAGE = (templates_folder() / "markdown/model.md.jinja").read_text(encoding="utf-8")
OUR_MODULE = (templates_folder() / "python/model.py.jinja").read_text(encoding="utf-8")


def card(title: str = "Paint") -> Card:
    return Card(
        model=ModelId("acme", "paint"),
        raw_slug="acme/paint",
        run_path="acme/paint",
        title=title,
        summary=title,
        inputs=(Input(wire_name="note", kind=Text(), label=title, help=title),),
    )


def page(folder: Path, template: str, title: str = "Paint") -> str:
    (folder / "model.md.jinja").write_text(template, encoding="utf-8")
    contracts = [resolve(card(title))]
    files = render("markdown", contracts, package="p", templates=folder)
    return files["acme/paint.md"]


@pytest.mark.parametrize("title", ["Paint", HOSTILE])
@pytest.mark.parametrize(
    "template",
    [
        "<div title='{{ page.title | text }}'>a</div>\n",
        'Some <b title="{{ page.title | text }}">words</b>\n',
        "<script>{{ page.summary | json }}</script>\n",
        "<script>\n\nx = {{ page.summary | json }}\n\n</script>\n",
        "<style>{{ page.title | text }}</style>\n",
        "<!-- {{ page.title | text }} -->\n",
        "<textarea>{{ page.title | text }}</textarea>\n",
        "<div title='\n\n{{ page.title | text }}\n\n'>\n",
        "Some <script>{{ page.title | text }}</script>\n",
        "<{{ page.title | text }}>\n",
        "<div><script>\n\n{{ page.title | text }}\n\n</script></div>\n",
        "[a]({{ page.title | text }})\n",
        '[a](https://example.com "{{ page.title | text }}")\n',
    ],
)
def test_no_text_stands_in_a_tag_a_script_or_the_target_of_a_link(
    tmp_path: Path, template: str, title: str
) -> None:
    with pytest.raises(Refused) as refused:
        page(tmp_path, template, title)
    (finding,) = refused.value.report
    assert finding.code is codes.NOT_WHAT_WAS_PLANNED
    assert finding.span.position is not None


@pytest.mark.parametrize("sign", ["==", "!="])
def test_a_page_is_as_long_whatever_a_text_is(tmp_path: Path, sign: str) -> None:
    template = f"ours{{% if page.title {sign} 'Paint' %}}\n\n# more{{% endif %}}\n"
    with pytest.raises(Refused, match="a text became Markdown"):
        page(tmp_path, template)


@pytest.mark.parametrize("title", ["Paint", HOSTILE])
@pytest.mark.parametrize(
    "template",
    [
        "<table><tr><td title='ours'>{{ page.title | text }}</td></tr></table>\n",
        "Some <b>{{ page.title | text }}</b>\n",
        "<script>ours()</script>\n\n{{ page.title | text }}\n",
        "[{{ page.title | text }}]({{ page.up | link }} 'ours')\n",
        "<!-- ours -->\n# {{ page.title | text }}\n",
    ],
)
def test_a_text_stands_between_tags(tmp_path: Path, template: str, title: str) -> None:
    assert "ours" in page(tmp_path, template, title) or "<b>" in template


def refusal(folder: Path, template: str, **others: str) -> str:
    """The message of the one finding that a template for modules gives."""
    (folder / "model.py.jinja").write_text(template, encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name}.jinja").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        render("python", [resolve(card())], package="p", templates=folder)
    (finding,) = refused.value.report
    assert finding.code in {codes.TEMPLATE_REFUSED, codes.NOT_WHAT_WAS_PLANNED}
    return finding.message


_CALLS = "".join(
    f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}"
    for n in range(40)
)


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m0() %}{% endmacro %}" + _CALLS + "{{ m40() }}",
        "{% include 'model.py.jinja' %}",
        "{% extends 'model.py.jinja' %}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " | literal }}",
        "{{ " + "not " * 5000 + "1 | literal }}",
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{% if 1 is divisibleby(0) %}{% endif %}",
        "{{ (9 * 9) | literal }}",
        "# -*- coding: rot13 -*-\n" + OUR_MODULE,
        "# vim: set fileencoding=utf-7 :\n" + OUR_MODULE,
        OUR_MODULE + "\nx = " + "(" * 3000 + ")" * 3000,
        OUR_MODULE + "\nx = " + "-" * 20000 + "1\n",
        OUR_MODULE + "\nx = " + "-" * 300 + "1\n",
        OUR_MODULE + "\nx = '\0'\n",
        OUR_MODULE + "\nx = 1\x0c\n  y = 2\n",
        "{% for a in module.arguments %}{{ a | argument(indent=1000000000) }}{% endfor %}",
        "{{ module.fields | expression(indent=1000000000, before=0) }}",
        "{% include '../secret.jinja' %}",
        "{% include '/etc/passwd' %}",
        "{% include 'a/../../secret.jinja' %}",
        "{% extends './../secret.jinja' %}",
        "{% include '' %}",
        "{% for x in 5 %}{% endfor %}",
        "{{ module.fields.pop() | literal }}",
    ],
    ids=range(26),
)
def test_no_template_ends_in_anything_but_a_finding(
    tmp_path: Path, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "MOST_STEPS", 100_000)
    (tmp_path / "secret.jinja").write_text("{% stolen %}")
    folder = tmp_path / "templates"
    folder.mkdir()
    assert "stolen" not in refusal(folder, template)


def test_what_is_included_is_named_as_a_text(tmp_path: Path) -> None:
    assert "includes as a text" in refusal(tmp_path, "{% include 5 %}")


def test_no_filter_takes_a_number_beyond_any_line(tmp_path: Path) -> None:
    loop = "{% for a in module.arguments %}{{ a | argument(indent=1001) }}{% endfor %}"
    assert "1001 is no number of columns" in refusal(tmp_path, loop)


def test_a_rendering_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "MOST_STEPS", 1000)
    loops = "{% for a in module.docstring %}" * 4 + "{% endfor %}" * 4
    assert "1,000 steps" in refusal(tmp_path, loops)
    monkeypatch.setattr(environment, "MOST_CHARACTERS", 1000)
    assert "1,000 characters" in refusal(tmp_path, "x" * 1001)


@pytest.mark.parametrize("name", ["model.py.jinja", "runtime/_runtime/more.py"])
def test_no_link_in_a_folder_of_templates_is_followed(
    tmp_path: Path, name: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("{% stolen %}")
    folder = tmp_path / "templates"
    link = folder / name
    link.parent.mkdir(parents=True)
    link.symlink_to(secret)
    (folder / "owner.py.jinja").write_text("")
    with pytest.raises(Refused) as refused:
        render("python", [resolve(card())], package="p", templates=folder)
    (finding,) = refused.value.report
    assert "is a link" in finding.message
    assert finding.span.file == str(link)
