"""The examples in the docstrings say what happens."""

import doctest
import importlib
import pkgutil

import pytest

import smallnets
import splitgrade
from smallnets import layers

MODULES = [module.name for module in pkgutil.iter_modules(smallnets.__path__)]
MODULES += [module.name for module in pkgutil.iter_modules(layers.__path__, "layers.")]
WITH_EXAMPLES = {
    "checkpoints",
    "data",
    "layers.attention",
    "layers.batch_norm",
    "layers.containers",
    "layers.conv",
    "layers.dense",
    "layers.embedding",
    "layers.layer_norm",
    "layers.macs",
    "layers.pooling",
    "layers.reshaping",
    "lending",
    "losses",
    "measure",
    "models",
    "plain",
    "plots",
    "pruned",
}


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


@pytest.mark.parametrize("package", [smallnets, splitgrade], ids=lambda package: package.__name__)
def test_no_exported_name_hides_a_module(package):
    """Else `import smallnets.receipt as r` would give a function, without `r.Receipt`."""
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert not modules & set(package.__all__)


def test_a_module_is_what_its_import_gives():
    import smallnets.progress as progress
    import smallnets.receipt as receipt

    assert receipt.Receipt and progress.Progress
    assert smallnets.receipt is receipt and smallnets.progress is progress
