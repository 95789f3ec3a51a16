"""Brings the client up to date; with --check, only says whether it is."""

import sys
from pathlib import Path

import wirogen

HERE = Path(__file__).parent


def main() -> int:
    """The exit status: 1 where the client is not what its specifications give."""
    try:
        if "--check" in sys.argv:
            return 0 if wirogen.check(HERE).is_clean else 1
        wirogen.generate(HERE)
    except wirogen.Refused as refused:
        print(*(finding.message for finding in refused.report), sep="\n")
        return 2
    return 0


sys.exit(main())
