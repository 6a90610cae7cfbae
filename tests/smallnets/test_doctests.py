"""The examples in the docstrings say what happens."""

import doctest
import importlib
import pkgutil

import pytest

import smallnets

MODULES = [module.name for module in pkgutil.iter_modules(smallnets.__path__)]
WITH_EXAMPLES = {"checkpoints", "data", "layers", "lending", "losses", "measure", "models", "plots"}


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(f"smallnets.{name}"))
    assert result.failed == 0
    assert (result.attempted > 0) == (name in WITH_EXAMPLES)


def test_every_public_name_is_documented_and_listed():
    assert sorted(smallnets.__all__) == sorted(set(smallnets.__all__))
    for name in smallnets.__all__:
        thing = getattr(smallnets, name)
        assert thing.__doc__, f"{name} has no docstring"
        for method, value in vars(thing).items() if isinstance(thing, type) else ():
            if callable(value) and not method.startswith("_"):
                assert value.__doc__, f"{name}.{method} has no docstring"
