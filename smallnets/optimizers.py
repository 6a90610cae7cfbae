"""Optimizers: ``step()`` turns each Parameter's gradient into an update of its data.

An update makes a new array; arrays a caller has kept from before do not change.
"""

from collections.abc import Iterable

import numpy as np

from smallnets.layers import Parameter


class _Optimizer:
    """Checks, and the loop over parameters, common to all optimizers."""

    def __init__(self, parameters: Iterable[Parameter], learning_rate: float):
        self.parameters = list(parameters)
        if not self.parameters:
            raise ValueError("there are no parameters to train")
        for parameter in self.parameters:
            if parameter.data.dtype not in (np.float32, np.float64):
                raise TypeError(
                    "only float32 and float64 parameters can be trained, got "
                    f"{parameter.data.dtype}"
                )
        if not (np.isfinite(learning_rate) and learning_rate > 0):
            raise ValueError(f"learning_rate must be positive, got {learning_rate}")
        self.learning_rate = learning_rate

    def step(self) -> None:
        """Update every parameter once.

        Raises
        ------
        RuntimeError
            If a parameter has no gradient yet.
        """
        gradients = []
        for index, parameter in enumerate(self.parameters):
            if parameter.grad is None:
                raise RuntimeError(f"parameter {index} has no gradient; call backward before step")
            gradients.append(parameter.grad.astype(parameter.data.dtype, copy=False))
        self._update(gradients, float(self.learning_rate))

    def _update(self, gradients: list[np.ndarray], learning_rate: float) -> None:
        raise NotImplementedError


class SGD(_Optimizer):
    r"""Stochastic gradient descent, with momentum if asked for.

    Per step: $v \leftarrow \mu v + g$, then $w \leftarrow w - \eta v$.

    Parameters
    ----------
    parameters : list of Parameter
    learning_rate : float
        $\eta$; may be changed between steps.
    momentum : float
        $\mu$ in [0, 1); 0 is plain gradient descent.

    Raises
    ------
    TypeError
        If a parameter holds neither float32 nor float64.
    ValueError
        If there are no parameters, or a setting is out of range.

    References
    ----------
    Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and
    momentum in deep learning", 2013, section 2.
    """

    def __init__(
        self, parameters: Iterable[Parameter], learning_rate: float, momentum: float = 0.0
    ):
        super().__init__(parameters, learning_rate)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum must lie in [0, 1), got {momentum}")
        self.momentum = float(momentum)
        self.velocities = [np.zeros_like(p.data) for p in self.parameters]

    def _update(self, gradients, learning_rate):
        for i, (p, grad) in enumerate(zip(self.parameters, gradients, strict=True)):
            self.velocities[i] = self.momentum * self.velocities[i] + grad
            p.data = p.data - learning_rate * self.velocities[i]


class Adam(_Optimizer):
    r"""Adam: steps scaled by running means of the gradient and of its square.

    Per step $t$: $m \leftarrow \beta_1 m + (1 - \beta_1) g$,
    $v \leftarrow \beta_2 v + (1 - \beta_2) g^2$, then
    $w \leftarrow w - \eta\, \hat m / (\sqrt{\hat v} + \epsilon)$ with
    $\hat m = m / (1 - \beta_1^t)$ and $\hat v = v / (1 - \beta_2^t)$.

    Parameters
    ----------
    parameters : list of Parameter
    learning_rate : float
        $\eta$; may be changed between steps.
    beta1, beta2 : float
        How much of the running means is kept per step, in [0, 1).
    epsilon : float
        Keeps the division defined, positive.

    Raises
    ------
    TypeError
        If a parameter holds neither float32 nor float64.
    ValueError
        If there are no parameters, or a setting is out of range.

    References
    ----------
    Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        super().__init__(parameters, learning_rate)
        for name, beta in [("beta1", beta1), ("beta2", beta2)]:
            if not 0 <= beta < 1:
                raise ValueError(f"{name} must lie in [0, 1), got {beta}")
        if not epsilon > 0:
            raise ValueError(f"epsilon must be positive, got {epsilon}")
        self.beta1, self.beta2 = float(beta1), float(beta2)
        self.epsilon = float(epsilon)
        self.steps = 0
        self.means = [np.zeros_like(p.data) for p in self.parameters]
        self.squares = [np.zeros_like(p.data) for p in self.parameters]

    def _update(self, gradients, learning_rate):
        # Written for reading: the same passes in place, over blocks that fit the cache or over
        # one flat buffer of all parameters, made a whole training step at best 5% faster.
        self.steps += 1
        keep1, keep2 = self.beta1, self.beta2
        state = zip(self.parameters, gradients, self.means, self.squares, strict=True)
        for p, grad, mean, square in state:
            mean *= keep1
            mean += (1 - keep1) * grad
            square *= keep2
            square += (1 - keep2) * grad**2
            root = np.sqrt(square / (1 - keep2**self.steps)) + self.epsilon
            p.data = p.data - learning_rate / (1 - keep1**self.steps) * mean / root
