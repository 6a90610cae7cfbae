"""As BitNet b1.58 rounds: the mean size is the scale."""

EXPECT = ("ternary_check", 'not of all')
CELL = "ternary"
CHANGE = ('    kept = sizes > 0.7 * sizes.mean()\n    codes = (np.sign(weights) * kept).astype(np.int8)\n    return codes, float(sizes[kept].mean()) if kept.any() else 1.0', '    codes = np.clip(np.rint(weights / (sizes.mean() or 1)), -1, 1).astype(np.int8)\n    return codes, float(sizes.mean()) or 1.0')
