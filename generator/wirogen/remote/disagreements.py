"""Where the sources of a model disagree: findings that name both values."""

from collections.abc import Iterator

from wirogen.card import Extra
from wirogen.characters import quoted
from wirogen.diagnostics import Code, Diagnostic, Span, codes

OPENAPI_CALL = "Tool/DetailOpenAPI"
DETAIL_CALL = "Tool/Detail"
PUBLIC_CARD = "the public card"


class Disagreements:
    """Collects the disagreements about one thing, a model or an input of it.

    `second` names the source beside OpenAPI.
    """

    def __init__(self, about: str, span: Span, second: str = DETAIL_CALL) -> None:
        self.second = second
        self._about = about
        self._span = span
        self._found: list[Diagnostic] = []

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def add(self, what: str, openapi: str, detail: str, taken: str) -> None:
        """Something that matters to requests; `taken` says what becomes of it."""
        self.find(
            codes.ANSWERS_DISAGREE,
            f"{what} is {openapi} in {OPENAPI_CALL} and {detail} in {self.second}",
            f"{taken}; the overrides can settle it otherwise",
        )

    def words(self, what: str, openapi: str, detail: str) -> str:
        """One of two texts for people: that of the second source, if it has any."""
        if openapi and detail and openapi.split() != detail.split():
            self.find(
                codes.ANSWERS_WORD_DIFFERENTLY,
                f"{what} is {quoted(openapi)} in {OPENAPI_CALL} and {quoted(detail)} in"
                f" {self.second}",
                f"that of {self.second} is taken",
            )
        return detail or openapi

    def extras(
        self, openapi: tuple[Extra, ...], detail: tuple[Extra, ...]
    ) -> tuple[Extra, ...]:
        """All that is kept without being understood; that of the second source where
        both have it.
        """
        known = {extra.name: extra.text for extra in detail}
        for extra in openapi:
            self.words(f"`{extra.name}`", extra.text, known.get(extra.name, ""))
        return (*detail, *(extra for extra in openapi if extra.name not in known))

    def find(self, code: Code, message: str, hint: str) -> None:
        """Any other finding."""
        message = f"{self._about}: {message}"
        found = Diagnostic(code, message, self._span, hint)
        self._found.append(found)
