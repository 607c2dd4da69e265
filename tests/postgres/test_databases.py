import psycopg
import pytest

from postgres import DatabaseUrl, create_database, drop_database, temporary_database


def names(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM customer ORDER BY name")]


def add(url: str, name: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO customer VALUES (%s)", (name,))


def test_databases_from_one_template_are_separate(postgres_server: DatabaseUrl) -> None:
    with temporary_database(postgres_server) as template:
        with psycopg.connect(template) as connection:
            connection.execute("CREATE TABLE customer (name text)")
        add(template, "Ada")
        original = template.rpartition("/")[2]
        with (
            temporary_database(postgres_server, original) as one,
            temporary_database(postgres_server, original) as other,
        ):
            add(one, "Grace")
            add(other, "Mary")
            assert (names(one), names(other), names(template)) == (["Ada", "Grace"], ["Ada", "Mary"], ["Ada"])


def test_dropped_database_is_gone_even_with_an_open_connection(postgres_server: DatabaseUrl) -> None:
    url = create_database(postgres_server, 'odd "name"/here')
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ('odd "name"/here',)
        drop_database(postgres_server, 'odd "name"/here')
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_dropping_an_absent_database_is_allowed(postgres_server: DatabaseUrl) -> None:
    drop_database(postgres_server, "never_made")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ada:secret@db.example:5432/main", "postgresql://ada:***@db.example:5432/main"),
        ("postgresql://ada:se@cret@db.example/main", "postgresql://ada:***@db.example/main"),
        ("postgresql://db.example/main?password=secret", "postgresql://db.example/main"),
    ],
)
def test_password_is_not_in_the_repr_of_a_url(url: str, shown: str) -> None:
    assert repr(DatabaseUrl(url)) == f"DatabaseUrl('{shown}')"
