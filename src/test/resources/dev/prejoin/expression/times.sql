-- Conversions to dates and times, their text, and strings that stand for them.
@int = i8 | i16 | i32 | i64 | u8 | u16 | u32 | u64 | i8_n | i64_n | u64_n
@float = f32 | f64 | f64_n
@decimal = d9 | d18 | d38 | d0 | d18_n
@date = day | day32 | day_n | day32_n
@time = ts | ts3 | ts6 | ts9 | ts_n | ts3_n | ts6_n | ts9_n
@time64 = ts3 | ts6 | ts9 | ts3_n | ts9_n
@when = {date} | {time}
@zone = 'UTC' | 'Europe/Berlin' | 'America/New_York' | 'Asia/Kolkata' | 'Australia/Lord_Howe' | 'America/St_Johns' | 'Asia/Tokyo' | 'Etc/GMT+5' | 'Pacific/Apia' | 'Africa/Monrovia'
@todate = toDate | toDate32
@totime = toDateTime | toDateTime32
@text = dt | dt_n
@scale = 0 | 3 | 6 | 9

{todate}({int})
{todate}({int}, {zone})
{todate}({float})
{todate}({float}, {zone})
{todate}(b)
{todate}({when})
{todate}({time}, {zone})
{todate}({text})
{todate}OrNull({text})
{todate}OrZero({text})
{totime}({int})
{totime}({int}, {zone})
{totime}({float})
{totime}(b_n)
{totime}({when})
{totime}({date}, {zone})
{totime}({time}, {zone})
{totime}({text})
{totime}({text}, {zone})
toDateTime64({int}, {scale})
toDateTime64({float}, {scale})
toDateTime64({decimal}, 3)
toDateTime64({decimal}, 9)
toDateTime64({when}, {scale})
toDateTime64({when}, {scale}, {zone})
toDateTime64({text}, {scale})
toDateTime64({text}, {scale}, {zone})
toDateTime64(b, 1)
toDateTime64(ts6, 4)
toDateTimeOrNull({text})
toDateTimeOrZero({text})
toDateTimeOrNull({text}, {zone})
toDateTime64OrNull({text})
toDateTime64OrZero({text}, 6)
? toDateTimeOrNull(json)
toDateTime64OrNull({text}, 3, {zone})
parseDateTimeBestEffort({text})
parseDateTimeBestEffort({text}, {zone})
parseDateTimeBestEffortOrNull({text})
parseDateTimeBestEffortOrZero({text})
parseDateTime64BestEffort({text})
parseDateTime64BestEffort({text}, 6, {zone})
parseDateTime64BestEffort({text}, 9, {zone})
parseDateTime64BestEffortOrNull({text}, 6)
parseDateTime64BestEffortOrZero({text})
toTimezone(toDateTime(ts), {zone})
toHour(toTimeZone({time}, {zone}))
fromUnixTimestamp({int})
fromUnixTimestamp64Second(i32)
fromUnixTimestamp64Milli(i64)
fromUnixTimestamp64Micro(i64_n)
fromUnixTimestamp64Nano(i64, {zone})
toUnixTimestamp64Second({time64})
toUnixTimestamp64Milli({time64})
toUnixTimestamp64Micro({time64})
toUnixTimestamp64Nano({time64})

@op = = | <> | < | <= | > | >=
@daytext = '2026-01-01' | '1970-01-01' | '2024-02-29' | '2106-02-07' | '2299-12-31' | '1960-05-05' | '20260101' | '2026-1-1'
@timetext = '2026-01-01' | '2024-03-31 02:30:00' | '1970-01-01 00:00:00' | '2106-02-07 06:28:15' | '1960-05-05 10:00:00' | '2026-01-01T00:00:00Z' | '2026-01-01 00:00:00+01:00' | '1704067200'
@listed = '2026-01-01' | '2024-03-31 02:30:00' | '1970-01-01 00:00:00' | '2106-02-07 06:28:15' | '1704067200'
{date} {op} {daytext}
{daytext} {op} {date}
{time} {op} {timetext}
{timetext} {op} {time}
{time64} {op} '2023-12-31 23:59:59.999'
{time64} {op} '2023-12-31T23:59:59.9999Z'
toDateTime(ts, {zone}) {op} '2024-01-01'
{date} IN ({daytext}, '2025-12-31')
{date} NOT IN ({daytext})
{time} IN ({listed}, '2023-12-31 23:59:59')
{time} NOT IN ({listed})
{time} BETWEEN '2024-01-01' AND '2026-01-01 00:00:00'
{date} BETWEEN '2024-01-01' AND '2026-01-01'
ts = toDateTime('2024-01-01 00:00:00')
ts >= toDate('2024-01-01')
day = DATE '2024-01-01'
ts < TIMESTAMP '2024-01-01 00:00:00'
if(b, ts, toDateTime('2024-01-01 00:00:00'))
{when} {op} {when}
? {time} {op} '2300-01-01'
toUnixTimestamp({text})
makeDate(1960 + u8, i8, i8)
makeDate(1960 + u8, i16)
makeDate32(1890 + u16_n, u8, u8)
makeDate32(1890 + u16, i16)
makeDateTime(1960 + u8, i8, u8, u8, u8, i8)
makeDateTime(2000 + u8_n, 5, 7, u8, i8, 3, {zone})
@letter = Y | y | C | m | c | d | e | j | H | k | h | I | l | i | s | S | f | F | T | D | R | r | p | a | W | u | b | M | V | G | g | w | Q | n | t | %
formatDateTime({when}, 'at %{letter}, ')
formatDateTime({time}, '%{letter}', {zone})
{date} {op} toDateTime(ts, {zone})
toDateTime64({time64}, 3, {zone}) {op} {date}
if(b, {date}, toDateTime(ts, {zone}))
if(b, {date}, toDateTime64(ts3, 3, {zone}))
{date} IN (toDate('2024-01-01'), toDate('1970-01-01'))
ts3 IN (toDateTime('2024-01-01 00:00:00'), toDateTime64('2026-01-01 00:00:00.5', 1))
toDateTime64(d38, 0) = ts3
toDateTime64(d38, 3) < ts6
greatest(toDateTime64(d38, 0), ts3)
toDateTime64(d38, 0) < day32
