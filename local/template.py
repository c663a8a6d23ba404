"""Reads the built template and works out its intrinsic functions against the deployed stack."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from local.places import ACCOUNT, REGION, STACK

Value = Any
NO_VALUE = object()


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short forms (`!Ref x` is `{"Ref": "x"}`)."""


def _short_form(loader: yaml.CSafeLoader, suffix: str, node: yaml.Node) -> dict[str, Value]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}  # type: ignore[arg-type]


_Loader.add_multi_constructor("!", _short_form)


def read_template(path: Path) -> dict[str, Value]:
    """The template with every intrinsic function in its long form."""
    template: dict[str, Value] = yaml.load(path.read_text(), _Loader)
    return template


class Resolver:
    """Works out values: parameters as deployed, `Ref` of a resource as its physical id, `GetAtt` as `Logical.Attribute`.

    Attributes stay symbolic: the edge needs to know which bucket or function is meant, not what AWS would call it.
    """

    def __init__(
        self,
        template: dict[str, Value],
        parameters: dict[str, str],
        physical: dict[str, str],
        secret: Callable[[str], str],
    ) -> None:
        self._template = template
        self._physical = physical
        self._secret = secret
        defaults = {name: item.get("Default", "") for name, item in template.get("Parameters", {}).items()}
        self._known = {name: str(value) for name, value in {**defaults, **parameters}.items()} | {
            "AWS::Partition": "aws",
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": STACK,
            "AWS::URLSuffix": "amazonaws.com",
        }

    def resource(self, logical_id: str) -> dict[str, Value]:
        """A resource's properties, worked out."""
        properties: dict[str, Value] = self.value(self._template["Resources"][logical_id].get("Properties", {}))
        return properties

    def of_type(self, kind: str) -> list[str]:
        """The logical ids of the resources of this type whose condition holds."""
        items = self._template["Resources"].items()
        return [name for name, item in items if item["Type"] == kind and self._holds(item.get("Condition"))]

    def logical(self, physical_id: str) -> str:
        """The logical id behind a `Ref` that was worked out."""
        return next(name for name, identity in self._physical.items() if identity == physical_id)

    def physical(self, logical_id: str) -> str:
        """The physical id of a resource."""
        return self._physical[logical_id]

    def value(self, node: Value) -> Value:
        """The node with every intrinsic function worked out."""
        if isinstance(node, list):
            return [item for item in map(self.value, node) if item is not NO_VALUE]
        if isinstance(node, dict):
            if len(node) == 1:
                ((name, argument),) = node.items()
                if name in self._functions:
                    return self._functions[name](self, argument)
            found = {name: self.value(item) for name, item in node.items()}
            return {name: item for name, item in found.items() if item is not NO_VALUE}
        return self._dynamic(node) if isinstance(node, str) else node

    def _dynamic(self, text: str) -> str:
        pattern = r"\{\{resolve:secretsmanager:(.+?):SecretString\}\}"
        return re.sub(pattern, lambda found: self._secret(found[1]), text)

    def _ref(self, name: str) -> Value:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._known.get(name, self._physical.get(name, name))

    def _sub(self, argument: Value) -> str:
        text, extra = argument if isinstance(argument, list) else (argument, {})

        def one(found: re.Match[str]) -> str:
            name = found[1]
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            return str(self.value(extra[name]) if name in extra else name if "." in name else self._ref(name))

        return self._dynamic(re.sub(r"\$\{([^}]+)\}", one, text))

    def _get_attribute(self, argument: Value) -> str:
        return ".".join(argument) if isinstance(argument, list) else str(argument)

    def _if(self, argument: Value) -> Value:
        condition, yes, no = argument
        return self.value(yes if self._holds(condition) else no)

    def _holds(self, condition: Value) -> bool:
        if condition is None:
            return True
        if isinstance(condition, str):
            return self._holds(self._template["Conditions"][condition])
        ((name, argument),) = condition.items()
        if name == "Fn::Equals":
            return bool(self.value(argument[0]) == self.value(argument[1]))
        if name == "Fn::Not":
            return not self._holds(argument[0])
        if name in ("Fn::And", "Fn::Or"):
            return (all if name == "Fn::And" else any)(map(self._holds, argument))
        return self._holds(argument)

    _functions: dict[str, Callable[["Resolver", Value], Value]] = {
        "Ref": _ref,
        "Fn::Sub": _sub,
        "Fn::GetAtt": _get_attribute,
        "Fn::If": _if,
        "Fn::Join": lambda self, argument: argument[0].join(map(str, self.value(argument[1]))),
    }
