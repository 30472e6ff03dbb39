#!/bin/sh
# Runs once, in an empty database: the owner that migrates and a login for each service, none of them superuser.
# A service's login has rights in its own schema only; migrations grant them.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set owner_password="$DATABASE_PASSWORD_OWNER" --set database="$POSTGRES_DB" <<'SQL'
create role regelwijzer_owner login createrole password :'owner_password';
alter database :"database" owner to regelwijzer_owner;
revoke all on schema public from public;
grant usage on schema public to public;
grant create on schema public to regelwijzer_owner;
SQL

for service in accounts intake triage research knowledge escalation notifier; do
  variable="DATABASE_PASSWORD_$(echo "$service" | tr '[:lower:]' '[:upper:]')"
  eval "password=\$$variable"
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set role="regelwijzer_$service" --set password="$password" --set database="$POSTGRES_DB" <<'SQL'
create role :"role" login password :'password' connection limit 40;
grant :"role" to regelwijzer_owner with admin option;
grant connect on database :"database" to :"role";
SQL
done
