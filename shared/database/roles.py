"""A role and a schema for each service; no role has rights in another's schema."""


def role_of(service: str) -> str:
    """The PostgreSQL role a service works as."""
    return f"regelwijzer_{service}"


def statements(service: str) -> list[str]:
    """What makes the schema and the role of a service. Safe to repeat.

    The tables belong to the login that migrates; the service may use rows, not change tables.
    """
    role = role_of(service)
    return [
        f"""do $$ begin
              if not exists (select from pg_roles where rolname = '{role}') then create role {role} nologin; end if;
            end $$""",
        f"create schema if not exists {service}",
        f"grant {role} to current_user",
        f"grant usage on schema {service} to {role}",
        f"alter default privileges in schema {service} grant select, insert, update, delete on tables to {role}",
        f"alter default privileges in schema {service} grant usage, select on sequences to {role}",
        f"alter default privileges in schema {service} grant execute on functions to {role}",
    ]


def grants(service: str) -> list[str]:
    """The rights of a service in what stands in its schema already: tables that came from elsewhere have none."""
    role = role_of(service)
    return [
        f"grant select, insert, update, delete on all tables in schema {service} to {role}",
        f"grant usage, select on all sequences in schema {service} to {role}",
        f"grant execute on all functions in schema {service} to {role}",
    ]
