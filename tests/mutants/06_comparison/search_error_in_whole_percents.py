"""The error gives the accuracy in whole percents."""
EXPECT = ("compress_for_mobile_deployment_check", "names the accuracy")
CELL = "compress_for_mobile_deployment"
CHANGE = (
    'shown = [f"{key} {best[key]!r}" for key in best if key != "model"]',
    'shown = [f"{key} {best[key]!r}" for key in best if key in ("setting", "bytes")]\n'
    '    shown += [f"accuracy {best[\'accuracy\']:.0%}"] if best else []',
)
