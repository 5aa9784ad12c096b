#!/bin/bash
# Brings the databases of all services back as backup.sh has copied them; what is in them now is gone:
#   restore.sh /var/backups/al-dia/2026-11-22
# PGHOST, PGUSER and PGPASSWORD say where and as whom. Nobody may use the databases meanwhile, and the roles that own them
# have to be there (databases.sh makes them). docs/operations.md says what comes before and after.
set -euo pipefail

folder=$1
for service in identity contacts interactions followups tasks notifications; do
    pg_restore --exit-on-error --clean --if-exists --create --dbname=postgres "$folder/$service.dump"
    # Without statistics the first hours would be slow.
    psql --no-psqlrc --quiet --dbname="crm_$service" --command=ANALYZE
    psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="crm_$service" \
        --file="$(dirname "$0")/sums.sql" | diff "$folder/$service.sums" -
    echo "$service: $(wc --lines <"$folder/$service.sums") tables, as they were"
done
echo "As of $(<"$folder/moment")."
