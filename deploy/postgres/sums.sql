-- The number of rows and a checksum of every table, in any order of rows: a copy that says the same has the same rows.
SET TimeZone = 'UTC';
SELECT format(
         $$SELECT %1$L, count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) FROM %1$I t$$,
         tablename)
  FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename \gexec
