"""Models as tools of the Model Context Protocol, for programs that act alone."""
