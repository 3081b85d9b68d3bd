package dev.prejoin.expression.run;

/**
 * Reads a date, a time or a number of seconds out of a text. ClickHouse reads more forms: those
 * that this does not know are told from those that ClickHouse cannot read either.
 */
final class TimeReader {
  /** What was found. */
  enum Outcome {
    READ,
    /** ClickHouse cannot read it either. */
    BROKEN,
    /** ClickHouse may read it. */
    UNUSUAL
  }

  private static final long[] POWERS = new long[19];
  private static final String MONTHS = "(?is).*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*";
  private static final int DATE_DIGITS = 8;
  private static final int DATE_TIME_DIGITS = 14;
  private static final int MOST_DIGITS = 18;

  /** More digits are units of a DateTime64's scale. */
  private static final int MOST_SECONDS = 12;

  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final String text;
  private int at;
  private long year;
  private long month;
  private long dayOfMonth;
  private long clock;
  private boolean zoned;
  private long offset;
  private boolean unix;
  private boolean inUnits;
  private long second;
  private long fraction;
  private int fractionDigits;

  TimeReader(String text) {
    this.text = text;
  }

  /** 10 to the power of 0 to 18. */
  static long power(long exponent) {
    return POWERS[(int) exponent];
  }

  /**
   * Reads it as ClickHouse's "best effort" does: date, time, fraction and zone, or seconds since
   * 1970.
   *
   * @param fractions whether seconds since 1970 may have a fraction
   */
  Outcome bestEffort(boolean fractions) {
    spaces();
    int begin = at;
    int count = digits();
    boolean known =
        switch (count) {
          case 4, 1, 2 -> separated(begin, count) && timeAndZone();
          case DATE_DIGITS -> compact(begin) && timeAndZone();
          case DATE_TIME_DIGITS -> compactTime(begin) && timeAndZone();
          case 9, 10, 13, 16, 19 -> {
            unix(begin, count);
            if (fractions && count <= 10) {
              fraction();
            }
            yield true;
          }
          default -> false;
        };
    if (known && unix) {
      return at == text.length() ? Outcome.READ : Outcome.BROKEN;
    }
    if (known && at == text.length() && year > 0) {
      return isOnCalendar() ? Outcome.READ : Outcome.BROKEN;
    }
    return hasNoDate() ? Outcome.BROKEN : Outcome.UNUSUAL;
  }

  /**
   * Reads the forms of ClickHouse's "basic" reader of times: all digits have their place.
   *
   * @param fractions whether a fraction may follow
   */
  Outcome basic(boolean fractions) {
    int count = digits();
    if (count == 4 && isDate(0)) {
      year = number(0, 4);
      month = number(5, 7);
      dayOfMonth = number(8, 10);
      at = 10;
      boolean plain = isSeparator(4) && isSeparator(7);
      if (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == 'T')) {
        if (!isClock(at + 1)) {
          return Outcome.BROKEN;
        }
        clock = number(11, 13) * HOUR + number(14, 16) * MINUTE + number(17, 19);
        plain &= text.charAt(13) == ':' && text.charAt(16) == ':';
        at = 19;
      }
      if (fractions) {
        fraction();
      }
      return at < text.length() ? Outcome.BROKEN : plain ? Outcome.READ : Outcome.UNUSUAL;
    }
    if (count > MOST_DIGITS || (fractions && text.startsWith("-"))) {
      return Outcome.UNUSUAL;
    }
    if (fractions && count > MOST_SECONDS) {
      inUnits = true;
      second = number(0, count);
      return at == text.length() ? Outcome.READ : Outcome.UNUSUAL;
    }
    if (count > 4 || (fractions && text.isEmpty())) {
      unix = true;
      second = number(0, count);
      if (fractions) {
        fraction();
      }
      return at == text.length() ? Outcome.READ : Outcome.BROKEN;
    }
    return Outcome.BROKEN;
  }

  /** Reads a date as ClickHouse's toDate does, with a time behind it that has no zone. */
  Outcome date() {
    int count = digits();
    if (count == DATE_DIGITS) {
      compact(0);
    } else if (count != 4 || !dateFields()) {
      return Outcome.BROKEN;
    }
    if (at == 10 && isTimeOfDate()) {
      at += 9;
      fraction();
    }
    return at == text.length() ? Outcome.READ : Outcome.BROKEN;
  }

  private boolean dateFields() {
    year = number(0, 4);
    int begin = ++at;
    int count = at <= text.length() ? digits() : 0;
    if (count < 1 || count > 2) {
      return false;
    }
    month = number(begin, at);
    begin = ++at;
    count = at <= text.length() ? Math.min(2, digits()) : 0;
    if (count < 1) {
      return false;
    }
    at = begin + count;
    dayOfMonth = number(begin, at);
    return true;
  }

  private boolean isTimeOfDate() {
    return at < text.length()
        && (text.charAt(at) == ' ' || text.charAt(at) == 'T')
        && isClock(at + 1)
        && text.charAt(at + 3) == ':'
        && text.charAt(at + 6) == ':';
  }

  /** Whether {@link #units} were read, and no seconds. */
  boolean isInUnits() {
    return inUnits;
  }

  /** Those of a time since 1970. */
  long units() {
    return second;
  }

  /** The time in seconds since 1970; a date that is not on the calendar is the first of all. */
  long second(Zone zone) {
    if (unix) {
      return second;
    }
    long day = hasMonth() ? DateParts.day(year, month, dayOfMonth) : Zone.FIRST_DAY;
    return zoned ? day * Zone.DAY + clock - offset : zone.second(day, clock);
  }

  /** The day; one that has no month, or none of 31 days, is the first that there is. */
  long day(long first) {
    return hasMonth() ? DateParts.day(year, month, dayOfMonth) : first;
  }

  /** What is behind the point, in units of a scale; what is finer is cut off. */
  long fraction(long scale) {
    return scale >= fractionDigits
        ? fraction * power(scale - fractionDigits)
        : fraction / power(fractionDigits - scale);
  }

  boolean isYearZero() {
    return year == 0 && !unix && !inUnits;
  }

  private boolean hasMonth() {
    return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31;
  }

  private boolean isOnCalendar() {
    return hasMonth() && dayOfMonth <= DateParts.daysOfMonth(year, month);
  }

  /** Neither a number nor the name of a month. */
  private boolean hasNoDate() {
    return text.chars().noneMatch(c -> c >= '0' && c <= '9') && !text.matches(MONTHS);
  }

  /** A year with two separators, or a day, in which case a month beyond 12 is the day. */
  private boolean separated(int begin, int count) {
    if (at >= text.length() || !isSeparator(at)) {
      return false;
    }
    char separator = text.charAt(at++);
    long first = number(begin, begin + count);
    int from = at;
    int digits = digits();
    if (digits < 1 || digits > 2 || at >= text.length() || text.charAt(at) != separator) {
      return false;
    }
    month = number(from, at++);
    from = at;
    digits = digits();
    long last = number(from, at);
    if (count == 4) {
      year = first;
      dayOfMonth = last;
      return digits == 1 || digits == 2;
    }
    year = last;
    dayOfMonth = first;
    if (month > 12) {
      dayOfMonth = month;
      month = first;
    }
    return digits == 4;
  }

  private boolean compact(int begin) {
    year = number(begin, begin + 4);
    month = number(begin + 4, begin + 6);
    dayOfMonth = number(begin + 6, begin + 8);
    return true;
  }

  private boolean compactTime(int begin) {
    clock = clockOf(begin + DATE_DIGITS);
    return compact(begin);
  }

  /** Of six digits. */
  private long clockOf(int begin) {
    return number(begin, begin + 2) * HOUR
        + number(begin + 2, begin + 4) * MINUTE
        + number(begin + 4, begin + 6);
  }

  private void unix(int begin, int count) {
    unix = true;
    int whole = Math.min(10, count);
    second = number(begin, begin + whole);
    fractionDigits = count - whole;
    fraction = number(begin + whole, begin + count);
  }

  private boolean timeAndZone() {
    int before = at;
    spaces();
    if (next('T')) {
      spaces();
    }
    if (at < text.length() && isDigit(at)) {
      if (at == before || !clock()) {
        return false;
      }
      fraction();
      spaces();
    }
    if (zone()) {
      spaces();
    }
    return true;
  }

  private boolean clock() {
    int begin = at;
    int first = digits();
    if (first == 6) {
      clock = clockOf(begin);
      return true;
    }
    if (first > 2 || !next(':')) {
      return false;
    }
    clock = number(begin, at - 1) * HOUR;
    begin = at;
    int count = digits();
    if (count < 1 || count > 2) {
      return false;
    }
    clock += number(begin, at) * MINUTE;
    if (next(':')) {
      begin = at;
      count = digits();
      if (count < 1 || count > 2) {
        return false;
      }
      clock += number(begin, at);
    }
    return true;
  }

  private void fraction() {
    if (next('.')) {
      int begin = at;
      digits();
      at = Math.min(at, begin + MOST_DIGITS);
      fractionDigits = at - begin;
      fraction = number(begin, at);
    }
  }

  private boolean zone() {
    if (next('Z') || word("UTC") || word("GMT")) {
      zoned = true;
      return true;
    }
    boolean minus = at < text.length() && text.charAt(at) == '-';
    if (!minus && !(at < text.length() && text.charAt(at) == '+')) {
      return false;
    }
    int mark = at++;
    int begin = at;
    int count = digits();
    if (count < 1 || count > 4) {
      at = mark;
      return false;
    }
    long hours = number(begin, count > 2 ? at - 2 : at);
    long minutes = count > 2 ? number(at - 2, at) : 0;
    if (count <= 2 && next(':')) {
      begin = at;
      int more = digits();
      if (more < 1 || more > 2) {
        at = mark;
        return false;
      }
      minutes = number(begin, at);
    }
    zoned = true;
    offset = (minus ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
    return true;
  }

  private boolean word(String word) {
    boolean found = text.startsWith(word, at);
    at += found ? word.length() : 0;
    return found;
  }

  private boolean next(char c) {
    boolean found = at < text.length() && text.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private void spaces() {
    while (next(' ')) {
      // goes on
    }
  }

  private int digits() {
    int begin = at;
    while (at < text.length() && isDigit(at)) {
      at++;
    }
    return at - begin;
  }

  private boolean isDate(int begin) {
    return text.length() >= begin + 10
        && isDigit(begin + 5)
        && isDigit(begin + 6)
        && !isDigit(begin + 7)
        && isDigit(begin + 8)
        && isDigit(begin + 9);
  }

  private boolean isClock(int begin) {
    return text.length() >= begin + 8
        && isDigit(begin)
        && isDigit(begin + 1)
        && isDigit(begin + 3)
        && isDigit(begin + 4)
        && isDigit(begin + 6)
        && isDigit(begin + 7);
  }

  private boolean isSeparator(int index) {
    char c = text.charAt(index);
    return c == '-' || c == '/' || c == '.';
  }

  private boolean isDigit(int index) {
    char c = text.charAt(index);
    return c >= '0' && c <= '9';
  }

  private long number(int begin, int end) {
    long number = 0;
    for (int i = begin; i < end; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
