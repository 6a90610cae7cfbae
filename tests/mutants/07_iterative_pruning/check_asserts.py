"""A wrong candidate raises an AssertionError instead of giving False."""
EXPECT = ("check_apply_masks_check", 'Return False for a candidate you refuse')
CELL = "check_apply_masks"
CHANGE = ('sum(got, []), sum(due, []))):\n            return False', "sum(got, []), sum(due, []))):\n            raise AssertionError('wrong')")
