"""How the coming of one file is judged, wherever its bytes go: whether an answer is of
that file, how much of it is there, and when it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Final
from urllib.parse import urljoin, urlsplit

from ..errors import DownloadFailed
from ..files import content_type_of, is_url
from .answers import Failure, Reply
from .state import FileFacts

_MARKUP: Final = re.compile(r"[/+-](x?html|json|xml)\b", re.IGNORECASE)
_BINARY: Final = re.compile(
    r"(image|audio|video|font)/(?!.*(mpegurl|scpls|pixmap|xbitmap))"
    r"|model/(gltf-binary|vnd\.usdz)"
    r"|application/(pdf|zip|epub|msword|x-tar|x-7z|(x-)?gzip|(x-|vnd\.)rar"
    r"|vnd\.(ms-|oasis|openxmlformats))",
    re.IGNORECASE,
)
_HEAD = 64
_LONGEST_ERROR = 64 * 1024
_SLACK = 1024 * 1024
_MOST_BYTES: Final = 32 * 1024**3
"""Of a file whose length nobody tells."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CONTENT_RANGE = re.compile(r"bytes (\d{1,19})-\d{1,19}/(\d{1,19}|\*)", re.IGNORECASE)


def require_address(url: str, name: str) -> None:
    """Raises DownloadFailed where a file has no address to be fetched from."""
    if not is_url(url):
        raise DownloadFailed(name, "its URL is not of http or https")
    if not _is_of_a_host(url):
        raise DownloadFailed(name, "its URL is no address")


def redirected_to(url: str, outcome: Reply | Failure) -> str | None:
    """The address that an answer points to, if it does. The client does not follow by
    itself: it would send its cookies along.
    """
    if isinstance(outcome, Failure) or outcome.status not in (301, 302, 303, 307, 308):
        return None
    try:
        place = urljoin(url, outcome.headers["location"])
    except (KeyError, ValueError):
        return None
    return place if is_url(place) and _is_of_a_host(place) else None


def _is_of_a_host(url: str) -> bool:
    """Whether a URL names a host, and a port if any, that there can be."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        return False
    return (
        host is not None and re.fullmatch(r"[^\s.]+(\.[^\s.]+)*\.?", host) is not None
    )


def is_final(outcome: Reply | Failure) -> bool:
    """Whether asking again gives the same."""
    if isinstance(outcome, Failure):
        return not outcome.sent
    return 300 <= outcome.status < 500 and outcome.status not in (408, 416, 429)


class Transfer:
    """A file that is on its way into an open one, in one attempt or several: each takes
    it up where the last one broke, or empties it and begins anew.
    """

    def __init__(
        self, facts: FileFacts, name: str, into: IO[bytes], most: int = _MOST_BYTES
    ) -> None:
        """`name` is what messages call the file; `most` is how many bytes it may have
        where nobody tells its length.
        """
        self.url = facts.url
        self.name = name
        self.size = 0
        self._facts = facts
        self._into = into
        self._most_untold = most
        self._complaint = "nothing came"
        self._head = b""
        self._is_sent_as_text = False
        self._is_plain = True
        self._expected: int | None = None
        self._validator = ""
        self._is_tagged = False

    def resume_headers(self) -> dict[str, str]:
        """What asks for the rest of the file, where the host can tell that it is the
        same; empty for the whole.
        """
        if not (self.size and self._validator):
            return {}
        return {"range": f"bytes={self.size}-", "if-range": self._validator}

    def begin(self, outcome: Reply | Failure) -> bool:
        """Makes ready for the body of an answer; False where it is not wanted."""
        return isinstance(outcome, Reply) and self._accepts(outcome)

    def add(self, chunk: bytes) -> None:
        """Adds a piece of the body. Raises DownloadFailed where there are too many."""
        with telling_of_the_disk(self.name):
            self._into.write(chunk)
        self._head += chunk[: _HEAD - len(self._head)]
        self.size += len(chunk)
        if self.size > self._most:
            raise DownloadFailed(self.name, f"it has more than {self._most} bytes")

    @property
    def is_in_doubt(self) -> bool:
        """Whether what has come may still turn out to be an error in the file's place,
        which is short.
        """
        return self.size <= _LONGEST_ERROR and self._is_like_an_error(self._expected)

    def is_whole(self, outcome: Reply | Failure) -> bool:
        """Whether the file is complete, after an attempt that was begun.

        Judged by the length that the host told; by the size that the task tells where
        the host told none and did not mark the end of the body either, and for a file
        that is empty or was compressed on its way.
        """
        if isinstance(outcome, Failure):
            is_there = self.size > 0 and self.size == self._expected
            return is_there and not self._is_error_body()
        expected = self._expected
        is_marked = self._is_plain and "transfer-encoding" in outcome.headers
        if not self.size or (expected is None and not is_marked):
            expected = self._facts.size if self._facts.size is not None else expected
        if expected is None or self.size == expected:
            return not self._is_error_body()
        self._complaint = f"{self.size} bytes came, and {expected} should have"
        if self.size > expected:
            self._restart({})
        return False

    def error(self, outcome: Reply | Failure) -> DownloadFailed:
        """What is raised where the last attempt has ended so."""
        status = outcome.status if isinstance(outcome, Reply) else None
        return DownloadFailed(self.name, self._why(outcome), status=status)

    def _accepts(self, reply: Reply) -> bool:
        match reply.status:
            case 200 if not self._is_error_page(reply):
                self._restart(reply.headers)
                return True
            case 206 if self._continues(reply.headers):
                return True
            case 206:
                self._complaint = "the host sent another part than was asked for"
                self._restart({})
            case 416:
                self._restart({})
        return False

    @property
    def _most(self) -> int:
        """Bytes after which a file is one that never ends."""
        size = self._facts.size if self._expected is None else self._expected
        return self._most_untold if size is None else 2 * size + _SLACK

    def _restart(self, headers: Mapping[str, str]) -> None:
        """Empties the file, and learns from an answer's headers what will fill it."""
        with telling_of_the_disk(self.name):
            self._into.seek(0)
            self._into.truncate()
        self.size = 0
        self._head = b""
        self._is_sent_as_text = headers.get("content-type", "").startswith("text/")
        self._is_plain = _is_plain(headers)
        self._expected = _length(headers) if self._is_plain else None
        self._validator = _validator(headers) if self._is_plain else ""
        self._is_tagged = bool(self._validator and _tag(headers))

    def _continues(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer begins where the file ends, and is of that file."""
        content_range = _CONTENT_RANGE.fullmatch(
            headers.get("content-range", "").strip()
        )
        if (
            content_range is None
            or not self._validator
            or int(content_range[1]) != self.size
        ):
            return False
        if not (_is_plain(headers) and self._is_same(headers)):
            return False
        if content_range[2] == "*":
            return True
        total = int(content_range[2])
        is_same = self._expected in (None, total)
        self._expected = total
        return is_same

    def _is_same(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer is of the file that was begun. It repeats an ETag,
        but need not repeat when the file changed (RFC 9110, 15.3.7).
        """
        tag = _tag(headers)
        if tag or self._is_tagged:
            return tag == self._validator
        return headers.get("last-modified", self._validator) == self._validator

    def _is_error_page(self, reply: Reply) -> bool:
        """A gateway's page, or an error, in place of the file."""
        came, promised = reply.headers.get("content-type", ""), self._promised_type
        is_markup = bool(_MARKUP.search(came)) and not _MARKUP.search(promised)
        is_page = "html" in came.lower() and "html" not in promised.lower()
        told, length = self._facts.size, _length(reply.headers)
        is_other = bool(told) and length not in (None, told)
        may_be_markup = promised.startswith(("text/", content_type_of("")))
        is_wrong = promised and (is_page or (is_markup and not may_be_markup))
        if is_wrong or (is_markup and is_other):
            self._complaint = f"the host sent {came} in place of {promised or 'a file'}"
            return True
        return False

    def _is_error_body(self) -> bool:
        """An error in words in place of the file, whatever it is called."""
        if not (self.size and self._is_like_an_error(self.size)):
            return False
        self._complaint = (
            f"the host sent a text of {self.size} bytes in place of"
            f" {self._promised_type}"
        )
        self._restart({})
        return True

    def _is_like_an_error(self, size: int | None) -> bool:
        """Whether a body of this size (None: not known yet) that begins as this one is
        no file: text where binary content is promised, markup where something else is.
        The right size makes it one; where the task tells no size, only binary content
        can be missed, and only by markup or what is sent as text.
        """
        told = self._facts.size or None
        is_right = told is not None and size == told
        if is_right or not _is_text(self._head):
            return False
        begin = self._head.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1]
        is_markup = begin in (b"{", b"<", b"")
        if self._is_binary:
            return told is not None or is_markup or self._is_sent_as_text
        is_promised = _MARKUP.search(self._promised_type) is not None
        return told is not None and is_markup and not is_promised

    @property
    def _promised_type(self) -> str:
        """The content type that the task tells, or the file's name; or empty."""
        kind, none = self._facts.content_type, content_type_of("")
        if kind in ("", none):
            kind = content_type_of(self._facts.name)
        return "" if kind == none and not self._facts.content_type else kind

    @property
    def _is_binary(self) -> bool:
        """Whether the file is surely no text."""
        kind = self._promised_type
        return bool(_BINARY.match(kind)) and not _MARKUP.search(kind)

    def _why(self, outcome: Reply | Failure) -> str:
        match outcome:
            case Failure(reason=reason) if self.size:
                return f"{reason}, after {self.size} bytes"
            case Failure(reason=reason):
                return reason
            case Reply(status=403 | 404 | 410 as status):
                return f"HTTP {status}; files of the service expire"
            case Reply(status=200 | 206):
                return self._complaint
            case Reply(status=status):
                return f"HTTP {status}"


@contextmanager
def telling_of_the_disk(name: str) -> Iterator[None]:
    """Raises DownloadFailed where the disk will not have the file `name`."""
    try:
        yield
    except DownloadFailed:
        raise
    except OSError as error:
        reason = f"{error.filename or 'disk'}: {error.strerror or error}"
        raise DownloadFailed(name, reason) from error
    except ValueError as error:
        raise DownloadFailed(name, str(error)) from error


def _is_text(head: bytes) -> bool:
    """Whether a file begins in words; one that has not begun may yet."""
    text = head.decode("utf-8", "ignore")
    is_utf8 = len(head) - len(text.encode()) < 4  # a character may be cut
    return is_utf8 and all(c.isprintable() or c in "\t\n\r\f\ufeff" for c in text)


def _is_plain(headers: Mapping[str, str]) -> bool:
    """Whether a body is sent as the file is, and not compressed on its way."""
    return headers.get("content-encoding", "identity") == "identity"


def _length(headers: Mapping[str, str]) -> int | None:
    length = headers.get("content-length", "").strip()
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else None


def _validator(headers: Mapping[str, str]) -> str:
    """What tells that a file is still the same: a strong ETag, or when it changed."""
    changed = headers.get("last-modified", "")
    return _tag(headers) or (changed if changed.isascii() else "")


def _tag(headers: Mapping[str, str]) -> str:
    """A strong ETag that can be sent back, or empty."""
    tag = headers.get("etag", "")
    return tag if tag.isascii() and not tag.startswith("W/") else ""
