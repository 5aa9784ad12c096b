#!/bin/bash
# Makes one database and one role a service: crm_followups belongs to crm_followups, and nobody else may connect to it.
# May run again at any time, e.g. after a password was changed or a service was added; it never drops anything.
# PGHOST, PGUSER and PGPASSWORD say where and as whom; CRM_<SERVICE>_PASSWORD are the roles' passwords.
set -euo pipefail

for service in identity contacts interactions followups tasks notifications; do
    password=CRM_${service^^}_PASSWORD
    : "${!password:?is not set}"
    # The password is read from the environment: on a command line everybody could see it.
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="crm_$service" --dbname=postgres <<SQL
\getenv password $password
SELECT format('CREATE ROLE %I LOGIN', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done

# By default every role may connect to these.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres <<SQL
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
SQL
echo "Every service has its database and its role."
