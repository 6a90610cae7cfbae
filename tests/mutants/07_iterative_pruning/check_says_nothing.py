"""A right candidate gives None."""
EXPECT = ("check_apply_masks_check", 'yours is None')
CELL = "check_apply_masks"
CHANGE = ('    return True', '    return None')
