"""The check refuses everything."""
EXPECT = ("check_apply_masks_check", 'arrays may be float64')
CELL = "check_apply_masks"
CHANGE = ('    return True', '    return False')
