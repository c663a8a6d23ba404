"""The deployment's settings, typed: the only place that reads the environment."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Settings:
    """What `template.yaml` hands to each function; a function that was not given a value sees an empty text."""

    stage: str
    people_table: str
    orders_table: str
    listings_table: str
    events_table: str
    raw_bucket: str
    media_bucket: str
    portal_bucket: str
    exports_bucket: str
    edge_secret_id: str
    cursor_secret_id: str
    signing_secret_id: str
    stripe_secret_id: str
    stripe_api_base: str
    stripe_mode: str
    delivery_machine_arn: str
    remarking_machine_arn: str
    mail_from: str
    configuration_set: str
    portal_scheme: str
    portal_port: str
    link_check_stand_in: str
    domain_name: str
    platform_host: str
    platform_sign_ups: str
    invitation_secret_id: str
    hosts_store_arn: str
    tenant_distribution_id: str
    tenant_endpoint: str
    dns_stand_in: str
    closing_seconds: str

    def origin(self, host: str) -> str:
        """`https://host` as the browser of that host sees it; the port only where the deployment has one."""
        return f"{self.portal_scheme}://{host}" + (f":{self.portal_port}" if self.portal_port else "")


@cache
def settings() -> Settings:
    """Read once per process. Tests call `settings.cache_clear()` after they changed the environment."""
    return Settings(**{name: os.environ.get(name.upper(), "") for name in Settings.__slots__})
