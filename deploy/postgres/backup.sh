#!/bin/bash
# Copies the databases of all services, as they are at one moment, into a new folder, while the product goes on:
#   backup.sh /var/backups/al-dia/2026-11-22
# PGHOST, PGUSER and PGPASSWORD say where and as whom. restore.sh brings them back; docs/operations.md says how.
set -euo pipefail

# Whoever keeps what others own comes before them: so nobody has of a record what its owner does not know.
services=(notifications tasks followups interactions contacts identity)
folder=$1
psql() { command psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

# Keep the moment of one database, inside it that of the next, and so on; the innermost copies them all.
hold() {
    (($#)) || { copy; return; }
    psql --dbname="crm_$1" <<SQL
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS moment \gset
\setenv MOMENT_$1 :moment
\! HELD=yes bash '$0' '$folder' ${*:2}
SQL
}

copy() {
    for service in "${services[@]}"; do
        moment=MOMENT_$service
        pg_dump --format=custom --snapshot="${!moment}" --file="$folder/$service.dump" "crm_$service"
        psql --dbname="crm_$service" --command="BEGIN ISOLATION LEVEL REPEATABLE READ" \
            --command="SET TRANSACTION SNAPSHOT '${!moment}'" --file="$(dirname "$0")/sums.sql" >"$folder/$service.sums"
    done
    touch "$folder/whole"
}

if [[ -v HELD ]]; then
    hold "${@:2}"
else
    # Under its real name only once it is whole.
    whole=$folder folder=$folder.part
    mkdir --parents "$folder"
    date --utc +%FT%TZ >"$folder/moment"
    hold "${services[@]}"
    rm "$folder/whole"
    mv --no-target-directory "$folder" "$whole"
    echo "Copied as of $(<"$whole/moment"): $whole"
fi
