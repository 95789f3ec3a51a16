"""Texts that try to become markup, and Cards that have them everywhere."""

import re

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    File,
    Input,
    ModelId,
    Option,
    Select,
    Switch,
    Text,
)

_EITHER = (
    "<script>alert(1)</script>",
    "<!-- ",
    "{{ 7 * 7 }} {% raw %}",
    "a\x00b\u202ec\ud800d\u2028e",
)
FOR_HTML = (
    *_EITHER,
    "</script><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>",
    '" onfocus=alert(1) autofocus x="',
    "' onfocus=alert(1) autofocus x='",
    "--> <b>",
    "<![CDATA[ x ]]>",
    "<?php ?>",
    "javascript:alert(1)",
    "https://evil.example/beacon.png",
    "&lt;script&gt; &#60;b&#62; &amp;",
    "</option></select><iframe src=//evil.example>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "word1 word2 word3",
    "__proto__",
    "\n\n<x>\n",
    "x" * 5000,
)
FOR_MARKDOWN = (
    *_EITHER,
    "| a | b |",
    "a\\|b`|`c\\",
    "```\n\n# Heading\n\n```",
    "`` ` ``",
    "[x](javascript:alert(1)) ![y](z) <https://evil.example>",
    "https://evil.example www.evil.example mailto:a@evil.example @someone",
    "[x]: https://evil.example",
    "*a* _b_ **c** ~~d~~ $e$ &lt; &copy;",
    "1. a",
    "- [ ] a",
    "+ a",
    "> a",
    "# a #",
    "---",
    "===",
    ":---|---:",
    "    code",
    "a  \nb\\\nc",
    "'; rm -rf ~; '",
)

_NO_PART_OF_A_PATH = re.compile("[\x00-\x1f\x7f-\x9f/\\\\%\ud800-\udfff]")
"""What a Card's path of a run never holds: wirogen.card.RunPath."""


def card_with(text: str) -> Card:
    """A Card that has a text in every place."""
    option = Option(value=text, label=text, description=text)
    condition = (Condition(wire_name=text, values=(text,)),)
    return Card(
        model=ModelId("acme", "paint"),
        raw_slug="acme/paint",
        run_path=f"acme/paint{_NO_PART_OF_A_PATH.sub('', text)}",
        title=text,
        summary=text,
        cover=text,
        categories=(text, "text-to-image"),
        tags=(text,),
        inputs=(
            Input(
                wire_name=text,
                kind=Text(),
                label=text,
                help=text,
                default=text,
                corrections=Corrections(rename="note", required_when=condition),
            ),
            Input(
                wire_name="style",
                kind=Select(options=(option, Option(value="plain"))),
                label=text,
                help=text,
                default=text,
            ),
            Input(wire_name="loud", kind=Switch((text, f"{text}!"))),
            Input(wire_name="prompt", kind=Text(), required=True, sample=text or None),
            Input(
                wire_name="picture",
                kind=File(many=True, companion=f"{text}Url"),
                required=True,
            ),
        ),
    )
