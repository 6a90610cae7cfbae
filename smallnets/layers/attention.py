"""Self-attention: each token reads from the others."""

from typing import Any

import numpy as np

from smallnets.layers.base import Layer, register_layer, whole_number
from smallnets.layers.dense import Dense
from smallnets.layers.macs import multiply
from smallnets.losses import softmax


@register_layer
class SelfAttention(Layer):
    r"""Multi-head scaled dot-product attention of a sequence to itself.

    One layer gives each token a query, a key and a value. Each head takes its share of
    them, $d_k$ features, and gives the values weighed by
    $A = \mathrm{softmax}(Q K^T / \sqrt{d_k})$; another layer mixes the heads.

    Parameters
    ----------
    features : int
        Of a token; a multiple of ``heads``.
    heads : int
    causal : bool
        A token reads only from itself and from those before it, as a language model must.
    rng : numpy.random.Generator or None
        Source of the initial weights; None stands for ``default_rng(0)``.
    qkv, output : Layer or None
        Layers that take the place of the two Dense layers, such as thin ones in a row.

    Attributes
    ----------
    qkv : Dense, from features to 3 * features
        Queries, keys and values, one after another, each head after head.
    output : Dense, from features to features

    References
    ----------
    Vaswani et al., "Attention is all you need", 2017, sections 3.2.1 to 3.2.3.

    Examples
    --------
    >>> layer = SelfAttention(64, heads=2, causal=True)
    >>> layer.forward(np.zeros((3, 10, 64), np.float32)).shape
    (3, 10, 64)
    """

    qkv: Layer
    output: Layer
    features: int
    heads: int
    causal: bool

    def __init__(
        self,
        features: int,
        heads: int,
        causal: bool = False,
        rng: np.random.Generator | None = None,
        qkv: Layer | None = None,
        output: Layer | None = None,
    ) -> None:
        self.features = whole_number("features", features, 1)
        self.heads = whole_number("heads", heads, 1)
        if self.features % self.heads:
            raise ValueError(
                f"features must be a multiple of heads, got {features} features and {heads} heads"
            )
        rng = np.random.default_rng(0) if rng is None else rng
        self.causal = bool(causal)
        self.qkv = Dense(features, 3 * features, rng=rng) if qkv is None else qkv
        self.output = Dense(features, features, rng=rng) if output is None else output
        for name, layer in (("qkv", self.qkv), ("output", self.output)):
            if not isinstance(layer, Layer):
                raise TypeError(f"{name} must be a layer such as Dense(64, 192), got {layer!r}")

    def config(self) -> dict[str, Any]:
        """Return the arguments that build a layer of this shape, with its two layers."""
        return {
            "features": self.features,
            "heads": self.heads,
            "causal": self.causal,
            "qkv": self.qkv,
            "output": self.output,
        }

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map (n, t, features) to the same shape; t may differ from call to call.

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty or has another shape.
        """
        self._check_input(x, ndim=3)
        n, t, features = x.shape
        if features != self.features:
            raise ValueError(f"{self} takes shape (n, t, {self.features}), got {x.shape}")
        projected = self.qkv.forward(x).reshape(n, t, 3, self.heads, -1)
        queries, keys, values = projected.transpose(2, 0, 3, 1, 4)  # each (n, heads, t, d_k)
        scale = (features // self.heads) ** -0.5
        scores = multiply(queries, keys.swapaxes(2, 3)) * scale
        if self.causal:
            scores += np.triu(np.full((t, t), -np.inf, x.dtype), k=1)
        weights = softmax(scores)
        read = multiply(weights, values).transpose(0, 2, 1, 3).reshape(n, t, features)
        return self._save(self.output.forward(read), queries, keys, values, weights, scale)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradients of both layers' parameters; return that of the input."""
        return self.qkv.backward(self._gradient_of_qkv(grad))

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set the gradients of both layers' parameters."""
        self.qkv.parameter_gradients(self._gradient_of_qkv(grad))

    def _gradient_of_qkv(self, grad: np.ndarray) -> np.ndarray:
        """Go back from the output to queries, keys and values: (n, t, 3 * features)."""
        queries, keys, values, weights, scale = self._recall(grad)
        n, t, features = grad.shape
        read = self.output.backward(grad).reshape(n, t, self.heads, -1).transpose(0, 2, 1, 3)
        of_weights = multiply(read, values.swapaxes(2, 3))
        # Softmax: a row of weights sums to 1, so a shift of its scores changes nothing.
        shift = np.einsum("nhij,nhij->nhi", of_weights, weights)[..., None]
        scores = weights * (of_weights - shift) * scale
        projected = np.empty((n, t, 3, *read.shape[1::2]), grad.dtype)
        parts = projected.transpose(2, 0, 3, 1, 4)
        parts[0] = multiply(scores, keys)
        parts[1] = multiply(scores.swapaxes(2, 3), queries)
        parts[2] = multiply(weights.swapaxes(2, 3), read)
        return projected.reshape(n, t, 3 * features)
