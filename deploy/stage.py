"""A stage of samconfig.toml: the stack it deploys and the parameters it gives; one file says both to SAM and to us."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class DeployError(Exception):
    """Something that a person has to change before the deployment can go on; the message says what."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`parameters` are the stage's own values, without those that only the deployment itself knows."""

    name: str
    stack: str
    region: str
    parameters: dict[str, str]

    @property
    def architecture(self) -> str:
        return self.parameters.get("Architecture", "arm64")

    @property
    def domain(self) -> str:
        return self.parameters["DomainName"]


def stage_of(name: str, config: Path = ROOT / "samconfig.toml") -> Stage:
    """The stage of that name. Raises DeployError when samconfig.toml has none, or it is the laptop's."""
    section = tomllib.loads(config.read_text()).get(name, {}).get("deploy", {}).get("parameters")
    if not section or name == "local":
        raise DeployError(f"samconfig.toml has no [{name}.deploy.parameters] that could be deployed to AWS.")
    pairs = [pair.partition("=") for pair in section.get("parameter_overrides", "").split()]
    parameters = {key: value for key, _, value in pairs}
    if parameters.get("Stage") != name or "DomainName" not in parameters:
        raise DeployError(f"parameter_overrides of [{name}] need Stage={name} and a DomainName.")
    return Stage(name, section["stack_name"], section["region"], parameters)
