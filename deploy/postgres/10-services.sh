#!/bin/bash
# One database and five roles for each service, as slussen_chassis.roles makes them. The image runs this once, on an
# empty volume. Passwords come as SLUSSEN_<SERVICE>_<ROLE>_PASSWORD.
set -euo pipefail

for service in agreements consent referrals statistics integration; do
  passwords=()
  for role in migrator app worker sealer; do
    name="SLUSSEN_${service^^}_${role^^}_PASSWORD"
    passwords+=(-v "${role}_password=${!name}")
  done
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v service="$service" "${passwords[@]}" <<'SQL'
SELECT :'service' || '_owner' AS owner, :'service' || '_migrator' AS migrator, :'service' || '_app' AS app,
       :'service' || '_worker' AS worker, :'service' || '_sealer' AS sealer, 'slussen_' || :'service' AS database \gset
CREATE ROLE :"owner" NOLOGIN NOSUPERUSER NOBYPASSRLS;
CREATE ROLE :"migrator" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'migrator_password';
CREATE ROLE :"app" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE :"worker" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'worker_password';
CREATE ROLE :"sealer" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'sealer_password';
GRANT :"owner" TO :"migrator";
CREATE DATABASE :"database" OWNER :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"migrator", :"app", :"worker", :"sealer";
SQL
done
