from django.db import connection
def test_s(db):
    with connection.cursor() as c:
        c.execute("""select conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid) from pg_constraint where connamespace='public'::regnamespace and contype in ('c','u','x') or (contype='f' and cardinality(conkey)>1) order by 1,3,2""")
        for r in c.fetchall(): print("C", *r)
        c.execute("""select indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index where indisunique and not indisprimary and not exists (select from pg_constraint where conindid=indexrelid and contype in ('u','p')) and indrelid::regclass::text not like 'pg_%' and indrelid::regclass::text not like '%.%'""")
        for r in c.fetchall(): print("I", *r)
        c.execute("""select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal and tgname not like '%_audit_%' order by 1,2""")
        for r in c.fetchall(): print("T", *r)
        c.execute("""select tablename, count(*) from pg_policies where policyname<>'tests_factory' group by 1""")
        print(c.fetchall())
