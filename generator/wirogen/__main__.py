"""The program: `wirogen`, and `python -m wirogen`."""

import sys


def run() -> None:
    """Runs the command that is typed. Ctrl-C ends it from its first moment on."""
    try:
        from wirogen.cli import main  # noqa: PLC0415 - it takes a moment, too

        main(prog_name="wirogen")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
