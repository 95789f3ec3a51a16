"""What commands print of other people's texts is no command to who reads the log."""

import pytest

from wirogen.diagnostics.formats import as_log


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" ::error file=a::b", " : :error file=a::b"),
        ("+  ::add-mask::b\n::x", "+  : :add-mask::b\n: :x"),
        ("a ##[stop-commands]b", "a # #[stop-commands]b"),
        ("a\u202eb\u2028\x07", "a\\u202eb\\u2028\\x07"),
        ("a::b\n", "a::b\n"),
    ],
)
def test_no_line_of_a_log_is_a_command(text: str, shown: str) -> None:
    assert as_log(text) == shown
