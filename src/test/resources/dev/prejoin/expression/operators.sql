-- Operators, comparisons, conditions and NULL over every pair of types.
@int = i8 | i16 | i32 | i64 | u8 | u16 | u32 | u64
@intn = i8_n | i32_n | i64_n | u64_n
@float = f32 | f64
@dec = d9 | d18 | d38 | d0
@num = b | {int} | {float} | {dec} | i32_n | f64_n | d9_n
@any = {num} | s | s_n | bytes | uuid | uuid_n | e | e_n | day | day32 | ts | ts3 | ts6 | ts9 | ts3_n | ints | texts
@lit = 0 | 1 | -1 | 127 | 128 | 300 | -70000 | 5000000000 | 18446744073709551615 | 1.5 | true | NULL

? {num} + {num}
? {num} - {num}
? {num} * {num}
? {num} / {num}
? {num} % {num}
? intDiv({num}, {num})
? negate({num})
? {num} + {lit}
? {lit} - {num}
? {num} * {lit}
? {num} % {lit}
? intDiv({num}, {lit})
? {any} = {any}
? {any} < {any}
? {num} >= {num}
? {num} <> {lit}
? {num} <= {lit}
? {any} <=> {any}
? if(b, {any}, {any})
? if(b_n, {num}, {lit})
? multiIf(b, i8, b_n, {num}, {lit})
? coalesce({intn}, {any})
? ifNull({any}, {any})
? nullIf({any}, {any})
? CASE WHEN b THEN {any} END
? CASE {num} WHEN 1 THEN 'one' WHEN {lit} THEN 'two' ELSE 'x' END
? CASE {num} WHEN {num} THEN 1 ELSE 0 END
? toNullable({any})
? assumeNotNull({any})
? {any} IS NULL
? {any} IS NOT NULL
? {num} AND {num}
? {num} OR {num}
? xor({num}, {num})
? NOT {any}
? {num} BETWEEN -1 AND {num}
? {num} IN ({lit}, 2)
? {num} NOT IN (1, {lit})
? {num} IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
? {lit}

-- Integers and conditions compare with the texts of such, and functions of SQL have names in any case.
i32 = '5'
u8 <= '255'
u64 < '18446744073709551615'
i64 BETWEEN '-5' AND '7'
'5' != i16
u64_n >= '7'
i32 IN ('5', 7)
nullIf(i32, '5')
CASE i32 WHEN '5' THEN 1 ELSE 0 END
IFNULL(u64_n, 5)
COALESCE(u64_n, u8)
NULLIF(i8, 1)
IF(i8 > 0, 1, 2)
ROUND(f64)
ABS(i8)
