"""It never hands over a batch."""
EXPECT = ("check_csr_matvec_check", "a batch of two or three")
CELL = "check_csr_matvec"
CHANGE = ('((4,), (1, 4), (3, 4))', '((4,),)')
