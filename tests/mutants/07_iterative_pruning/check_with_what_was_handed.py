"""The arrays that the candidate was handed are compared, which it may have changed."""
EXPECT = ("check_apply_masks_check", 'make the patient anew')
CELL = "check_apply_masks"
CHANGE = ('        got = candidate(*patient(kind))\n        before, masks = patient(kind)\n', '        before, masks = patient(kind)\n        got = candidate(before, masks)\n')
