-- Parts and starts of dates and times.
@date = day | day32 | day_n | day32_n
@time = ts | ts3 | ts6 | ts9 | ts_n | ts3_n | ts6_n | ts9_n
@when = {date} | {time}
@zone = 'UTC' | 'Europe/Berlin' | 'America/New_York' | 'Asia/Kolkata' | 'Australia/Lord_Howe' | 'America/St_Johns' | 'Asia/Tokyo' | 'Etc/GMT+5' | 'Pacific/Apia' | 'Africa/Monrovia'
@datepart = toYear | toQuarter | toMonth | toDayOfYear | toDayOfMonth | toYYYYMM | toYYYYMMDD | toYYYYMMDDhhmmss | toISOWeek | toISOYear
@timepart = toHour | toMinute | toSecond | toMillisecond

{datepart}({when})
{datepart}({time}, {zone})
{timepart}({time})
{timepart}({time}, {zone})
toDayOfWeek({when})
toDayOfWeek({when}, 0)
toDayOfWeek({when}, 1)
toDayOfWeek({when}, 2)
toDayOfWeek({when}, 3)
toDayOfWeek({time}, 2, {zone})
toUnixTimestamp({when})
YEAR(ts)
month(ts3)
DAY(day)
DAYOFMONTH(day32)
DAYOFWEEK(ts)
dayofyear(ts)
HOUR(ts)
minute(ts)
SECOND(ts)
QUARTER(day_n)
MILLISECOND(ts6)
EXTRACT(YEAR FROM ts)
EXTRACT(HOUR FROM ts6_n)
EXTRACT(DOW FROM ts)

@datestart = toStartOfYear | toStartOfISOYear | toStartOfQuarter | toStartOfMonth | toLastDayOfMonth | toMonday
@timestart = toStartOfHour | toStartOfMinute | toStartOfFiveMinutes | toStartOfTenMinutes | toStartOfFifteenMinutes
@dateunit = year | quarter | month | week | day
@timeunit = hour | minute | second
@fraction = millisecond | microsecond | nanosecond
@time64 = ts3 | ts6 | ts9 | ts3_n

{datestart}({when})
{datestart}({time}, {zone})
toStartOfWeek({when})
toStartOfWeek({when}, 1)
toStartOfWeek({time}, 0, {zone})
toStartOfWeek({time}, 3, {zone})
toStartOfDay({when})
toStartOfDay({when}, {zone})
{timestart}({time})
{timestart}({time}, {zone})
toStartOfSecond({time64})
toStartOfSecond({time64}, {zone})
toStartOfMillisecond({time64})
toStartOfMillisecond({time64}, {zone})
date_trunc('{dateunit}', {when})
date_trunc('{dateunit}', {time}, {zone})
date_trunc('{timeunit}', {time})
date_trunc('{timeunit}', {time}, {zone})
date_trunc('{fraction}', {time64})
date_trunc('{fraction}', {time64}, {zone})
dateTrunc('MONTH', ts)
date_trunc('day', day, {zone})
LAST_DAY(day)
toStartOfHour(toStartOfDay(ts, 'Asia/Kolkata'))
toHour(toStartOfDay(day, 'America/New_York'))
toStartOfInterval({when}, INTERVAL 1 {dateunit})
toStartOfInterval({when}, INTERVAL 3 {dateunit})
toStartOfInterval({when}, INTERVAL 17 {dateunit})
toStartOfInterval({time}, INTERVAL 1 {dateunit}, {zone})
toStartOfInterval({time}, INTERVAL 5 {dateunit}, {zone})
toStartOfInterval({time}, INTERVAL 1 {timeunit})
toStartOfInterval({time}, INTERVAL 7 {timeunit})
toStartOfInterval({time}, INTERVAL 1 {timeunit}, {zone})
toStartOfInterval({time}, INTERVAL 15 {timeunit}, {zone})
toStartOfInterval({time}, INTERVAL 300 second, {zone})
toStartOfInterval({time}, INTERVAL 1000 year)
toStartOfInterval({time}, INTERVAL 100 year)
toStartOfInterval({time}, INTERVAL 36 hour)
toStartOfInterval({time64}, INTERVAL 1 {fraction})
toStartOfInterval({time64}, INTERVAL 250 {fraction})
toStartOfInterval({time64}, INTERVAL 7 {fraction}, {zone})
time_bucket(ts, INTERVAL 2 hour)
DATE_BIN(ts, INTERVAL 2 hour)
