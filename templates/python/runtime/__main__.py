"""`python -m` of this package."""

import sys


def main() -> None:
    """The command line; says so where click, which it needs, is not installed."""
    try:
        from ._runtime.command_line import program  # noqa: PLC0415 - click?
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        sys.exit("The command line needs click: pip install click")
    program.cli.main()


if __name__ == "__main__":
    main()
