"""Derivatives without calculus."""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    """Central differences of a scalar function at ``x`` (float64; put back as it was).

    The error is about ``step**2`` times the third derivative.
    """
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + step
        above = function()
        x[index] = kept - step
        below = function()
        x[index] = kept
        gradient[index] = (above - below) / (2 * step)
    return gradient
