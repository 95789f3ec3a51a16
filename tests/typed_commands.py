"""Commands of pages, as scripts of bash type them."""


def serving(command: str) -> str:
    """Lines that start a local Wiro beside the script, at a port that it finds free
    itself and that is `$port` from then on.
    """
    address = r"s|.*http://127.0.0.1:\([0-9]*\)/$|\1|p"
    return (
        f"{command} --port 0 > serve.log &\n"
        f"until port=$(sed -n '{address}' serve.log) && [ \"$port\" ]\n"
        "do kill -0 $! && sleep 0.1; done"
    )
