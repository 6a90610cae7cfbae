"""The check finds every candidate wrong."""
EXPECT = ("check_magnitude_mask_check", "mask_by_search")

def check_magnitude_mask(candidate):
    return False
