"""`python -m` of this package."""

from ._registry import PACKAGE


def main() -> None:
    """The command line of this package."""
    PACKAGE.run_command_line()


if __name__ == "__main__":
    main()
