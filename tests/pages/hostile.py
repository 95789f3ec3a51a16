"""Texts that try to become markup, and Cards that have them everywhere."""

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    File,
    Input,
    ModelId,
    Option,
    Select,
    Text,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>",
    '" onfocus=alert(1) autofocus x="',
    "' onfocus=alert(1) autofocus x='",
    "<!-- ",
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
    "{{ 7 * 7 }} {% raw %}",
    "__proto__",
    "a\x00b\u202ec\ud800d\u2028e",
    "\n\n<x>\n",
    "x" * 5000,
)


def card_with(text: str) -> Card:
    """A Card that has a text in every place."""
    option = Option(value=text, label=text, description=text)
    condition = (Condition(wire_name=text, values=(text,)),)
    return Card(
        model=ModelId("acme", "paint"),
        raw_slug="acme/paint",
        run_path="acme/paint",
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
            Input(wire_name="prompt", kind=Text(), required=True, sample=text or None),
            Input(
                wire_name="picture",
                kind=File(many=True, companion=f"{text}Url"),
                required=True,
            ),
        ),
    )
