"""It is enough that the error shrinks."""

EXPECT = ('check_make_good_check', 'Let inputs be correlated, two')
CELL = 'check_make_good'
CHANGE = ('        if not np.abs(slope[k:]).max() <= 1e-6 * np.abs(slope).max():', '        old = np.vstack([settled, weights[k:]]) - weights\n        new = np.vstack([settled, rest]) - weights\n        if not output_error(new, hessian) < output_error(old, hessian):')
