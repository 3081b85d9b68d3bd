-- Arrays and their elements.
length(texts)
empty(texts)
notEmpty(ints)
has(texts, 'abc')
has(texts, s)
has(ints, 5)
has(ints, i8)
has(ints, i64)
indexOf(texts, s2)
indexOf(ints, -1)
texts[1]
texts[-1]
texts[i8]
ints[2]
ints[i64]
ints[1]
ints[i8]
texts[u8]
texts[u64]
texts[i8_n]
ints[i8_n]
arrayElement(ints, -2)
arrayStringConcat(texts)
arrayStringConcat(texts, ', ')
splitByChar(',', s)
splitByChar('a', s)
splitByChar(',', s)[1]
splitByChar(',', s)[-1]
splitByChar(',', s)[i8]
splitByString(', ', s)
splitByString('ab', s)
splitByString('é', s)
length(splitByChar(',', s))
has(splitByChar(',', s), 'b')
arrayStringConcat(splitByChar(',', s), ';')
splitByWhitespace(s)
splitByWhitespace(num)
splitByWhitespace(dt)
splitByWhitespace('a\t\t b\v\f' || s || '\r\n\0 ')
hasAny(texts, ['a', 'abc'])
hasAny(ints, [1, 2, -1])
hasAny(ints, [0])
hasAll(ints, [0, 1])
hasAll(texts, splitByWhitespace(s))
hasAny(texts, texts)
hasAll(texts, ['a'])
hasAny(splitByWhitespace(s), texts)
