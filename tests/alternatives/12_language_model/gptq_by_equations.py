"""The equations are solved anew after each input."""


def gptq_layer(weights, hessian, scale, bits, size, keep=None):
    exact = weights.astype(float)
    codes = np.zeros(exact.shape, dtype=np.int16)
    change = np.zeros(exact.shape)
    for i in range(len(exact)):
        now = exact[i].copy()
        if i:
            pull = hessian[i:, :i] @ change[:i]
            now -= np.linalg.solve(hessian[i:, i:], pull)[0]
        one = scale[i // size][None]
        codes[i] = quantize_groups(now[None], bits, 1, one)[0]
        if keep is not None:
            codes[i, ~keep[i]] = 0
        change[i] = codes[i] * one[0].astype(float) - exact[i]
    return codes
