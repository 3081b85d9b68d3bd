-- Differences of dates and times in units.
@date = day | day32 | day_n | day32_n
@time = ts | ts3 | ts6 | ts9 | ts_n | ts3_n | ts6_n | ts9_n
@when = {date} | {time}
@zone = 'UTC' | 'Europe/Berlin' | 'America/New_York' | 'Asia/Kolkata' | 'Australia/Lord_Howe' | 'America/St_Johns' | 'Asia/Tokyo' | 'Etc/GMT+5' | 'Pacific/Apia' | 'Africa/Monrovia'
@unit = year | quarter | month | week | day | hour | minute | second | millisecond | microsecond
@name = years | yy | yyyy | qq | q | mm | m | wk | ww | dd | d | hh | h | mi | n | ss | s | ms | us | u | ns | WEEK | Nanosecond

dateDiff('{unit}', {when}, {when})
dateDiff('{unit}', ts_n, {when})
dateDiff('{unit}', day32, ts6)
dateDiff('{unit}', {when}, {when}, {zone})
dateDiff('nanosecond', {when}, ts9)
dateDiff('{name}', ts, ts_n)
dateDiff({unit}, {time}, {when})
dateDiff('day', addHours(ts, 0, 'Europe/Berlin'), addHours(ts_n, 0, 'America/New_York'))
date_diff('hour', ts, ts3)
DATE_DIFF('hour', ts, ts3)
TIMESTAMP_DIFF(day, ts, ts3)
timestampDiff(week, day32, ts3)
