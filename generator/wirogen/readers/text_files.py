"""Text files as they come: UTF-8, or a finding that says what they are instead."""

import re
from pathlib import Path

from wirogen.diagnostics import Refused, Span, refusal
from wirogen.diagnostics.codes import (
    IS_A_FOLDER,
    NO_SUCH_FILE,
    NOT_UTF8,
    UNREADABLE_FILE,
)
from wirogen.readers.documents import Document
from wirogen.readers.limits import MOST_BYTES, too_large


def read_text_file(path: Path) -> str:
    """The text of a file. Raises Refused where there is none, or it is no UTF-8."""
    file = str(path)
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Refused(too_large(Span(file)))
        return _text_of(content, file)
    except FileNotFoundError:
        message, hint = "there is no such file", "check the path"
        raise refusal(NO_SUCH_FILE, message, Span(file), hint) from None
    except IsADirectoryError:
        message, hint = "this is a folder", "give one of the files in it"
        raise refusal(IS_A_FOLDER, message, Span(file), hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message, hint = f"the file cannot be read: {reason}", "check its permissions"
        raise refusal(UNREADABLE_FILE, message, Span(file), hint) from None


_OTHER_MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_UTF16_WITHOUT_MARK = re.compile(rb"\0[^\0]|[^\0]\0")


def _text_of(content: bytes, file: str) -> str:
    """The text of a UTF-8 file. Raises Refused where it is in another encoding."""
    encoding = next(
        (name for mark, name in _OTHER_MARKS.items() if content.startswith(mark)), ""
    )
    if not encoding and _UTF16_WITHOUT_MARK.match(content):
        encoding = "UTF-16 without a byte order mark"
    try:
        if not encoding:
            return content.decode()
        place = 0
    except UnicodeDecodeError as error:
        place = error.start
    before = content[:place].decode(errors="replace")
    message = f"the file is {encoding}" if encoding else "the file is no UTF-8 text"
    span = Document(file, before).span(len(before))
    raise refusal(NOT_UTF8, message, span, "save it as UTF-8")
