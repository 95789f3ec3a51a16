"""The table of codes."""

from wirogen.diagnostics import Code, codes


def test_every_code_is_unique_and_explained() -> None:
    listed = [value for value in vars(codes).values() if isinstance(value, Code)]
    assert len({code.name for code in listed}) == len(listed)
    assert codes.table() == {code.name: code for code in listed}
    for code in listed:
        assert code.name[0] in "EWN"
        assert code.name[1:].isdigit()
        assert len(code.explanation) > 50, code.name
        assert not code.title.endswith(".")
