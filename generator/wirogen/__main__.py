"""`python -m wirogen`."""

from wirogen.cli import main

main(prog_name="wirogen")
