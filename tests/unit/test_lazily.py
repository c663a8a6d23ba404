"""An API names all its modules and loads those of the route that is asked."""

import subprocess
import sys

import pytest

from local.places import ROOT

LOADED = """
import sys, types
before = {*sys.modules}
import SERVICE.api
print(*(name for name, module in sys.modules.items() if type(module) is types.ModuleType))
import SERVICE.api as api
print(*(name for name, module in vars(api).items() if issubclass(type(module), types.ModuleType) and module.__doc__))
"""


def python(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True, capture_output=True, text=True, cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'functions'}:{ROOT / 'layers' / 'core'}"},
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.mark.parametrize("service", ["accounts", "orders", "media"])
def test_an_api_loads_none_of_its_modules_before_a_route_is_asked(service: str) -> None:
    loaded, named = python(LOADED.replace("SERVICE", service))
    services = ("accounts", "mail", "media", "orders", "payments", "public")
    assert {name for name in loaded.split() if name.split(".")[0] in services} == {service, f"{service}.api"}
    assert {"answers"} <= {*named.split()}  # and whoever reads something from one has it


def test_a_module_that_cannot_be_loaded_fails_at_its_first_use_by_its_own_name() -> None:
    code = """
from latchkey.lazily import lazily
with lazily():
    from orders import reading
try:
    with lazily():
        from orders import nothing_of_that_name
except ImportError as error:
    print(error.name)
print(reading.get_order.__name__)
import email.mime.text
print(type(email.mime.text).__name__)
"""
    assert python(code) == ["orders", "get_order", "module"]
