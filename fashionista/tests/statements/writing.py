"""Statements on rows of the world: names in braces are things of it."""


def copied(table, original, /, **changes):
    """Insert a copy of a row, with these columns changed."""
    pairs = ", ".join(f"'{column}', {value}" for column, value in changes.items())
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(c) ||"
        f" jsonb_build_object({pairs}))).* FROM copies_of_{table} c"
        f" WHERE c.id = md5('{{{original}}}')::uuid"
    )


def changed(table, original, /, **changes):
    pairs = ", ".join(f"{column} = {value}" for column, value in changes.items())
    return f"UPDATE {table} SET {pairs} WHERE id = '{{{original}}}'"
