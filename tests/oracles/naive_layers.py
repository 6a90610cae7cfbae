"""Layers as the textbook writes them: one loop per index."""

import numpy as np


def dense(x, weights, bias):
    """Sum over inputs, one output at a time."""
    out = np.zeros((len(x), weights.shape[1]))
    for n, row in enumerate(x):
        for j in range(weights.shape[1]):
            out[n, j] = bias[j] + sum(row[i] * weights[i, j] for i in range(len(row)))
    return out


def conv2d(x, weights, bias, stride, padding):
    """Slide the kernel over zero-padded NHWC images; weights are (kh, kw, in, out)."""
    n, height, width, channels = x.shape
    size, _, _, n_out = weights.shape
    padded = np.zeros((n, height + 2 * padding, width + 2 * padding, channels))
    for i in range(height):
        for j in range(width):
            padded[:, i + padding, j + padding] = x[:, i, j]
    rows = (height + 2 * padding - size) // stride + 1
    columns = (width + 2 * padding - size) // stride + 1
    out = np.zeros((n, rows, columns, n_out))
    for e, r, c, o in np.ndindex(out.shape):
        total = bias[o]
        for i, j, k in np.ndindex(size, size, channels):
            total += padded[e, r * stride + i, c * stride + j, k] * weights[i, j, k, o]
        out[e, r, c, o] = total
    return out


def conv2d_macs(height, width, channels, n_out, size, stride, padding):
    """Count the multiply-adds of ``conv2d`` on one image, one by one."""
    count = 0
    for _ in range(0, height + 2 * padding - size + 1, stride):
        for _ in range(0, width + 2 * padding - size + 1, stride):
            for _ in np.ndindex(n_out, size, size, channels):
                count += 1
    return count


def max_pool(x, size):
    """Take the maximum over each square by comparing its pixels."""
    n, height, width, channels = x.shape
    out = np.zeros((n, height // size, width // size, channels))
    for e, r, c, k in np.ndindex(out.shape):
        best = x[e, r * size, c * size, k]
        for i in range(size):
            for j in range(size):
                best = max(best, x[e, r * size + i, c * size + j, k])
        out[e, r, c, k] = best
    return out
