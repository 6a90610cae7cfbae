"""The example of the text is the only case."""
EXPECT = ("check_magnitude_mask_check", "forgets_the_shape")

def check_magnitude_mask(candidate):
    mask = candidate(np.array([3.0, -1.0, 0.5, -4.0]), 0.5)
    return mask.dtype == bool and mask.tolist() == [True, False, False, True]
