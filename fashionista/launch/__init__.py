"""
Starting and stopping the portal on one machine. Knows nothing of Django.

    install.py      the virtual environment, before anything of ours can be imported
    places.py       where a run keeps its files
    keys.py         the secrets, made once
    postgres.py     how PostgreSQL is made, started and stopped
    valkey.py       the same for Valkey
    keeper.py       shares one server between commands; the last one out turns it off
    roles.py        the database roles
    embedded.py     the servers together, and the environment a command needs to use them
    preflight.py    what must be true before a start
    supervisor.py   `make run`
    reset.py        `make reset`
"""
