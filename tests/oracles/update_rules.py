"""SGD with momentum and Adam for one number, in plain Python floats."""

import math


def sgd(weight, gradients, learning_rate, momentum):
    """Return the weight after following the gradients in turn."""
    velocity = 0.0
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        weight -= learning_rate * velocity
    return weight


def adam(weight, gradients, learning_rate, beta1, beta2, epsilon):
    """Return the weight after following the gradients in turn (Kingma and Ba, 2015)."""
    mean = square = 0.0
    for t, gradient in enumerate(gradients, start=1):
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient * gradient
        fair_mean = mean / (1 - beta1**t)
        fair_square = square / (1 - beta2**t)
        weight -= learning_rate * fair_mean / (math.sqrt(fair_square) + epsilon)
    return weight
