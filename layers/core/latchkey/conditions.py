"""What must hold of an item before it is written, as plain values: `attribute("status").eq("Pending") & present()`.

boto3 has the like, but its module loads all of boto3: an eighth of the CPU of a cold start (ADR 0043).
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Placeholders:
    """What stands for names and values in the expressions of one request, so that no name can be a reserved word."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def path(self, dotted: str) -> str:
        """`#n0.#n1` for `ledger.due`."""
        return ".".join(self._name(part) for part in dotted.split("."))

    def value(self, value: Any) -> str:
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = value
        return placeholder

    def _name(self, name: str) -> str:
        placeholder = f"#n{len(self.names)}"
        self.names[placeholder] = name
        return placeholder


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison, or several joined; `form` is DynamoDB's text with a `{}` for each operand."""

    form: str
    operands: tuple[Any, ...]

    def __and__(self, other: "Condition") -> "Condition":
        return Condition("({} AND {})", (self, other))

    def __or__(self, other: "Condition") -> "Condition":
        return Condition("({} OR {})", (self, other))

    def expression(self, known: Placeholders) -> str:
        """DynamoDB's text of it; names and values go into `known`."""
        return self.form.format(*(_operand(operand, known) for operand in self.operands))


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the item; dots reach into maps."""

    path: str

    def eq(self, value: Any) -> Condition:
        return Condition("{} = {}", (self, value))

    def ne(self, value: Any) -> Condition:
        """Also true of an item that has no such attribute."""
        return Condition("{} <> {}", (self, value))

    def lt(self, value: Any) -> Condition:
        return Condition("{} < {}", (self, value))

    def gt(self, value: Any) -> Condition:
        return Condition("{} > {}", (self, value))

    def begins_with(self, prefix: str) -> Condition:
        return Condition("begins_with({}, {})", (self, prefix))

    def exists(self) -> Condition:
        return Condition("attribute_exists({})", (self,))

    def not_exists(self) -> Condition:
        return Condition("attribute_not_exists({})", (self,))


def attribute(path: str) -> Attribute:
    """For conditions: `attribute("ledger.due").eq(0)`."""
    return Attribute(path)


def absent() -> Condition:
    """There is no such item yet."""
    return attribute("pk").not_exists()


def present() -> Condition:
    """There is such an item."""
    return attribute("pk").exists()


def at_version(version: int) -> Condition:
    """The item is still the one that was read."""
    return attribute("version").eq(version)


def _operand(operand: Any, known: Placeholders) -> str:
    match operand:
        case Condition():
            return operand.expression(known)
        case Attribute():
            return known.path(operand.path)
    return known.value(operand)
