"""
The database is what docs/database-structure.md says: tables, columns, types, values, keys.

Columns are read from the catalogue, so that neither models nor migrations can argue. What we have
beyond the document is not asked about here.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

# Tables whose domains are not built yet; each leaves this list with the commit that makes it.
NOT_YET: set[str] = set()

SEALED = "bytea"  # what is personal is ciphertext, whatever it is outside
TYPES = {
    "UUID": {"uuid"},
    "array": {"ARRAY", SEALED},
    "decimal": {"numeric", SEALED},
    "enum": {"text"},
    "integer": {"integer", "smallint", "bigint"},
    "jsonb": {"jsonb", SEALED},
    "string": {"text", "character varying", SEALED},
    "text": {"text", SEALED},
    "timestamp": {"timestamp with time zone"},
}
# Columns that name what they point to in another word.
POINTS_TO = {
    "asset_id": "media_assets",
    "category_id": "event_categories",
    "gallery_id": "media_galleries",
    "organizer_id": "users",
    "package_id": "sponsorship_packages",
    "rated_by": "users",
    "reviewer_id": "users",
    "role_id": "staff_roles",
    "segment_id": "runway_segments",
    "service_id": "vendor_services",
    "staff_id": "staff",
    "tag_id": "event_tags",
    "amenity_id": "event_amenities",
    "uploaded_by": "users",
}
# Uniqueness of a sealed address sits on the keyed hash beside it.
UNIQUE_BY = {("users", "email"): "email_index"}


def document():
    return (Path(settings.BASE_DIR) / "docs" / "database-structure.md").read_text()


def tables():
    """{table: {column: (type, [values], notes)}} of the document."""
    found, columns = {}, {}
    for line in document().partition("## Key Relationships")[0].splitlines():
        if table := re.fullmatch(r"- \*\*(\w+)\*\*\s*", line):
            columns = found.setdefault(table[1], {})
        elif column := re.fullmatch(r"  - (\w+) \((.+)\)\s*", line):
            name, said = column.groups()
            kind, _, rest = said.partition(":" if said.startswith("enum") else ",")
            words = [word.strip() for word in rest.split(",") if word.strip()]
            columns[name] = (kind, words if kind == "enum" else [], words)
    return found


def relationships():
    """The pairs of tables that the diagram joins."""
    lines = re.findall(r"^\s+([A-Z_]+) [|o}{]{2}--[|o}{]{2} ([A-Z_]+) : \w+$", document(), re.M)
    return {(one.lower(), other.lower()) for one, other in lines}


DOCUMENT = tables()
BUILT = {table: columns for table, columns in DOCUMENT.items() if table not in NOT_YET}


@pytest.fixture
def ask(db):
    def ask(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    return ask


@pytest.fixture
def foreign_keys(ask):
    """
    (table, column, table it points to), each column of a composite key for itself.

    What a composite key points to points on: an assignment's event is its shift's, and so an event.
    """
    steps = {}
    for child, column, parent, key in ask(
        "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname"
        " FROM pg_constraint c, unnest(c.conkey, c.confkey) k(mine, theirs),"
        " pg_attribute a, pg_attribute b"
        " WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace"
        " AND (a.attrelid, a.attnum) = (c.conrelid, k.mine)"
        " AND (b.attrelid, b.attnum) = (c.confrelid, k.theirs)"
    ):
        if (child, column) != (parent, key):  # a row and its kin are of one event
            steps.setdefault((child, column), set()).add((parent, key))

    def reached(place):
        return {found for step in steps.get(place, ()) for found in {step} | reached(step)}

    return {(*place, parent) for place in steps for parent, _key in reached(place)}


def test_the_document_was_read_whole():
    assert len(DOCUMENT) == 45
    assert sum(map(len, DOCUMENT.values())) == 339
    assert len(relationships()) == 35


def test_every_table_is_there_but_those_that_are_not_built_yet(ask):
    there = {name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    assert DOCUMENT.keys() - there == NOT_YET


def test_every_column_has_its_type(ask):
    there = {
        (table, column): kind
        for table, column, kind in ask(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
    }
    off = {
        (table, column): there.get((table, column), "missing")
        for table, columns in BUILT.items()
        for column, (kind, _values, _notes) in columns.items()
        if there.get((table, column)) not in TYPES[kind]
    }

    assert off == {}


def test_every_state_is_one_the_database_knows(ask):
    checks = {}
    for table, column, rule in ask(
        "SELECT c.conrelid::regclass::text, a.attname, pg_get_constraintdef(c.oid)"
        " FROM pg_constraint c JOIN pg_attribute a"
        " ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) WHERE c.contype = 'c'"
    ):
        checks.setdefault((table, column), set()).update(re.findall(r"'(\w+)'::text", rule))
    off = {
        (table, column): set(values) - checks.get((table, column), set())
        for table, columns in BUILT.items()
        for column, (_kind, values, _notes) in columns.items()
        if not set(values) <= checks.get((table, column), set())
    }

    assert off == {}


def test_every_primary_and_unique_key_is_one(ask):
    unique = set(
        ask(
            "SELECT i.indrelid::regclass::text, a.attname, i.indisprimary"
            " FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
            " WHERE i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL"
        )
    )
    wanted = {
        (table, UNIQUE_BY.get((table, column), column), "primary key" in notes)
        for table, columns in BUILT.items()
        for column, (_kind, _values, notes) in columns.items()
        if {"primary key", "unique"} & set(notes)
    }

    assert wanted - unique == set()


def test_every_foreign_key_points_where_it_says(foreign_keys):
    wanted = {
        (table, column, table if column == "parent_id" else target(column))
        for table, columns in BUILT.items()
        for column, (_kind, _values, notes) in columns.items()
        if "foreign key" in notes
    }

    assert {each for each in wanted if each[2] not in NOT_YET} - foreign_keys == set()


def target(column):
    return POINTS_TO.get(column, f"{column.removesuffix('_id')}s")


def test_every_foreign_key_has_an_index_to_be_followed_by(ask):
    """Deleting a parent, and every list of its children, asks by the key's first column."""
    bare = ask(
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid"
        "                  AND i.indkey[0] = c.conkey[1])"
    )

    assert bare == []


def test_every_relationship_of_the_diagram_is_there(foreign_keys):
    joined = {(child, parent) for child, _column, parent in foreign_keys}
    parents = {}
    for child, parent in joined:
        parents.setdefault(child, set()).add(parent)
    apart = {
        (one, other)
        for one, other in relationships()
        if not {one, other} & NOT_YET
        and (one, other) not in joined
        and (other, one) not in joined
        and not any({one, other} <= links for links in parents.values())
    }

    assert apart == set()
