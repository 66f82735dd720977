from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """
    Argon2id at 32 MiB, two passes, one lane: above the floor of OWASP's password storage cheat
    sheet (19 MiB), and small enough that a storm of logins does not take all memory.
    """

    time_cost = 2
    memory_cost = 32 * 1024  # KiB
    parallelism = 1
