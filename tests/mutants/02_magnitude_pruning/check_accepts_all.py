"""The check finds every candidate right."""
EXPECT = ("check_magnitude_mask_check", "keeps_every_weight")

def check_magnitude_mask(candidate):
    return True
