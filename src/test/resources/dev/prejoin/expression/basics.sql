-- Arithmetic: result types, wraps, divisions.
i8 + i8
i8 + u8
u8 + u8
u8 - u8
i32 + i64
u64 + i64
u64 + u64
u64 - u64
u32 * u32
i64 * i64
i64 * u8
u64 * i8
f32 + f32
f32 * i8
f64 - i64
f64 * u64
i64 / i32
u64 / u64
i8 / 2
f64 / f64
7 / 2
intDiv(i32, 7)
intDiv(i64, i8)
intDiv(u64, u8)
intDiv(u8, i16)
i32 % 7
i64 % i8
u64 % u8
u8 % i32
i8 % u8
f64 % 3
f64 % f64
-i8
-u8
-u64
-i64
-f32
-f64
b + 1
(i8 > 0) + (u8 > 100)
i32_n + 1
i32_n * f64_n
1 + 1
-128
255 + 1
0.1 + 0.2
-- Comparisons.
i8 = u8
i64 = u64
u64 > i64
i64 <= u64
u64 < f64
i64 = f64
f64 >= u64
i64 != f64
f32 = f64
f64 = f64
f64 < 1
NOT f64 < 1
f64_n > 0
b = true
b > (i8 > 0)
b = 1
s = 'abc'
s < s_n
s >= 'Köln'
s_n != 'a'
uuid = uuid_n
uuid < uuid_n
uuid = '00000000-0000-0000-0000-000000000000'
e = 'ok'
e < 'ok'
day < day32
ts > day
ts3 <= ts
ts6 = ts3
ts9 > ts6
i32 BETWEEN -5 AND u8
f64 BETWEEN 0 AND 10
f64 NOT BETWEEN 0 AND 10
d9 > 1
d9 = d18
d38 >= i64
d9 < f64
i32 <=> i32_n
s_n IS DISTINCT FROM s
-- IN.
i8 IN (1, 2, 3)
i8 NOT IN (1, 2, 3)
i32_n IN (1, -1, 0)
i32_n IN (1, NULL)
i32_n NOT IN (1, NULL)
s IN ('a', 'abc', '')
s_n NOT IN ('a', 'abc')
u64 IN (1, 18446744073709551615, 0)
i32 IN (-2, -1, 0, 1, 2, 3, 4, 5, 6, 7)
f64 IN (0, 1.5, -2)
e IN ('ok', 'sad')
(i8, s) IN ((1, 'a'), (0, 'abc'))
-- Logic.
b AND i8 > 0
b_n OR i8 > 0
b_n AND i32_n > 0
NOT b_n
xor(b, b_n)
i8 AND u8
b AND b AND b_n
(b_n IS NULL) OR b_n
u8 != 0 AND intDiv(100, u8) > 3
u8 = 0 OR intDiv(100, u8) > 3
-- Conditions and NULL.
if(i8 > 0, i8, u8)
if(b, i32, f32)
if(b, i8, i64)
intDiv(u8, i8)
intDiv(i8, i8)
intDiv(u64, i64)
intDiv(i64, i64)
u64 % i64
i64 % u64
i32 % u32
u32 % i32
u32 % i16
i8 % i8
i16 % u32
b % 2
NOT (i8 > 0)
b_n OR b
if(b, s, 'x')
if(b_n, s, s_n)
if(b, NULL, i8)
if(b, day, day32)
if(b, ts, ts3)
if(b, day, ts)
if(b, e, s)
if(b, 1, 0)
if(b, 1, -1)
if(b, true, false)
if(b, b, i8)
if(u8 = 0, 0, intDiv(100, u8))
multiIf(i8 > 100, 'a', i8 > 0, 'bb', 'ccc')
multiIf(i32_n > 0, 1, i32_n < 0, -1, NULL)
CASE WHEN i8 > 0 THEN i8 WHEN i8 < -5 THEN -1 END
CASE i8 WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END
CASE i32_n WHEN 1 THEN 'one' WHEN 0 THEN 'zero' ELSE 'many' END
CASE s_n WHEN 'a' THEN 1 ELSE 0 END
b ? i8 : i16
coalesce(i32_n, i32)
coalesce(i32_n, i64_n)
coalesce(i32_n, i64_n, 0)
coalesce(i32, i64_n)
coalesce(NULL, s_n, 'x')
ifNull(i32_n, 0)
ifNull(i32_n, f64_n)
ifNull(i32, 5)
ifNull(s_n, 'none')
nullIf(i8, 1)
nullIf(s, 'a')
nullIf(i32_n, 0)
i32_n IS NULL
i32 IS NOT NULL
toNullable(i8)
assumeNotNull(i32_n)
assumeNotNull(s_n)
intDiv(i64, -1)
intDiv(i64_n, -1)
intDiv(i32, toInt64(-1))
intDiv(i16, -1)
intDiv(i8, toInt64(-1))
intDiv(i64, toUInt64(-1))
i64 % -1
i32_n % -1
i16 % -1
i8 % toInt64(-1)
i64 % toUInt64(-1)
xor(b, b)
xor(b, b_n)
xor(b_n, i8 > 1, i16)
coalesce(i8_n BETWEEN 1 AND 10, true)
coalesce(i8_n > 1, b)
coalesce(b_n, i8 > 1)
if(i8 > 1, i16 > 1, b)
if(i8 > 1, b, i16 > 1)
multiIf(i8 > 1, NULL, i8 < -1, i16 > 1, b)
i64_n <=> d18
i64 <=> d18_n
d0_n <=> d38
d9_n <=> d18
i64_n IS DISTINCT FROM d18
