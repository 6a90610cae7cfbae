"""The loss the course trains with, and its gradient."""

import math

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    r"""Turn logits into probabilities: $p_i = e^{z_i} / \sum_j e^{z_j}$.

    The largest logit is subtracted first, so large logits do not overflow.

    Parameters
    ----------
    logits : ndarray of float, shape (..., n_classes)

    Returns
    -------
    ndarray of float, same shape and dtype
        Non-negative; each row sums to 1.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 4.1.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0, 1000.0, 1000.0]]))
    array([[0. , 0. , 0.5, 0.5]])
    """
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    r"""Mean cross-entropy of integer labels, and its gradient.

    For one example with logits $z$ and true class $y$ the loss is
    $\log \sum_j e^{z_j} - z_y$. The row maximum is subtracted first, so large
    logits do not overflow.

    Parameters
    ----------
    logits : ndarray of float, shape (..., n_classes)
        At least two axes: (n_examples, n_classes), or (n_examples, t, n_tokens) for a
        language model, where each position counts as an example.
    labels : ndarray of int, shape (...)
        Class indices in ``[0, n_classes)``, in the shape of the logits without the last
        axis.

    Returns
    -------
    loss : float
        Averaged over the examples, in nats.
    grad : ndarray of float, same shape as ``logits``
        Derivative of ``loss`` with respect to ``logits``, in their dtype.

    Raises
    ------
    TypeError
        If ``labels`` are not integers.
    ValueError
        If ``labels`` does not hold one class index per row of ``logits`` (the numbers
        along its last axis), or if there are no rows.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 6.2.2.3.

    Examples
    --------
    >>> loss, grad = softmax_cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(loss, 4)  # a uniform guess over 4 classes costs log(4) nats
    1.3863
    >>> grad
    array([[ 0.25,  0.25, -0.75,  0.25]])
    """
    _check_labels(logits, labels)
    rows = logits.reshape(-1, logits.shape[-1])
    n_examples = len(rows)
    at_label = np.arange(n_examples), labels.ravel()

    shifted = rows - rows.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    grad = np.exp(log_probs)
    grad[at_label] -= 1
    grad /= n_examples
    return float(-log_probs[at_label].mean()), grad.reshape(logits.shape)


def _check_labels(logits, labels):
    if logits.ndim < 2 or 0 in logits.shape:
        raise ValueError(
            "logits must have shape (n_examples, ..., n_classes), none of them 0, got "
            f"{logits.shape}"
        )
    examples, n_classes = logits.shape[:-1], logits.shape[-1]
    if labels.shape != examples:
        raise ValueError(
            f"expected {math.prod(examples)} labels of shape {examples}, one per row of the "
            f"logits, got shape {labels.shape}"
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers, got {labels.dtype}")
    if labels.min() < 0 or labels.max() >= n_classes:
        bad = labels[(labels < 0) | (labels >= n_classes)][0]
        raise ValueError(f"labels must lie in [0, {n_classes}), got {bad}")
