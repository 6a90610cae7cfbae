"""Channel by channel, on copies."""


def smooth(gain, bias, weights, largest, strength=0.5):
    new_gain, new_bias, new_weights = gain.copy(), bias.copy(), weights.copy()
    for j, activation in enumerate(largest):
        row = max(abs(float(weight)) for weight in weights[j])
        if activation == 0 or row == 0:
            continue
        share = float(activation) ** strength / row ** (1 - strength)
        new_gain[j] /= share
        new_bias[j] /= share
        new_weights[j] *= share
    return new_gain, new_bias, new_weights
