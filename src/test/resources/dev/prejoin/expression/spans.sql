-- Intervals, and sums and differences of dates and times.
@date = day | day32 | day_n | day32_n
@time = ts | ts3 | ts6 | ts9 | ts_n | ts3_n | ts6_n | ts9_n
@when = {date} | {time}
@zone = 'UTC' | 'Europe/Berlin' | 'America/New_York' | 'Asia/Kolkata' | 'Australia/Lord_Howe' | 'America/St_Johns' | 'Asia/Tokyo' | 'Etc/GMT+5' | 'Pacific/Apia' | 'Africa/Monrovia'
@int = i8 | i16 | i32 | i64 | u8 | u16 | u32 | u64 | i8_n | i32_n | i64_n | u64_n | b
@dateunit = day | week | month | quarter | year
@timeunit = hour | minute | second
@fraction = millisecond | microsecond | nanosecond
@sign = + | -

{when} {sign} INTERVAL 1 {dateunit}
{when} {sign} INTERVAL 1000 {dateunit}
{when} {sign} INTERVAL {int} {dateunit}
{when} {sign} INTERVAL 90 {timeunit}
{when} {sign} INTERVAL {int} {timeunit}
{time} {sign} INTERVAL 1500 {fraction}
{time} {sign} INTERVAL {int} {fraction}
{when} {sign} {int}
{int} + {when}
{when} {sign} 100
{when} {sign} 1.5
INTERVAL {int} {dateunit} + {when}
day - day_n
day_n - day
ts - ts_n
{time} - {time}
dateAdd({dateunit}, {int}, {when})
date_sub({timeunit}, {int}, {when})
DATE_ADD({time}, INTERVAL 3 day)
timestamp_sub({time}, INTERVAL '2 week')
addDate(ts, INTERVAL 1 month)
SUBDATE(day, INTERVAL i8 year)
{when} + INTERVAL '1 month 2 day 3 hour'
{when} - INTERVAL '1 month 2 day 3 hour'
{time} + (INTERVAL 1 month + INTERVAL 2 hour)
{time} - (INTERVAL 1 month - INTERVAL 2 hour)
ts + (INTERVAL i8 day - INTERVAL u8_n day)
day + if(b, INTERVAL 1 day, INTERVAL i8 day)
ts - (- INTERVAL 1 week)
ts + INTERVAL -1 month
ts + INTERVAL 1.5 day
ts + INTERVAL '15' minute
ts + INTERVAL (i8 * 2) minute

@adddate = addDays | addWeeks | addMonths | addQuarters | addYears | subtractDays | subtractWeeks | subtractMonths | subtractQuarters | subtractYears
@addtime = addSeconds | addMinutes | addHours | subtractSeconds | subtractMinutes | subtractHours
@addfraction = addMilliseconds | addMicroseconds | addNanoseconds | subtractMilliseconds | subtractMicroseconds | subtractNanoseconds
{adddate}({when}, {int})
{addtime}({when}, {int})
{addfraction}({time}, {int})
{adddate}({time}, 1, {zone})
{adddate}({time}, -7, {zone})
{adddate}({time}, {int}, {zone})
{addtime}({time}, {int}, {zone})
{addfraction}({time}, 999, {zone})
addDays(addHours(day32, i64), 1)
addMonths(addSeconds(ts3, i64), 1)
addYears(addMinutes(ts3, i64, 'Europe/Berlin'), i8)
addMonths(ts, 1, 'Europe/Berlin') - ts
toHour(addDays(ts, 1, 'Europe/Berlin'))
