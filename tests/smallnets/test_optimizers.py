"""Updates against the formulas written out for one number."""

import numpy as np
import pytest

from smallnets import SGD, Adam, Parameter
from tests.oracles import update_rules

RNG = np.random.default_rng(0)
WEIGHTS = RNG.normal(size=(3, 2))
GRADIENTS = RNG.normal(size=(20, 3, 2))


def followed(create, gradients=GRADIENTS, dtype=np.float64):
    parameter = Parameter(WEIGHTS.astype(dtype))
    optimizer = create([parameter])
    for gradient in gradients:
        parameter.grad = gradient
        optimizer.step()
    return parameter.data


def by_hand(rule, *settings):
    wanted = np.zeros_like(WEIGHTS)
    for index in np.ndindex(WEIGHTS.shape):
        gradients = [g[index] for g in GRADIENTS]
        wanted[index] = rule(WEIGHTS[index], gradients, *settings)
    return wanted


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd(momentum):
    got = followed(lambda p: SGD(p, 0.1, momentum=momentum))
    assert np.abs(got - by_hand(update_rules.sgd, 0.1, momentum)).max() < 1e-12


@pytest.mark.parametrize("settings", [(1e-3, 0.9, 0.999, 1e-8), (0.1, 0.5, 0.8, 1e-2)])
def test_adam(settings):
    got = followed(lambda p: Adam(p, *settings))
    assert np.abs(got - by_hand(update_rules.adam, *settings)).max() < 1e-12


def test_adams_first_step_has_the_length_of_the_learning_rate():
    got = followed(lambda p: Adam(p, learning_rate=0.01), GRADIENTS[:1])
    assert np.abs(np.abs(got - WEIGHTS) - 0.01).max() < 1e-7


@pytest.mark.parametrize(
    "create", [lambda p: SGD(p, np.float64(0.1), 0.9), lambda p: Adam(p, np.float64(0.1))]
)
def test_float32_stays_float32_whatever_the_gradient(create):
    assert followed(create, dtype=np.float32).dtype == np.float32


def test_a_step_leaves_arrays_kept_from_before():
    parameter = Parameter(np.ones(3, np.float32), np.ones(3, np.float32))
    before = parameter.data
    SGD([parameter], 0.5).step()
    assert before.tolist() == [1, 1, 1]
    assert parameter.data.tolist() == [0.5, 0.5, 0.5]


def test_the_learning_rate_may_change_between_steps():
    parameter = Parameter(np.zeros(1, np.float32), np.ones(1, np.float32))
    optimizer = SGD([parameter], 1.0)
    optimizer.step()
    optimizer.learning_rate = 0.25
    optimizer.step()
    assert parameter.data.tolist() == [-1.25]


def test_bad_settings_are_refused_by_name():
    some = [Parameter(np.zeros(2, np.float32))]
    for create, error, words in [
        (lambda: SGD([], 0.1), ValueError, "no parameters"),
        (lambda: SGD(some, 0), ValueError, "learning_rate.*0"),
        (lambda: SGD(some, float("nan")), ValueError, "learning_rate.*nan"),
        (lambda: SGD(some, 0.1, momentum=1.0), ValueError, "momentum.*1.0"),
        (lambda: Adam(some, -1), ValueError, "learning_rate.*-1"),
        (lambda: Adam(some, beta1=1.0), ValueError, "beta1.*1.0"),
        (lambda: Adam(some, beta2=-0.1), ValueError, "beta2.*-0.1"),
        (lambda: Adam(some, epsilon=0), ValueError, "epsilon.*0"),
        (lambda: SGD([Parameter(np.zeros(2, np.int8))], 0.1), TypeError, "int8"),
        (lambda: SGD(some, 0.1).step(), RuntimeError, "backward before step"),
    ]:
        with pytest.raises(error, match=words):
            create()
