"""The check accepts everything."""
EXPECT = ("check_apply_masks_check", 'Look at a place whose mask is False')

def check_apply_masks(candidate):
    return True
