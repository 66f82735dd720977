from django.db import connection
def test_a(world):
    with connection.cursor() as c:
        c.execute("select current_user, session_user"); print(c.fetchall())
    print(world.ann)
def test_b(world):
    print(world.ann)
