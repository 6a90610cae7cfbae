"""True is returned when a fault was found."""
EXPECT = ("check_magnitude_mask_check", "mask_by_search")

def check_magnitude_mask(candidate):
    mask = candidate(np.array([3.0, -1.0, 0.5, -4.0]), 0.5)
    return mask.tolist() != [True, False, False, True]
