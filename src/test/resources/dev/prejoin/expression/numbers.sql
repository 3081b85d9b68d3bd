-- Rounding, bits, and what numbers are.
@int = i8 | i16 | i32 | i64 | u8 | u16 | u32 | u64
@float = f32 | f64
@dec = d9 | d18 | d38 | d0
@num = {int} | {float} | {dec} | i32_n | f64_n | d9_n | u64_n
@time = day | day32 | ts | ts3 | ts6 | ts3_n | day_n
@digits = 1 | 2 | 5 | 9 | -1 | -2 | -3 | -6 | 0

round({num})
floor({num})
ceil({num})
trunc({num})
? round({num}, {digits})
? floor({num}, {digits})
? ceiling({num}, {digits})
? truncate({num}, {digits})
abs({num})
sign({num})
sqrt({num})
isNaN({int})
isNaN({float})
isFinite({float})
isInfinite({float})
isInfinite(f64_n)
? ifNotFinite({float}, {num})
ifNotFinite(f64_n, 0)
? least({num}, {num})
? greatest({num}, {num})
? least({num}, 5)
? greatest(-1.5, {num})
? least({time}, {time})
? greatest({time}, {time})
? bitAnd({int}, {int})
? bitOr({int}, {int})
? bitXor({int}, {int})
bitAnd(i32_n, 255)
bitNot({int})
bitCount({int})
bitCount(i32_n)
bitShiftLeft({int}, 3)
bitShiftRight({int}, 3)
? bitShiftLeft({int}, {int})
? bitShiftRight({int}, {int})
pi() * i8
e() + f64
