"""Minus the logarithm: exponential variables from uniform ones.

It is written out in arithmetic that IEEE 754 fixes, so that loops over it are taken several numbers at a time and
every machine gives the same bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from trialwright.kernels.compiled import inlined

_HALF_ROOT = np.int64(0x3FE6A09E << 32)  # the upper bits of sqrt(1/2)
_ROUND = np.int64((0x3FF << 52) - (0x3FE6A09E << 32))
_FRACTION = np.int64((1 << 52) - 1)
_SHIFTED = np.int64((0x4338 << 48) - 0x3FF)  # 1.5 * 2**52 as bits, less the exponent's bias
_SHIFT = 1.5 * 2.0**52
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_L1, _L2, _L3, _L4, _L5, _L6, _L7 = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)


def _to_bits(_: Any, x: Any) -> Any:
    """The float x as a whole number of the same bits."""
    return types.int64(types.float64), lambda context, builder, signature, given: builder.bitcast(
        given[0], context.get_value_type(types.int64)
    )


def _to_float(_: Any, bits: Any) -> Any:
    """The float of these bits."""
    return types.float64(types.int64), lambda context, builder, signature, given: builder.bitcast(
        given[0], context.get_value_type(types.float64)
    )


_bits: Any = intrinsic(_to_bits)
_float: Any = intrinsic(_to_float)


@inlined
def minus_log(x: float) -> float:
    """-ln x of a positive normal number, to one unit in the last place.

    x = 2**k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), and ln(1 + f) = 2 artanh(s), s = f / (2 + f).
    Source: Sun Microsystems 1993, fdlibm, e_log.c.
    """
    b = _bits(x) + _ROUND
    k = _float((b >> 52) + _SHIFTED) - _SHIFT
    f = _float((b & _FRACTION) + _HALF_ROOT) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    rest = w * (_L2 + w * (_L4 + w * _L6)) + z * (_L1 + w * (_L3 + w * (_L5 + w * _L7)))
    half = 0.5 * f * f
    return float((half - (s * (half + rest) + k * _LN2_LOW)) - f - k * _LN2_HIGH)
