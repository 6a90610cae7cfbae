"""Layers of a transformer, and batch normalization, one number at a time."""

import math

import numpy as np


def layer_norm(x, gain, bias, epsilon=1e-5):
    """Normalize each token (n, t, d) by its own mean and variance."""
    out = np.zeros(x.shape)
    for n, t in np.ndindex(x.shape[:2]):
        token = [float(value) for value in x[n, t]]
        mean = sum(token) / len(token)
        variance = sum((value - mean) ** 2 for value in token) / len(token)
        for d, value in enumerate(token):
            out[n, t, d] = gain[d] * (value - mean) / math.sqrt(variance + epsilon) + bias[d]
    return out


def attention(x, qkv, qkv_bias, output, output_bias, heads, causal):
    """Attend head by head and token by token; the columns of qkv are q, k, v."""
    n_examples, n_tokens, features = x.shape
    size = features // heads
    out = np.zeros(x.shape)
    for n in range(n_examples):
        mixed = [[0.0] * features for _ in range(n_tokens)]
        projected = [
            [
                qkv_bias[j] + sum(float(x[n, t, i]) * float(qkv[i, j]) for i in range(features))
                for j in range(3 * features)
            ]
            for t in range(n_tokens)
        ]
        for h in range(heads):
            for t in range(n_tokens):
                query = projected[t][h * size : (h + 1) * size]
                seen = range(t + 1) if causal else range(n_tokens)
                powers = {}
                for s in seen:
                    key = projected[s][features + h * size : features + (h + 1) * size]
                    product = sum(q * k for q, k in zip(query, key, strict=True))
                    powers[s] = math.exp(product / math.sqrt(size))
                for s in seen:
                    for d in range(size):
                        value = projected[s][2 * features + h * size + d]
                        mixed[t][h * size + d] += powers[s] / sum(powers.values()) * value
        for t in range(n_tokens):
            for j in range(features):
                out[n, t, j] = output_bias[j] + sum(
                    mixed[t][i] * float(output[i, j]) for i in range(features)
                )
    return out


def patches(images, size):
    """Cut (n, h, w, c) into rows of pixels, patch by patch."""
    n, height, width, channels = images.shape
    out = []
    for image in images:
        rows = []
        for top in range(0, height, size):
            for left in range(0, width, size):
                row = []
                for i in range(size):
                    for j in range(size):
                        row += [image[top + i, left + j, c] for c in range(channels)]
                rows.append(row)
        out.append(rows)
    return np.array(out)


def batch_norm(x, gain, bias, mean, variance, epsilon=1e-5):
    """Normalize (n, h, w, c) by statistics given for each channel."""
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        c = index[-1]
        out[index] = gain[c] * (x[index] - mean[c]) / math.sqrt(variance[c] + epsilon) + bias[c]
    return out


def channel_statistics(x):
    """Mean and variance of each channel of (n, h, w, c), over all its pixels."""
    columns = [[x[i, j, k, c] for i, j, k in np.ndindex(x.shape[:3])] for c in range(x.shape[3])]
    means = [sum(column) / len(column) for column in columns]
    variances = [
        sum((value - mean) ** 2 for value in column) / len(column)
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, variances


def transformer_macs(t, features, blocks, n_in, n_out, read):
    """Multiply-adds of one example of t tokens, by the textbook's formula.

    ``n_in`` numbers go into a token's first vector (0 where it is looked up), ``n_out``
    logits come out at ``read`` places.
    """
    dense = t * features * (3 * features + features + 4 * features + 4 * features)
    scores_and_values = 2 * t * t * features
    return t * n_in * features + blocks * (dense + scores_and_values) + read * features * n_out
