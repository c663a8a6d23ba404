"""JSONPath and Choice rules as far as the delivery machine uses them; anything else is refused loudly."""

import copy
import json
import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"\.([A-Za-z_][\w]*)|\[(\d+|\*)\]|\['([^']+)'\]")
_CALL = re.compile(r"States\.(\w+)\((.*)\)", re.DOTALL)


def found(data: Any, path: str | None, context: Mapping[str, Any]) -> Any:
    """What a path points at. Raises KeyError for nothing."""
    if path is None:
        return {}
    rest, value = (path[2:], context) if path.startswith("$$") else (path[1:], data)
    place = 0
    while place < len(rest):
        step = _STEP.match(rest, place)
        if step is None:
            raise NotImplementedError(path)
        name, index, quoted = step.groups()
        place = step.end()
        if index == "*":
            return [found(one, "$" + rest[place:], context) for one in value]
        value = value[int(index)] if index is not None else value[name or quoted]
    return value


def filled(template: Any, data: Any, context: Mapping[str, Any]) -> Any:
    """Parameters, ResultSelector, ItemSelector: names that end in `.$` are paths or calls."""
    if isinstance(template, list):
        return [filled(one, data, context) for one in template]
    if not isinstance(template, dict):
        return template
    done = {}
    for name, value in template.items():
        if name.endswith(".$"):
            done[name[:-2]] = evaluated(value, data, context)
        else:
            done[name] = filled(value, data, context)
    return done


def evaluated(text: str, data: Any, context: Mapping[str, Any]) -> Any:
    """A path, or one of the intrinsic functions."""
    call = _CALL.fullmatch(text)
    if call is None:
        return copy.deepcopy(found(data, text, context))
    name, inside = call.groups()
    arguments = [_argument(one.strip(), data, context) for one in _split(inside)]
    match name:
        case "Format":
            parts = str(arguments[0]).split("{}")
            return "".join(
                a + (str(b) if b is not None else "") for a, b in zip(parts, [*arguments[1:], None], strict=True)
            )
        case "MathAdd":
            return arguments[0] + arguments[1]
        case "ArrayLength":
            return len(arguments[0])
        case "ArrayPartition":
            return [arguments[0][at : at + arguments[1]] for at in range(0, len(arguments[0]), arguments[1])]
        case "Array":
            return arguments
        case "JsonToString":
            return json.dumps(arguments[0])
        case "StringToJson":
            return json.loads(arguments[0])
    raise NotImplementedError(text)


def placed(data: Any, path: str | None, result: Any) -> Any:
    """The input with the result put where ResultPath says; None drops the result."""
    if path is None:
        return data
    if path == "$":
        return result
    after = copy.deepcopy(data)
    *way, last = path[2:].split(".")
    inner = after
    for name in way:
        inner = inner.setdefault(name, {})
    inner[last] = result
    return after


def truth(rule: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> bool:
    """Whether a Choice rule holds."""
    if "And" in rule:
        return all(truth(one, data, context) for one in rule["And"])
    if "Or" in rule:
        return any(truth(one, data, context) for one in rule["Or"])
    if "Not" in rule:
        return not truth(rule["Not"], data, context)
    try:
        value, there = found(data, rule["Variable"], context), True
    except (KeyError, IndexError, TypeError):
        value, there = None, False
    (operator, wanted), *_ = [(name, one) for name, one in rule.items() if name not in ("Variable", "Next", "Comment")]
    if operator.endswith("Path"):
        operator, wanted = operator[:-4], found(data, wanted, context)
    match operator:
        case "IsPresent":
            return there == wanted
        case "IsNull":
            return (value is None) == wanted
        case "BooleanEquals" | "StringEquals" | "NumericEquals":
            return there and value == wanted
        case "NumericGreaterThan":
            return there and value > wanted
        case "NumericGreaterThanEquals":
            return there and value >= wanted
        case "NumericLessThan":
            return there and value < wanted
        case "NumericLessThanEquals":
            return there and value <= wanted
    raise NotImplementedError(operator)


def _argument(text: str, data: Any, context: Mapping[str, Any]) -> Any:
    if text.startswith("'"):
        return text[1:-1]
    if text.startswith(("$", "States.")):
        return evaluated(text, data, context)
    return json.loads(text)


def _split(text: str) -> list[str]:
    parts, depth, quoted, current = [], 0, False, ""
    for letter in text:
        if letter == "'":
            quoted = not quoted
        elif not quoted:
            depth += letter in "(["
            depth -= letter in ")]"
        if letter == "," and depth == 0 and not quoted:
            parts.append(current)
            current = ""
        else:
            current += letter
    return [*parts, current] if current.strip() else parts
