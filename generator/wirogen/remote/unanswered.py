"""Why a question to the service was not answered. No message holds a key."""


class Unanswered(Exception):
    """No usable answer came, and another attempt may have one."""


class Declined(Unanswered):
    """The service answered that it has nothing to tell.

    `is_final` where it says that there is no such thing, so that asking again would
    change nothing.
    """

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Stop(Exception):
    """Nothing else can be asked either, so that a pull ends here."""


class KeysRefused(Stop):
    """The service does not take the keys."""


class NotReached(Stop):
    """Nobody is there: several questions in a row found no connection."""
