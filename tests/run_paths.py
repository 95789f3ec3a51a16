"""Paths of runs, and what is none: the generator and its clients tell them alike."""

RUN_PATHS = (
    *(
        "wiro/instant-id",
        "wiro/FLUX.2-dev",
        "klingai/Kling V3",
        "a/%20",
        "a/b%2",
        "a/1…",
    ),
    *("a/...", "a/b?c=d#e", "a/b@c:1"),
)

NO_RUN_PATHS = (
    *("", "a", "a/", "/a", "a/b/c", "a/b/", "//a/b", "acme/../../Task/Kill"),
    *("../paint", "acme/..", "acme/.", "./paint", "https://elsewhere.test/a"),
    *("acme/%2e%2e", "acme/%2E.", "acme/%252e%252e", "%2e%2e/Task", "acme/%25%32e."),
    *("acme/%2e%2e%2f%2e%2e%2fTask%2fKill", "acme/b%2Fc", "acme/b%252Fc"),
    *("acme/b\\c", "acme/..\\..\\Task", "acme/b%5Cc", "acme/b%255cc"),
    *("acme/b\n", "acme/b\rc", "acme/b\0", "acme/b%00", "acme/b\x7f", "acme/b%C2%85"),
    *("acme/b\ud800", f"acme/b%{'25' * 9}20"),
)
