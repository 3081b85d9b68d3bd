-- Search in strings.
position(s, s2)
position(s, 'a')
position(s, s2, u8)
position(s, '', u8)
position(s, 'é', u64)
position(e, 'b')
locate(s2, s)
locate('a', s, 3)
positionUTF8(s, s2)
positionCaseInsensitive(s, s2)
positionCaseInsensitive(s, 'AB')
countSubstrings(s, 'a')
countSubstrings(s, s2)
replaceOne(s, s2, 'x')
replaceAll(s, s2, 'x')
replaceAll(s, 'a', s2)
replaceAll(s, 'aa', '')
replaceOne(s_n, 'a', s2)
s LIKE 'a%'
s LIKE '%a'
s LIKE '%a%'
s LIKE '%a%b%'
s LIKE 'a_%'
s LIKE '_'
s LIKE '__%_'
s LIKE '%_'
s LIKE '%\\%%'
s LIKE '%a\\_b%'
s LIKE '%\\\\%'
s LIKE '%\\t%'
s LIKE 'C:\\t%'
s LIKE ''
s LIKE '%'
s LIKE '%%'
s LIKE '%é_%'
s LIKE '%_é'
s LIKE '%é%'
s LIKE 'hello%hello'
s LIKE '%a_b'
s NOT LIKE '%a%'
s_n LIKE '%a%'
e LIKE '%b%'
e LIKE 'K_ln'
s ILIKE 'a%'
s ILIKE '%AB%'
s ILIKE '%s%'
s ILIKE '%k'
s ILIKE 'K%LN'
s ILIKE '%ö%'
s ILIKE '%Ж_%'
s ILIKE '%ЫЖ%'
s ILIKE '%É%'
s ILIKE '%é'
s ILIKE '_é%'
s ILIKE '%a_b%'
s ILIKE '%z%'
s ILIKE '%i%'
s ILIKE '%漢%'
s NOT ILIKE '%hello%'
s_n ILIKE '%b%'
e ILIKE 'KÖLN'
s ILIKE '%å%'
match(s, 'a')
match(s, '^a')
match(s, 'a$')
match(s, 'a.b')
match(s, '[a-c]+[0-9]')
match(s, '(?i)ab')
match(s, '(?i)s')
match(s, '(?i)é')
match(s, '(?i)σ')
match(s, '\\bhello\\b')
match(s, '\\w+\\s\\w+')
match(s, '^.$')
match(s, '[^a-z]')
match(s, '[é漢]')
match(s, '^(a|b)*$')
match(s, '\\x00')
match(s, '(?-s)a.b')
match(s, '(?m)^c')
match(s_n, 'b')
match(e, '^K')
s REGEXP '^[a-z]+$'
extract(s, '[0-9]+')
extract(s, '([a-z])([0-9])')
extract(s, '(x)?a')
extract(s, 'a|ab')
extract(s, '(a+?)(a*)')
extract(s, '[^,]*')
extract(s_n, '(.)b')
regexpExtract(s, '([a-z]+)([0-9]+)', 2)
regexpExtract(s, '([a-z]+)([0-9]+)')
regexpExtract(s, '[a-z]+')
regexpExtract(s, '([a-z]+)', 0)
replaceRegexpOne(s, '[a-z]', '<\\0>')
replaceRegexpOne(s, 'x*', '-')
replaceRegexpAll(s, '[a-z]', '<\\0>')
replaceRegexpAll(s, '([a-z])([0-9])', '\\2\\1\\\\')
replaceRegexpAll(s, '(?i)a', '')
replaceRegexpAll(s, '^a', 'b')
replaceRegexpAll(s, '\\ba', 'b')
replaceRegexpAll(s_n, '[^a-z]', '')
replaceRegexpAll(s, '.', '-')
position(s, s2, u64)
position(num, dt, u8)
countSubstringsCaseInsensitive(s, 'A')
countSubstringsCaseInsensitive(s, s2)
countSubstringsCaseInsensitive(e, 'K')
extractAll(s, '[a-z]+')
extractAll(s, '([a-z])([0-9]?)')
extractAll(dt, '[0-9]+')
extractAll(s, '(?i)a(b)?')
extractAll(s, '.')
extractAll(num, '-|[0-9](x)?')
