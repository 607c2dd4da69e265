"""A database URL that can be passed on but is not shown in a repr."""

from urllib.parse import quote, urlsplit


class DatabaseUrl(str):
    """A libpq URL such as ``postgresql://user:password@host:port/database``.

    Its repr omits the password, because pytest prints the repr of a failing test's arguments.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        parts = urlsplit(self)
        user, at, address = parts.netloc.rpartition("@")
        shown = f"{user.partition(':')[0]}:***{at}{address}" if at else address
        return f"DatabaseUrl('{parts.scheme}://{shown}{parts.path}')"

    def of(self, database: str) -> "DatabaseUrl":
        """Return the URL of another database on the same server and account."""
        return DatabaseUrl(urlsplit(self)._replace(path=f"/{quote(database, safe='')}").geturl())
